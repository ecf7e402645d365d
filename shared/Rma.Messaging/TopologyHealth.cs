using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rma.Messaging;

/// <summary>
/// Which exchanges and queues the broker lacks. A service that lost something through which it hears is not ready: its messages go to
/// nobody. What it has not seen since its start may come with the definitions of its own release, which are imported after it, and what it
/// publishes waits in the outbox: that is degraded only.
/// </summary>
public sealed class TopologyHealth : IHealthCheck
{
    private readonly HashSet<NeededPart> seen = [];
    private volatile IReadOnlyList<NeededPart> missing = [];
    private volatile bool lost;

    /// <summary>What the broker lacked when it was last asked; nothing while it does not answer.</summary>
    public IReadOnlyList<NeededPart> Missing => missing;

    /// <summary>Notes what the broker answered.</summary>
    public void Note(IReadOnlyList<NeededPart> needs, IReadOnlyList<NeededPart> lacking)
    {
        seen.UnionWith(needs.Except(lacking));
        lost = lacking.Any(part => part.ToHear && seen.Contains(part));
        missing = lacking;
    }

    /// <summary>The broker did not answer: another check says so.</summary>
    public void Forget() => (missing, lost) = ([], false);

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (missing is not { Count: > 0 } lacking) return Task.FromResult(HealthCheckResult.Healthy());
        var said = $"The broker lacks {string.Join(", ", lacking)}. Import its definitions (./rma up); ./rma doctor names all.";
        return Task.FromResult(lost ? HealthCheckResult.Unhealthy(said) : HealthCheckResult.Degraded(said));
    }
}

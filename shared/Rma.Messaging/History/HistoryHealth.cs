using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rma.Messaging;

/// <summary>Not ready once the stored history turned out not to be the one that was sealed: an operator runs <c>./rma verify</c>.</summary>
public sealed class HistoryHealth : IHealthCheck
{
    private volatile string? fault;

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Fault
    {
        get => fault;
        internal set => fault = value;
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Fault is { } text ? HealthCheckResult.Unhealthy(text) : HealthCheckResult.Healthy());
}

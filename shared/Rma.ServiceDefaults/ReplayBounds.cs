using Microsoft.Extensions.Configuration;
using Rma.EventSourcing;

namespace Rma.ServiceDefaults;

/// <summary>
/// What a replay of decisions may cost a service that has other things to do: one at a time, and at most <c>Policy:ReplayLimit</c> stored
/// questions.
/// </summary>
internal sealed class ReplayBounds(IConfiguration configuration)
{
    private int running;

    /// <summary>Stored questions of one replay.</summary>
    public int Most { get; } = configuration.GetValue("Policy:ReplayLimit", 100_000) is >= 1 and var most ? most
        : throw new InvalidOperationException("Policy:ReplayLimit has to be at least 1.");

    /// <summary>Begins a replay; it ends when what is returned is disposed of.</summary>
    /// <exception cref="RefusedException">Another one is running.</exception>
    public IDisposable Take() => Interlocked.Exchange(ref running, 1) == 0 ? new Turn(this)
        : throw new RefusedException("policy.replay-busy", "Another replay of decisions is running here. Try again when it is over.");

    public InvalidInputException TooMany(string instead) =>
        new("policy.replay-too-large", $"There are more than {Most} stored decisions. {instead}");

    private sealed class Turn(ReplayBounds bounds) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref bounds.running, 0);
    }
}

namespace Rma.EventSourcing;

/// <summary>Something in the stored history that is not as the service left it.</summary>
/// <param name="Kind"><c>changed</c>, <c>added</c>, <c>missing</c>, <c>moved</c>, <c>seal</c> or <c>anchor</c>.</param>
/// <param name="Text">What, where, for an operator.</param>
public sealed record HistoryFinding(string Kind, string Text);

/// <summary>What a verification read and found.</summary>
/// <param name="Unproven">Events of a release before proofs; seals cover them since.</param>
/// <param name="Unsealed">Events after the last seal.</param>
/// <param name="Findings">The first <see cref="HistoryVerification.Told"/>, in the order of the events.</param>
/// <param name="Found">How many there are.</param>
public sealed record HistoryReport(
    long Events, long Streams, long Seals, long Unproven, long Unsealed, IReadOnlyList<HistoryFinding> Findings, long Found)
{
    /// <summary>The restores to an earlier moment that the service has signed.</summary>
    public IReadOnlyList<HistoryRestore> Restores { get; init; } = [];

    /// <summary>Anchors of events that a signed restore left behind: they need no other explanation.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];
}

/// <summary>A seal as finance received it.</summary>
public sealed record HistoryAnchorRead(string Service, long UpTo, long Events, string Digest, DateTimeOffset SealedAt, string Signature);

using Rma.EventSourcing;

namespace Rma.Issuance.Feed;

/// <summary>One revision of a fact that a source system may send again, late, or corrected.</summary>
internal interface IRevised
{
    int Revision { get; }
}

internal static class Revisions
{
    /// <summary>Compares a statement with the known revisions: new, a repeat (ignored), or a contradiction, which is refused.</summary>
    /// <param name="saysTheSame">Whether an earlier statement of the same revision equals the new one, apart from the recording
    /// time.</param>
    public static IEnumerable<TFact> Take<TFact>(IEnumerable<TFact> known, TFact stated, Func<TFact, TFact, bool> saysTheSame)
        where TFact : class, IRevised => known.FirstOrDefault(fact => fact.Revision == stated.Revision) switch
    {
        null => [stated],
        var earlier when saysTheSame(earlier, stated) => [],
        _ => throw new RefusedException(
            "feed.conflict", $"Revision {stated.Revision} of this fact was already stated, and said something else."),
    };
}

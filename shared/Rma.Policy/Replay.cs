namespace Rma.Policy;

/// <summary>Facts together with their question: under the same version they always give the same decision again.</summary>
public interface IDecidable
{
    /// <summary>The kind of question, e.g. <c>authorization</c>, <c>credit</c>, <c>dock</c>; stable.</summary>
    string Question { get; }

    /// <summary>The remedy; null at the dock, which has none.</summary>
    string? Remedy { get; }

    /// <summary>The decisions under a version, in a fixed order: one, or one overall and one per line.</summary>
    /// <exception cref="ArgumentException">This version cannot judge these facts.</exception>
    IReadOnlyList<Decision> DecideUnder(PolicyVersion version);
}

/// <summary>A stored event that contains decisions of the policy with their facts.</summary>
public interface IDecided
{
    /// <summary>The facts and the decisions as they were made; none when a person decided.</summary>
    IEnumerable<DecidedCase> Decided { get; }
}

/// <summary>Facts and the decisions on them.</summary>
/// <param name="Facts">All facts of the decisions.</param>
/// <param name="Decisions">As stored, in the order of <see cref="IDecidable.DecideUnder"/>.</param>
public sealed record DecidedCase(IDecidable Facts, IReadOnlyList<Decision> Decisions)
{
    /// <summary>
    /// The questions in an event that can be decided again: none when a person decided, or when the facts were not stored yet (older
    /// events).
    /// </summary>
    public static IEnumerable<DecidedCase> Of(IDecidable? facts, params IReadOnlyList<Decision> decisions) =>
        facts is null || decisions[0].DecidedBy is not null ? [] : [new(facts, decisions)];

    /// <summary>
    /// Decides again under the stored version; returns the pairs with another answer, which should be none. Sentences are not compared.
    /// </summary>
    public IReadOnlyList<(Decision Stored, Decision Again)> Differences(PolicyBook book)
    {
        var again = Facts.DecideUnder(book.Get(Decisions[0].PolicyVersionId));
        return [.. Decisions.Zip(again).Where(pair => !pair.First.AnswersAs(pair.Second))];
    }
}

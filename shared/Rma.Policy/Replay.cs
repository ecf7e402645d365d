namespace Rma.Policy;

/// <summary>Facts that know the question they answer: with a version they give the same decision again, today or in ten years.</summary>
public interface IDecidable
{
    /// <summary>What was asked, e.g. <c>authorization</c>, <c>credit</c>, <c>dock</c>; stable.</summary>
    string Question { get; }

    /// <summary>The remedy it was about; null at the dock, which asks about none.</summary>
    string? Remedy { get; }

    /// <summary>The decisions under a version, in a fixed order: one, or one a line and one over all.</summary>
    /// <exception cref="ArgumentException">The facts are such that this version cannot judge them.</exception>
    IReadOnlyList<Decision> DecideUnder(PolicyVersion version);
}

/// <summary>A stored event that holds decisions of the policy with the facts they rested on.</summary>
public interface IDecided
{
    /// <summary>The facts, and the decisions as they were made; none where a person decided.</summary>
    IEnumerable<DecidedCase> Decided { get; }
}

/// <summary>Facts, and what was decided on them.</summary>
/// <param name="Facts">Everything the decisions rested on.</param>
/// <param name="Decisions">As stored, in the order of <see cref="IDecidable.DecideUnder"/>.</param>
public sealed record DecidedCase(IDecidable Facts, IReadOnlyList<Decision> Decisions)
{
    /// <summary>
    /// What an event holds to be decided again: nothing where a person decided, nor where the facts were not stored yet (events of before).
    /// </summary>
    public static IEnumerable<DecidedCase> Of(IDecidable? facts, params IReadOnlyList<Decision> decisions) =>
        facts is null || decisions[0].DecidedBy is not null ? [] : [new(facts, decisions)];

    /// <summary>Decides again under the stored version: pairs that differ, which is none.</summary>
    public IReadOnlyList<(Decision Stored, Decision Again)> Differences(PolicyBook book)
    {
        var again = Facts.DecideUnder(book.Get(Decisions[0].PolicyVersionId));
        return [.. Decisions.Zip(again).Where(pair => pair.First != pair.Second)];
    }
}

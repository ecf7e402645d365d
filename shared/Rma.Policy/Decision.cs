using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The three answers the policy knows. <see cref="Refer"/> comes first: an answer nobody set is never a yes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>A person must decide: a fact is missing, or the policy leaves the answer to judgement.</summary>
    Refer,

    /// <summary>The policy says no.</summary>
    No,

    /// <summary>The policy says yes.</summary>
    Yes,
}

/// <summary>A fact a decision rested on, in words; dates as yyyy-MM-dd, instants as ISO 8601 in UTC, amounts in major units.</summary>
/// <param name="Name">What it is, e.g. <c>invoice date</c>.</param>
/// <param name="Value">Its value, written the same way in every culture.</param>
/// <param name="Source">Who said so, e.g. <c>invoice</c>, <c>inspection</c>.</param>
public sealed record Fact(string Name, string Value, string Source);

/// <summary>
/// An explained decision: the answer, the clauses and facts it rests on, and what would change it. Stored inside events; compares
/// by value, lists included, and round-trips through System.Text.Json with default options.
/// </summary>
/// <param name="Outcome">The answer.</param>
/// <param name="PolicyVersionId">The version it was decided under, see <see cref="PolicyBook.Get"/>.</param>
/// <param name="BusinessDate">The policy-local date of the deed that was judged (request, scan, credit decision).</param>
/// <param name="Clauses">The clauses that decided; at least one.</param>
/// <param name="Reason">What a returns desk would say.</param>
/// <param name="Facts">The facts that were known.</param>
/// <param name="MissingFacts">Names of the facts whose absence kept the answer open; none unless it is <see cref="Outcome.Refer"/>.</param>
/// <param name="WouldChange">What would change the answer; null where nothing would, or where nothing need be.</param>
/// <param name="LastDay">The last good local day, inclusive, also where it has passed; null where no day counts.</param>
/// <param name="Anchor">What <paramref name="LastDay"/> was counted from, e.g. <c>invoice date 2026-03-02 + 90 days</c>; null where no day
/// counts.</param>
/// <param name="Zone">IANA zone in which the days are local; null where no day counts.</param>
/// <param name="ExpectedAmount">What is to be paid or charged by this answer, or could be; null where no money moves or it is not known
/// yet.</param>
/// <param name="DecidedBy">The person who decided within the bounds the policy leaves; null when the policy decided.</param>
/// <param name="Overrides">Overrides that lifted a refusal here; null when none did.</param>
public sealed record Decision(
    Outcome Outcome, string PolicyVersionId, DateOnly BusinessDate, ValueList<string> Clauses, string Reason,
    ValueList<Fact> Facts, ValueList<string> MissingFacts, string? WouldChange, DateOnly? LastDay,
    string? Anchor = null, string? Zone = null, Money? ExpectedAmount = null, string? DecidedBy = null, ValueList<Guid>? Overrides = null)
{
    /// <summary>The same decision, saying from what its last day was counted, and in which zone its days are local.</summary>
    internal Decision CountedFrom(PolicyVersion version, string? anchor) =>
        LastDay is null || anchor is null ? this : this with { Anchor = anchor, Zone = version.TimeZone };
}

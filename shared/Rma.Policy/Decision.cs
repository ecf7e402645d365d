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
public sealed record Decision(
    Outcome Outcome, string PolicyVersionId, DateOnly BusinessDate, ValueList<string> Clauses, string Reason,
    ValueList<Fact> Facts, ValueList<string> MissingFacts, string? WouldChange, DateOnly? LastDay);

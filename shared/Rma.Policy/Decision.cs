using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The three answers of the policy. <see cref="Refer"/> comes first, so that an unset answer is never an approval.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>A person must decide: a fact is missing, or the policy leaves the answer to judgement.</summary>
    Refer,

    /// <summary>Denied.</summary>
    No,

    /// <summary>Approved.</summary>
    Yes,
}

/// <summary>A fact of a decision as text; dates as yyyy-MM-dd, instants as ISO 8601 in UTC, amounts in major units.</summary>
/// <param name="Name">What it is, e.g. <c>invoice date</c>.</param>
/// <param name="Value">Its value, written the same way in every culture.</param>
/// <param name="Source">Its source, e.g. <c>invoice</c>, <c>inspection</c>.</param>
public sealed record Fact(string Name, string Value, string Source);

/// <summary>
/// An explained decision: the answer, its clauses and facts, and what would change it.
/// </summary>
/// <remarks>Stored in events; compares by value, including lists, and round-trips through System.Text.Json with default options.</remarks>
/// <param name="Outcome">The answer.</param>
/// <param name="PolicyVersionId">The version it was decided under, see <see cref="PolicyBook.Get"/>.</param>
/// <param name="BusinessDate">The policy-local date of the request, scan or credit decision.</param>
/// <param name="Clauses">The clauses that decided; at least one.</param>
/// <param name="Reason">The reason in words for the returns desk.</param>
/// <param name="Facts">The facts that were known.</param>
/// <param name="MissingFacts">Names of the missing facts that keep the answer open; empty unless it is <see cref="Outcome.Refer"/>.</param>
/// <param name="WouldChange">What would change the answer; null when nothing would, or when no change is needed.</param>
/// <param name="LastDay">The last valid local day, inclusive, even if it has passed; null when no day counts.</param>
/// <param name="Anchor">The start of the period that ends on <paramref name="LastDay"/>, e.g. <c>invoice date 2026-03-02 + 90 days</c>;
/// null when no day counts.</param>
/// <param name="Zone">IANA zone in which the days are local; null when no day counts.</param>
/// <param name="ExpectedAmount">The amount to be paid or charged by this answer, or possibly; null when there is none or it is unknown
/// yet.</param>
/// <param name="DecidedBy">The person who decided within the bounds of the policy; null when the policy decided.</param>
/// <param name="Overrides">Overrides that lifted a refusal here; null when none did.</param>
public sealed record Decision(
    Outcome Outcome, string PolicyVersionId, DateOnly BusinessDate, ValueList<string> Clauses, string Reason,
    ValueList<Fact> Facts, ValueList<string> MissingFacts, string? WouldChange, DateOnly? LastDay,
    string? Anchor = null, string? Zone = null, Money? ExpectedAmount = null, string? DecidedBy = null, ValueList<Guid>? Overrides = null)
{
    /// <summary>
    /// Whether it is the same answer on the same facts. The sentences (<see cref="Reason"/>, <see cref="WouldChange"/> and <see
    /// cref="Anchor"/>) may be written better later; a stored decision keeps those that were read.
    /// </summary>
    public bool AnswersAs(Decision other) => Unworded(this) == Unworded(other);

    private static Decision Unworded(Decision decision) => decision with { Reason = "", WouldChange = null, Anchor = null };

    /// <summary>The same decision with the start of its period and the zone of its days.</summary>
    internal Decision CountedFrom(PolicyVersion version, string? anchor) =>
        LastDay is null || anchor is null ? this : this with { Anchor = anchor, Zone = version.TimeZone };
}

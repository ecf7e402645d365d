using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

// Events of a repair job stream about diagnosis, quote and repair.

/// <summary>The unit was diagnosed, and the policy was applied (clauses W1–W8, O1).</summary>
/// <param name="Answer">One of the kinds of <see cref="RepairAnswer"/>.</param>
/// <param name="Code">Why it is referred; null otherwise.</param>
public sealed record RepairDecided(
    RepairFacts Facts, string Answer, string? Code, Decision Decision, string Findings, string Technician, DateTimeOffset DecidedAt)
    : RepairJobEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);

    /// <summary>Whether another diagnosis has the same content, apart from time and author.</summary>
    internal bool SaysTheSameAs(RepairDecided other) =>
        Findings == other.Findings && Facts with { DecidedOn = other.Facts.DecidedOn,
            Exclusions = [] } == other.Facts with { Exclusions = [] }
        && WithoutFinder(Facts).SequenceEqual(WithoutFinder(other.Facts));

    private static IEnumerable<ExclusionFound> WithoutFinder(RepairFacts facts) =>
        facts.Exclusions.Select(found => found with { FoundBy = null });
}

/// <summary>The coverage that was unknown at issue was determined (clause W7, A-12).</summary>
public sealed record CoverageSettled(CoverageFacts Coverage, string Reason, string SettledBy, DateTimeOffset SettledAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W7];
}

/// <summary>A repair that is not covered was quoted, or quoted again (clauses O1, W6).</summary>
/// <param name="Amount">The sum of the lines, without tax.</param>
/// <param name="RemindAt">When the requester is reminded.</param>
/// <param name="EscalateAt">When an unanswered quote goes to a person.</param>
/// <param name="LinkExpiresAt">When the requester's link expires.</param>
public sealed record RepairQuoted(
    int QuoteVersion, ValueList<QuoteLine> Lines, decimal Amount, string Currency, string QuotedBy, DateTimeOffset QuotedAt,
    DateTimeOffset RemindAt, DateTimeOffset EscalateAt, DateTimeOffset LinkExpiresAt, string PolicyVersion) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.O1, Policy.Clauses.W6];
}

/// <summary>One line of a quote.</summary>
/// <param name="Kind"><c>labour</c> or <c>parts</c> (A-20).</param>
/// <param name="Amount">Positive, in whole minor units of the quote's currency.</param>
public sealed record QuoteLine(string Kind, string Description, decimal Amount);

/// <summary>The quote is still unanswered. Silence is neither approval nor refusal (rule 64).</summary>
public sealed record QuoteReminded(int QuoteVersion, bool Escalated, DateTimeOffset RemindedAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.O1, Policy.Clauses.O3];
}

/// <summary>The requester approved a version of the quote with its amount (clause O1, A-20).</summary>
/// <param name="Evidence">Where the requester's word is found, when the returns desk approved in the requester's name.</param>
public sealed record QuoteApproved(
    int QuoteVersion, decimal Amount, string Currency, string ApprovedBy, DateTimeOffset ApprovedAt, string? Evidence = null)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.O1];
}

/// <summary>The requester declined the quote and wants the unit back (clause O3).</summary>
public sealed record QuoteDeclined(int QuoteVersion, string Reason, string DeclinedBy, DateTimeOffset DeclinedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.O3];
}

/// <summary>The work was done.</summary>
public sealed record UnitRepaired(
    string Resolution, ValueList<string> Parts, int LabourMinutes, string Technician, DateTimeOffset RepairedAt) : RepairJobEvent;

/// <summary>The unit works again, and no customer data is left on its drive (clauses W1, O1, D1).</summary>
public sealed record RepairCompleted(string Resolution, bool Covered, string Technician, DateTimeOffset CompletedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Covered ? Policy.Clauses.W1 : Policy.Clauses.O1, Policy.Clauses.D1];
}

/// <summary>A paid repair of an expired unit grants months of warranty from the day it shipped back (clause O2).</summary>
public sealed record RepairWarrantyGranted(
    RepairWarrantyFacts Facts, Decision Decision, DateOnly From, DateOnly Through, DateTimeOffset GrantedAt)
    : RepairJobEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.CreditCases;

// Everything the stream of a credit case can hold. Stored names are pinned in CreditService: change one only with a mapping.

/// <summary>An event of a credit case.</summary>
public abstract record CreditCaseEvent
{
    private protected CreditCaseEvent() { }
}

/// <summary>What was asked, with everything that was known to whoever asked.</summary>
/// <param name="ReturnId">The return, which is also the case.</param>
/// <param name="AuthorizedAt">When the RMA was issued.</param>
/// <param name="Photos">SHA-256 of each photo of the inspection.</param>
/// <param name="InspectedBy">Whoever inspected the unit does not decide its credit.</param>
/// <param name="Replacement">The order of an advance replacement; null while none was heard of.</param>
/// <param name="ValidThrough">Last good day of the RMA number; known of advance replacements.</param>
/// <param name="Contradictions">Facts of the sale that cannot all be true; null for none.</param>
/// <param name="LicenseActivation">What the asker knew of the code's activation; null where nothing was heard of one.</param>
/// <param name="ReasonCode">Why it came back, in a word of the requester's choice.</param>
/// <param name="Defect">What is wrong with it, in the requester's words.</param>
public sealed record CreditRequest(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool IsLicense,
    DateTimeOffset AuthorizedAt, DateTimeOffset? ArrivedAt, PurchasePaid? Purchase, InspectionFacts? Inspection, ValueList<string> Photos,
    DateTimeOffset RequestedAt, string? Remedy = null, string? InspectedBy = null, ReplacementOrderFacts? Replacement = null,
    DateOnly? ValidThrough = null, bool? FaultFound = null, ValueList<string>? Exclusions = null,
    ValueList<PolicyOverride>? Overrides = null, ValueList<string>? Contradictions = null,
    LicenseActivationKnown? LicenseActivation = null, string? ReasonCode = null, string? Defect = null);

/// <summary>What the asker knew of the activation of a licence (C7, rule 108).</summary>
/// <param name="ActivatedAt">Null when it was taken back.</param>
/// <param name="Revision">Of that knowledge; what is stated by a higher one counts instead.</param>
public sealed record LicenseActivationKnown(DateTimeOffset? ActivatedAt, int Revision);

/// <summary>What was paid, as invoiced, per unit and in the invoice's currency.</summary>
public sealed record PurchasePaid(
    string InvoiceId, DateOnly InvoiceDate, decimal NetPrice, decimal Tax, string Currency, int? InvoiceLine = null);

/// <summary>
/// The facts of a licence were asked for once more, right before its credit is decided: the question may have waited longer than the code
/// stayed unused (rule 108).
/// </summary>
public sealed record CreditFactsAsked(CreditRequest Request, DateTimeOffset AskedAt) : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C7];
}

/// <summary>Somebody entitled chose the restocking fee inside its band; due only if the inspection finds a reason for one.</summary>
/// <param name="Percent">Of the price paid; 15 = 15%.</param>
public sealed record RestockingFeeChosen(decimal Percent, string ChosenBy, string Role, string Reason, DateTimeOffset ChosenAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["C3", "V4"];
}

/// <summary>An analyst made up his mind on a referred case, within what the policy leaves to him (C5, A-44).</summary>
/// <param name="Granted">Price less all fees, without tax; null when he denied.</param>
/// <param name="Photos">SHA-256 of the photos he went by, beside those of the inspection.</param>
public sealed record AnalystDecided(
    Money? Granted, string Reason, ValueList<string> Photos, string DecidedBy, string Role, DateTimeOffset DecidedAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["C5"];
}

/// <summary>A credit was issued, once and finally.</summary>
/// <param name="Lines">What it consists of; they add up to <paramref name="Total"/>.</param>
/// <param name="Net">Price less fees, without tax: what counts towards the lifetime cap (W13).</param>
public sealed record CreditIssued(
    CreditRequest Request, CreditFacts Facts, Guid CreditId, ValueList<CreditLine> Lines, Money Net, Money Total, Decision Decision,
    DateTimeOffset IssuedAt) : CreditCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>No credit, finally.</summary>
/// <param name="Code">The first reason; see <see cref="CreditAssessment.NotEntitled"/>, or <c>credit.denied-by-analyst</c>.</param>
public sealed record CreditDenied(CreditRequest Request, CreditFacts Facts, string Code, Decision Decision, DateTimeOffset DeniedAt)
    : CreditCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>An analyst looked at a credit that rests on a fact which stands no more.</summary>
/// <param name="Outcome"><c>stands</c> or <c>recovered</c>.</param>
public sealed record CreditReviewed(Guid CreditId, string Outcome, string Reason, string ReviewedBy, string Role, DateTimeOffset ReviewedAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W13];
}

/// <summary>The case waits for a fact or an analyst.</summary>
/// <param name="Code">The first reason; see <see cref="CreditAssessment.Referred"/>.</param>
/// <param name="Bounds">What an analyst may grant as things stood then; null while facts it depends on are missing.</param>
public sealed record CreditReferred(
    CreditRequest Request, CreditFacts Facts, string Code, CreditBounds? Bounds, Decision Decision, DateTimeOffset ReferredAt)
    : CreditCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

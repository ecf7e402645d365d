using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.CreditCases;

// All events of a credit case stream. Stored names are pinned in CreditService: change one only with a mapping.

/// <summary>An event of a credit case.</summary>
public abstract record CreditCaseEvent
{
    private protected CreditCaseEvent() { }
}

/// <summary>The credit was requested, with the facts known then.</summary>
/// <param name="ReturnId">The return; also the id of the case.</param>
/// <param name="AuthorizedAt">When the RMA was issued.</param>
/// <param name="Photos">SHA-256 of each photo of the inspection.</param>
/// <param name="InspectedBy">The inspector, who must not decide the credit.</param>
/// <param name="Replacement">The order of an advance replacement; null while none is known.</param>
/// <param name="ValidThrough">Last valid day of the RMA number; set for advance replacements.</param>
/// <param name="Contradictions">Contradicting facts of the sale; null for none.</param>
/// <param name="LicenseActivation">The code's activation as known to the requesting service; null when unknown.</param>
/// <param name="ReasonCode">The reason code given by the requester.</param>
/// <param name="Defect">The defect as described by the requester.</param>
public sealed record CreditRequest(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool IsLicense,
    DateTimeOffset AuthorizedAt, DateTimeOffset? ArrivedAt, PurchasePaid? Purchase, InspectionFacts? Inspection, ValueList<string> Photos,
    DateTimeOffset RequestedAt, string? Remedy = null, string? InspectedBy = null, ReplacementOrderFacts? Replacement = null,
    DateOnly? ValidThrough = null, bool? FaultFound = null, ValueList<string>? Exclusions = null,
    ValueList<PolicyOverride>? Overrides = null, ValueList<string>? Contradictions = null,
    LicenseActivationKnown? LicenseActivation = null, string? ReasonCode = null, string? Defect = null) : Cases.ICaseRequest;

/// <summary>The activation of a license as known to the requesting service (C7, rule 108).</summary>
/// <param name="ActivatedAt">Null when it was withdrawn.</param>
/// <param name="Revision">The revision of the statement; a higher one supersedes it.</param>
public sealed record LicenseActivationKnown(DateTimeOffset? ActivatedAt, int Revision);

/// <summary>The price paid, as invoiced, per unit and in the invoice's currency.</summary>
public sealed record PurchasePaid(
    string InvoiceId, DateOnly InvoiceDate, decimal NetPrice, decimal Tax, string Currency, int? InvoiceLine = null);

/// <summary>
/// The facts of a license were requested again right before the decision: the code may have been activated while the request waited (rule
/// 108).
/// </summary>
public sealed record CreditFactsAsked(CreditRequest Request, DateTimeOffset AskedAt) : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C7];
}

/// <summary>
/// The credit was requested, and another service has not yet said of the return what it must say itself. Nothing is paid until it does.
/// </summary>
/// <param name="Confirmed">Whether the facts of the request are current.</param>
/// <param name="Missing"><c>announcement</c> (by issuance), <c>receipt</c> (by receiving).</param>
public sealed record CreditHeld(CreditRequest Request, bool Confirmed, ValueList<string> Missing, DateTimeOffset HeldAt) : CreditCaseEvent;

/// <summary>
/// An authorized person chose the restocking fee inside its band; due only if the inspection finds a reason for one.
/// </summary>
/// <param name="Percent">Of the price paid; 15 = 15%.</param>
public sealed record RestockingFeeChosen(decimal Percent, string ChosenBy, string Role, string Reason, DateTimeOffset ChosenAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C3, Policy.Clauses.V4];
}

/// <summary>
/// An analyst wants to grant more than one person may grant alone (a house rule beside C5): it waits for a second one who grants the same.
/// </summary>
/// <param name="Net">Price less all fees, without tax.</param>
/// <param name="Limit">What one person may grant alone.</param>
public sealed record CreditGrantProposed(
    Money Net, Money Limit, string Reason, ValueList<string> Photos, string ProposedBy, string Role, DateTimeOffset ProposedAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C5];
}

/// <summary>An analyst decided a referred case, within the bounds of the policy (C5, A-44).</summary>
/// <param name="Granted">Price less all fees, without tax; null when denied.</param>
/// <param name="Photos">SHA-256 of the photos used for the decision, besides those of the inspection.</param>
public sealed record AnalystDecided(
    Money? Granted, string Reason, ValueList<string> Photos, string DecidedBy, string Role, DateTimeOffset DecidedAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C5];
}

/// <summary>A credit was issued, once and finally.</summary>
/// <param name="Lines">The lines; they add up to <paramref name="Total"/>.</param>
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

/// <summary>The credit was denied, finally.</summary>
/// <param name="Code">The first reason; see <see cref="CreditAssessment.NotEntitled"/>, or <c>credit.denied-by-analyst</c>.</param>
public sealed record CreditDenied(CreditRequest Request, CreditFacts Facts, string Code, Decision Decision, DateTimeOffset DeniedAt)
    : CreditCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>An analyst reviewed a credit that is based on a corrected fact.</summary>
/// <param name="Outcome"><c>stands</c> or <c>recovered</c>.</param>
public sealed record CreditReviewed(Guid CreditId, string Outcome, string Reason, string ReviewedBy, string Role, DateTimeOffset ReviewedAt)
    : CreditCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W13];
}

/// <summary>The case was referred: it waits for a fact or an analyst.</summary>
/// <param name="Code">The first reason; see <see cref="CreditAssessment.Referred"/>.</param>
/// <param name="Bounds">What an analyst could grant at that time; null while required facts are missing.</param>
public sealed record CreditReferred(
    CreditRequest Request, CreditFacts Facts, string Code, CreditBounds? Bounds, Decision Decision, DateTimeOffset ReferredAt)
    : CreditCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

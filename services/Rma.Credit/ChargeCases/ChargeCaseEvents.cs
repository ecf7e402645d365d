using System.Text.Json.Serialization;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.ChargeCases;

// All events of a charge case stream. Stored names are pinned in CreditService: change one only with a mapping.

/// <summary>An event of a charge case.</summary>
public abstract record ChargeCaseEvent
{
    private protected ChargeCaseEvent() { }
}

/// <summary>The charge was requested, with the facts known then.</summary>
/// <param name="ReturnId">The return; also the id of the case.</param>
/// <param name="Currency">Currency of fees when no invoice is known.</param>
/// <param name="InspectedBy">The inspector, who must not decide the charge.</param>
public sealed record ChargeRequest(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, string Remedy,
    PurchasePaid? Purchase, ValueList<string> MissingAccessories, bool NoFaultFound, QuotedRepair? ApprovedQuote, bool QuoteDeclined,
    bool Diagnosed, bool Covered, FreightFacts? Freight, string? Currency, DateTimeOffset RequestedAt,
    ValueList<PolicyOverride>? Overrides = null, string? InspectedBy = null) : Cases.ICaseRequest;

/// <summary>
/// An authorized person chose the restocking fee of an exchange inside its band (T5, A-33); due only if the inspection finds a reason for
/// one.
/// </summary>
/// <param name="Percent">Of the price paid; 15 = 15%.</param>
public sealed record ChargeFeeChosen(decimal Percent, string ChosenBy, string Role, string Reason, DateTimeOffset ChosenAt)
    : ChargeCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.T5];
}

/// <summary>A charge was raised, once and finally.</summary>
/// <param name="Lines">The lines; they add up to <paramref name="Total"/>.</param>
public sealed record ChargeRaised(
    ChargeRequest Request, ChargeFacts Facts, Guid ChargeId, ValueList<ChargeLine> Lines, Money Total, Decision Decision,
    DateTimeOffset RaisedAt)
    : ChargeCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>Nothing is due, finally: no clause, no charge; or it was waived.</summary>
public sealed record NoChargeDue(ChargeRequest Request, ChargeFacts Facts, Decision Decision, DateTimeOffset DecidedAt)
    : ChargeCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>The case was referred: it waits for a fact or an analyst.</summary>
/// <param name="Code">The first reason; see <see cref="ChargeAssessment.Referred"/>.</param>
/// <param name="Known">The lines whose amounts are known: the maximum an analyst may charge for each.</param>
public sealed record ChargeReferred(
    ChargeRequest Request, ChargeFacts Facts, string Code, ValueList<ChargeLine> Known, Decision Decision, DateTimeOffset ReferredAt)
    : ChargeCaseEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>An analyst decided a referred charge.</summary>
/// <param name="Charged">The charged lines; empty when it was waived.</param>
public sealed record ChargeDecided(ValueList<ChargeLine> Charged, string Reason, string DecidedBy, string Role, DateTimeOffset DecidedAt)
    : ChargeCaseEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [.. Charged.Select(line => line.Clause).Distinct()];
}

using System.Text.Json;

namespace Rma.Console.Pages;

/// <summary>A case in the list of credits or of charges, as credit shows it.</summary>
public sealed record CaseRow(
    Guid? CreditCaseId, Guid? ChargeCaseId, string RmaNumber, int Line, string AccountId, string SerialNumber, string State, string? Code,
    string Reason, DateTimeOffset RequestedAt)
{
    /// <summary>Where it is decided.</summary>
    public string Address => CreditCaseId is { } id ? $"{WorkPages.Credit}/{id}" : $"{WorkPages.Credit}/charges/{ChargeCaseId}";
}

/// <summary>The price that was paid.</summary>
public sealed record PaidPrice(string InvoiceId, DateOnly InvoiceDate, decimal NetPrice, decimal Tax, string Currency);

/// <summary>What an inspection saw, as credit has it.</summary>
public sealed record CreditInspection(
    bool RetailBoxOpened, bool FactorySealBroken, bool EnclosureOpened, string[] MissingAccessories, string SerialLabel,
    bool CosmeticDamage, bool InternalDamage, string? Note);

/// <summary>What a credit or a charge was asked for.</summary>
public sealed record CaseAsked(
    Guid ReturnId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, PaidPrice? Purchase,
    CreditInspection? Inspection, string[]? Photos, DateTimeOffset RequestedAt, string? Remedy, string? InspectedBy, string? Defect,
    string[]? Exclusions)
{
    /// <summary>What its inspection saw; null for none.</summary>
    internal SeenCondition? Seen => Inspection is not { } seen ? null : new(
        InspectedBy, null, seen.RetailBoxOpened, seen.FactorySealBroken, seen.EnclosureOpened, seen.MissingAccessories,
        JsonNamingPolicy.CamelCase.ConvertName(seen.SerialLabel), seen.CosmeticDamage, seen.InternalDamage, seen.Note, Photos, Exclusions);
}

/// <summary>What an analyst may grant.</summary>
public sealed record GrantBounds(Policy.Money Minimum, Policy.Money Maximum);

/// <summary>A fee that was chosen.</summary>
public sealed record ChosenFee(decimal Percent, string ChosenBy, string Reason);

/// <summary>What was credited.</summary>
public sealed record IssuedCredit(Policy.CreditLine[] Lines, Policy.Money Net, Policy.Money Total);

/// <summary>A grant that waits for a second analyst.</summary>
public sealed record Proposal(Policy.Money Net, Policy.Money Limit, string Reason, string ProposedBy);

/// <summary>A credit case with all known data.</summary>
public sealed record CreditCase(
    string State, CaseAsked? Request, string? Code, DecisionInWords? Decision, GrantBounds? Bounds, ChosenFee? Fee, IssuedCredit? Credit,
    string? NextAction, StoredLine[] Timeline)
{
    /// <summary>The last grant that waits for somebody else; null for none.</summary>
    internal Proposal? Proposal => Timeline.LastOrDefault(line => line.What == "credit_grant_proposed") is { } line
        ? line.Details.Deserialize<Proposal>(JsonSerializerOptions.Web) : null;
}

/// <summary>A charge case with all known data.</summary>
public sealed record ChargeCase(
    string State, CaseAsked Request, string? Code, DecisionInWords Decision, Policy.ChargeLine[]? Known, Policy.ChargeLine[]? Lines,
    Policy.Money? Total, string? NextAction, StoredLine[] Timeline);

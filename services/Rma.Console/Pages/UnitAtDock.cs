namespace Rma.Console.Pages;

/// <summary>A received unit, as receiving shows it.</summary>
public sealed record UnitAtDock(
    Guid ReturnId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, string[] Accessories, Guid ParcelId,
    string Site, string State, DateTimeOffset ReceivedAt, string? InspectedBy, DateTimeOffset? InspectedAt, bool? RetailBoxOpened,
    bool? FactorySealBroken, bool? EnclosureOpened, string[]? MissingAccessories, string? SerialLabel, bool? CosmeticDamage,
    bool? InternalDamage, string? Note, string[]? Photos, string[]? Exclusions, string? Defect)
{
    /// <summary>What its inspection saw.</summary>
    internal SeenCondition Seen => new(
        InspectedBy, InspectedAt, RetailBoxOpened, FactorySealBroken, EnclosureOpened, MissingAccessories, SerialLabel, CosmeticDamage,
        InternalDamage, Note, Photos, Exclusions);
}

/// <summary>What the page needs of a parcel, as receiving shows it.</summary>
internal sealed record ParcelAtDock(string[] Photos);

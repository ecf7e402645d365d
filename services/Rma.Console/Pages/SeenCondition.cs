namespace Rma.Console.Pages;

/// <summary>What an inspection saw, as pages show it.</summary>
public sealed record SeenCondition(
    string? By, DateTimeOffset? At, bool? RetailBoxOpened, bool? FactorySealBroken, bool? EnclosureOpened, string[]? MissingAccessories,
    string? SerialLabel, bool? CosmeticDamage, bool? InternalDamage, string? Note, string[]? Photos, string[]? Exclusions);

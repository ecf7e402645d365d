namespace Rma.Contracts.Receiving.V1;

/// <summary>The state of a unit as inspected.</summary>
/// <param name="RetailBoxOpened">Open-box in the sense of clause C3.</param>
/// <param name="EnclosureOpened">Opened in the sense of clause W3.</param>
/// <param name="MissingAccessories">Of the bill of accessories.</param>
/// <param name="SerialLabel"><c>intact</c>, <c>missing</c>, <c>altered</c> or <c>unreadable</c> (clause W4).</param>
/// <param name="CosmeticDamage">From improper use or mishandling (clause C5).</param>
/// <param name="Exclusions">
/// Warranty exclusions besides enclosure and label (clauses W3–W5): <c>altered</c>, <c>foreign-components</c>,
/// <c>improper-installation</c>, <c>tampered</c>, <c>fire</c>, <c>flood</c>, <c>lightning</c>, <c>surge</c>, <c>earthquake</c>,
/// <c>act-of-god</c>, and <c>other</c>, which a second person confirmed.
/// </param>
/// <param name="Photos">SHA-256 of each photo, lower-case hex.</param>
/// <param name="FactorySealBroken">Whether the seal of the maker is broken.</param>
/// <param name="InternalDamage">Damage inside.</param>
/// <param name="Note">What the inspector wrote; null when nothing.</param>
public sealed record UnitCondition(
    bool RetailBoxOpened, bool FactorySealBroken, bool EnclosureOpened, string[] MissingAccessories, string SerialLabel,
    bool CosmeticDamage, bool InternalDamage, string? Note, string[] Photos, string[]? Exclusions = null);

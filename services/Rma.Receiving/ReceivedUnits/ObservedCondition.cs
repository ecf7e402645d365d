using Rma.Contracts.Receiving;
using Rma.ServiceDefaults;
using System.Text.Json.Serialization;
using Rma.Policy;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>The findings of an inspection as the dock stores them. Facts, not conclusions; decisions are made elsewhere.</summary>
public sealed record ObservedCondition : InspectedCondition
{
    /// <summary>One of <see cref="Contracts.Receiving.SerialLabels"/> (clause W4).</summary>
    public required string SerialLabel { get; init; }

    /// <summary>SHA-256 of each photo, lower-case hex, sorted.</summary>
    [JsonPropertyOrder(Besides)]
    public required ValueList<string> Photos { get; init; }

    /// <summary>Warranty exclusions (W3–W5), sorted; null when none were found.</summary>
    [JsonPropertyOrder(Besides)]
    public ValueList<string>? Exclusions { get; init; }

    /// <summary>An exclusion that the policy does not name, in words; a second person has to confirm it (W5, A-15).</summary>
    [JsonPropertyOrder(Besides)]
    public string? OtherExclusion { get; init; }

    /// <summary>As the inspector sent it.</summary>
    internal static ObservedCondition Of(InspectUnitRequest said, ValueList<string> photos) => new()
    {
        RetailBoxOpened = said.RetailBoxOpened, FactorySealBroken = said.FactorySealBroken, EnclosureOpened = said.EnclosureOpened,
        MissingAccessories = [.. said.MissingAccessories.Select(name => name.Trim())], SerialLabel = said.SerialLabel,
        CosmeticDamage = said.CosmeticDamage, InternalDamage = said.InternalDamage, Note = Given(said.Note),
        Photos = photos, OtherExclusion = Given(said.OtherExclusion),
        Exclusions = said.Exclusions is { Length: > 0 } codes
            ? [.. codes.Select(code => code.Trim()).Distinct().Order(StringComparer.Ordinal)] : null,
    };

    /// <summary>As the other services hear of it.</summary>
    internal V1.UnitCondition ToMessage() => new(
        RetailBoxOpened, FactorySealBroken, EnclosureOpened, [.. MissingAccessories], SerialLabel, CosmeticDamage, InternalDamage, Note,
        [.. Photos], [.. Exclusions ?? [], .. OtherExclusion is null ? Array.Empty<string>() : [Policy.Exclusions.Other]]);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <param name="SerialLabel"><c>intact</c>, <c>missing</c>, <c>altered</c> or <c>unreadable</c>.</param>
/// <param name="Photos">SHA-256 of photos uploaded before.</param>
/// <param name="Exclusions">
/// <c>act-of-god</c>, <c>altered</c>, <c>earthquake</c>, <c>fire</c>, <c>flood</c>, <c>foreign-components</c>,
/// <c>improper-installation</c>,
/// <c>lightning</c>, <c>surge</c>, <c>tampered</c> (clauses W3–W5).
/// </param>
/// <param name="OtherExclusion">Another one, in words; a second person has to agree (W5, A-15).</param>
public sealed record InspectUnitRequest(
    bool RetailBoxOpened, bool FactorySealBroken, bool EnclosureOpened, string[] MissingAccessories,
    [OneOf(typeof(SerialLabels))] string SerialLabel, bool CosmeticDamage, bool InternalDamage, string? Note = null,
    string[]? Photos = null, string[]? Exclusions = null, string? OtherExclusion = null);

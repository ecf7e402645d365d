using System.Globalization;
using System.Text.Json;

namespace Rma.Policy;

/// <summary>
/// The ISO 4217 currencies with their minor units, independent of policy versions. Source: <c>Data/iso-4217.json</c> (A-45).
/// </summary>
public static class Currencies
{
    /// <summary>Decimal places of each currency's minor unit, by code; includes recently withdrawn currencies.</summary>
    public static IReadOnlyDictionary<string, int> MinorUnits { get; } = Read();

    /// <summary>Whether a text is such a code, in upper case.</summary>
    public static bool IsKnown(string? code) => code is not null && MinorUnits.ContainsKey(code);

    /// <summary>For display, with the currency's decimal places: <c>USD 145.50</c>, <c>JPY 100</c>.</summary>
    public static string Show(decimal amount, string currency) => MinorUnits.TryGetValue(currency, out var places)
        ? string.Create(CultureInfo.InvariantCulture, $"{currency} {new Money(amount, currency).Rounded(places).Amount}")
        : string.Create(CultureInfo.InvariantCulture, $"{currency} {amount}");

    private static System.Collections.ObjectModel.ReadOnlyDictionary<string, int> Read()
    {
        using var stream = typeof(Currencies).Assembly.GetManifestResourceStream("Data/iso-4217.json")!;
        var written = JsonSerializer.Deserialize<Written>(stream, JsonSerializerOptions.Web)!;
        return written.MinorUnits.Concat(written.Withdrawn).ToDictionary(StringComparer.Ordinal).AsReadOnly();
    }

    private sealed record Written(string Source, Dictionary<string, int> MinorUnits, Dictionary<string, int> Withdrawn);
}

using System.Text.RegularExpressions;

namespace Rma.Policy.Scanning;

/// <summary>The serial number of a unit as read by a scanner or a person.</summary>
/// <param name="Serial">The best reading; null when there is none, or when there are two different ones.</param>
/// <param name="Readings">Possible readings, the given text first: a reading before the best one only counts when a unit with that number
/// is expected.</param>
/// <param name="Gtin">Trade item number on the same label; null when it has none.</param>
/// <param name="PartNumber">The supplier's item on the same label (data identifier 1P, application identifier 241 or 240); null when it has
/// none.</param>
public sealed partial record SerialReading(string? Serial, ValueList<string> Readings, string? Gtin = null, string? PartNumber = null)
{
    /// <summary>Longest serial number of the platform.</summary>
    public const int MaximumLength = 64;

    private static readonly string[] SerialIdentifiers = ["21", "S", "SER"];
    private static readonly string[] PartIdentifiers = ["1P", "241", "240", "PNO"];

    /// <summary>
    /// Reads a text: as it is, without additions of the scanner, and from a structured label (application identifier 21, data identifier
    /// S).
    /// </summary>
    public static SerialReading Of(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return new(null, []);
        var clean = ScannerText.Clean(raw);
        var (symbology, text) = ScannerText.SplitSymbology(clean);
        text = ScannerText.WithoutStars(text);
        var elements = LabelElements.Of(symbology, text);
        text = text.Trim(ScannerText.Separator, ScannerText.FormatSeparator, ' ');
        string[] named = [.. elements.Where(element => SerialIdentifiers.Contains(element.Identifier)).Select(element => element.Value)
            .Where(IsSerial).Distinct()];
        var labelled = Label().Match(text) is { Success: true } label ? label.Groups[1].Value.Trim() : null;
        var best = elements.Count > 0 ? (named.Length == 1 ? named[0] : null) : labelled ?? text;
        string?[] readings = [raw.Trim(' ', '\t', '\r', '\n'), clean, text, labelled, ScannerText.WithoutCodabar(text), .. named.Length == 1
            ? named : []];
        return new(
            best is not null && IsSerial(best) ? best : null, [.. readings.OfType<string>().Where(IsSerial).Distinct()],
            elements.Where(element => element.Identifier == "01" && LabelElements.IsGtin(element.Value)).Select(element => element.Value)
                .FirstOrDefault(),
            elements.Where(element => PartIdentifiers.Contains(element.Identifier) && element.Value.Length is > 0 and <= MaximumLength)
                .Select(element => element.Value).FirstOrDefault());
    }

    private static bool IsSerial(string text) => text.Length is >= 1 and <= MaximumLength && !text.Any(char.IsControl);

    // "S/N: X", "Serial No. X": common prefixes of a serial number.
    [GeneratedRegex(
        @"^(?:S\s*/\s*N|SN|SER(?:IAL)?(?:\s*(?:NO|NR|NUM(?:BER)?)\b\.?)?)\s*[.:#=]+\s*(\S.*)$" +
        @"|^SERIAL\s+(?:NO|NR|NUMBER)\b\.?\s*[:#]?\s*(?<1>\S.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Label();
}

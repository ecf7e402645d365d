using System.Globalization;
using System.Text.RegularExpressions;

namespace Rma.Policy.Scanning;

/// <summary>One named value of a label.</summary>
/// <param name="Identifier">A GS1 application identifier (<c>21</c>), or an ANSI data identifier (<c>S</c>).</param>
internal readonly record struct LabelElement(string Identifier, string Value);

/// <summary>
/// Parses a structured label: a GS1 element string with or without its separators, its human-readable form with parentheses, a GS1 Digital
/// Link, or an ISO 15434 message. Other text has no elements: a serial number that begins with 21 is not split.
/// </summary>
internal static partial class LabelElements
{
    private static readonly string[] Gs1Symbologies = ["]C1", "]e0", "]d2", "]Q3", "]J1", "]I1"];

    /// <summary>The elements of a cleaned text, in order; none when it is not structured or not complete.</summary>
    public static IReadOnlyList<LabelElement> Of(string? symbology, string text)
    {
        if (text.StartsWith("[)>", StringComparison.Ordinal)) return OfMessage(text);
        if (DigitalLink().IsMatch(text)) return OfLink(text);
        if (Parenthesised().Matches(text) is { Count: > 0 } pairs && pairs[0].Index == 0)
            return [.. pairs.Select(pair => new LabelElement(pair.Groups[1].Value, Trimmed(pair.Groups[2].Value)))];
        var isMarked = Gs1Symbologies.Contains(symbology) || text.Contains(ScannerText.Separator);
        return isMarked || StartsWithGtin(text) ? OfElementString(text.Trim(ScannerText.Separator)) : [];
    }

    // Elements of a fixed length follow each other directly; the others end at a separator or at the end. Anything else is not an element
    // string.
    private static List<LabelElement> OfElementString(string text)
    {
        var elements = new List<LabelElement>();
        for (var rest = text; rest.Length > 0;)
        {
            rest = rest.TrimStart(ScannerText.Separator);
            var identifier = LengthOfIdentifier(rest) is { } length && rest.Length > length ? rest[..length] : null;
            if (identifier is null || !identifier.All(char.IsAsciiDigit)) return [];
            rest = rest[identifier.Length..];
            var end = LengthOfValue(identifier)
                ?? (rest.IndexOf(ScannerText.Separator) is >= 0 and var separator ? separator : rest.Length);
            if (end == 0 || end > rest.Length) return [];
            elements.Add(new(identifier, Trimmed(rest[..end])));
            rest = rest[end..].TrimStart(ScannerText.Separator);
        }

        return elements;
    }

    // The first two digits determine the length of an identifier (GS1 General Specifications, table of element strings).
    private static int? LengthOfIdentifier(string text) =>
        text.Length < 2 || !int.TryParse(text.AsSpan(0, 2), CultureInfo.InvariantCulture, out var start) ? null : start switch
    {
        <= 4 or (>= 10 and <= 22) or 30 or 37 or >= 90 => 2,
        23 or 24 or 25 or 40 or 41 or 42 or 71 => 3,
        (>= 31 and <= 36) or 39 or 43 or 70 or 72 or 80 or 81 or 82 => 4,
        _ => null,
    };

    private static int? LengthOfValue(string identifier) => identifier[..2] switch
    {
        "00" => 18, "01" or "02" or "03" => 14, "04" => 16, "20" => 2, "41" => 13,
        "11" or "12" or "13" or "14" or "15" or "16" or "17" or "18" or "19" => 6,
        "31" or "32" or "33" or "34" or "35" or "36" => 6,
        _ => null,
    };

    // [)> RS, then formats that end with RS: 05 has application identifiers, 06 data identifiers, 12 text identifiers.
    private static List<LabelElement> OfMessage(string text)
    {
        var elements = new List<LabelElement>();
        foreach (var format in text[3..].Split(ScannerText.FormatSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = format.Split(ScannerText.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length == 0) continue;
            elements.AddRange(parts[0] switch
            {
                "05" => parts.Skip(1).SelectMany(part => OfElementString(part)),
                "06" => parts.Skip(1).Select(part => DataIdentifier().Match(part)).Where(match => match.Success)
                    .Select(match => new LabelElement(match.Groups[1].Value, match.Groups[2].Value.Trim())),
                "12" => parts.Skip(1).Select(part => TextIdentifier().Match(part)).Where(match => match.Success)
                    .Select(match => new LabelElement(match.Groups[1].Value, match.Groups[2].Value.Trim())),
                _ => [],
            });
        }

        return elements;
    }

    // …/01/09506000134352/21/S1?17=…: pairs from the first known key on, then the query.
    private static List<LabelElement> OfLink(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var link)) return [];
        var path = link.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var first = Array.FindIndex(path, part => part is "01" or "8006" or "8004" or "00");
        var elements = new List<LabelElement>();
        for (var i = first; i >= 0 && i + 1 < path.Length; i += 2)
            if (path[i].All(char.IsAsciiDigit)) elements.Add(new(path[i], path[i + 1].Trim()));
        foreach (var pair in link.Query.TrimStart('?').Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)))
            if (pair.Length == 2 && first >= 0 && pair[0].Length is >= 2 and <= 4 && pair[0].All(char.IsAsciiDigit))
                elements.Add(new(pair[0], Uri.UnescapeDataString(pair[1])));
        return elements;
    }

    // Without a symbology identifier, only a complete trade item number with a correct check digit marks the start of an element string.
    private static bool StartsWithGtin(string text) =>
        text.Length > 16 && text.StartsWith("01", StringComparison.Ordinal) && text.AsSpan(2, 14).IndexOfAnyExceptInRange('0', '9') < 0
            && IsGtin(text.Substring(2, 14));

    /// <summary>Whether 14 digits are a trade item number: the last one is their check digit.</summary>
    internal static bool IsGtin(string digits) =>
        digits.Length == 14 && EndsWithCheckDigit(digits);

    /// <summary>Whether the last one of an even number of digits is the check digit of those before it (GS1).</summary>
    internal static bool EndsWithCheckDigit(string digits) =>
        digits.All(char.IsAsciiDigit) && digits.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 3 : 1)).Sum() % 10 == 0;

    private static string Trimmed(string value) => value.Trim(' ', ScannerText.Separator, ScannerText.FormatSeparator);

    [GeneratedRegex(@"^https?://", RegexOptions.IgnoreCase)]
    private static partial Regex DigitalLink();

    [GeneratedRegex(@"\((\d{2,4})\)([^(]*(?:\((?!\d{2,4}\))[^(]*)*)")]
    private static partial Regex Parenthesised();

    [GeneratedRegex(@"^([0-9]{0,3}[A-Z])(.+)$", RegexOptions.Singleline)]
    private static partial Regex DataIdentifier();

    [GeneratedRegex(@"^([A-Z]{3})\s+(.+)$", RegexOptions.Singleline)]
    private static partial Regex TextIdentifier();
}

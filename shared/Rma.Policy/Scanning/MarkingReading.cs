using System.Text.RegularExpressions;

namespace Rma.Policy.Scanning;

/// <summary>
/// Finds RMA or ticket numbers in the text of a scanner or a person. A number needs a correct check symbol, and a text is only searched
/// where something marks a number: its prefix, a word before it, the dash before its check symbol, or when there is nothing else.
/// </summary>
internal static partial class MarkingReading
{
    private const string Symbol = "[2-9A-HJKMNP-Z]";

    // Elements that may hold a number without its prefix: order and consignment numbers, and company-internal data.
    private static readonly string[] OwnIdentifiers =
        ["400", "401", "K", "1K", "Z", "1Z", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99"];

    /// <summary>The different well-formed numbers; may be empty.</summary>
    public static IReadOnlyList<RmaNumber> Of(string raw)
    {
        var (symbology, text) = ScannerText.SplitSymbology(ScannerText.Clean(raw));
        text = ScannerText.WithoutCodabar(ScannerText.WithoutStars(text));
        var alone = text.Trim(ScannerText.Separator, ScannerText.FormatSeparator, ' ');
        if (!alone.Contains(ScannerText.Separator) && RmaNumber.TryRead(alone, out var whole)) return [whole];
        var elements = LabelElements.Of(symbology, text);
        var found = elements.Count > 0
            ? elements.SelectMany(element =>
                OwnIdentifiers.Contains(element.Identifier) && RmaNumber.TryRead(element.Value, out var own) ? [own]
                : Numbers(element.Value))
            : text.Split(ScannerText.Separator, ScannerText.FormatSeparator).SelectMany(Numbers);
        return [.. found.Distinct()];
    }

    private static IEnumerable<RmaNumber> Numbers(string text)
    {
        var isLink = Link().IsMatch(text);
        var letters = isLink ? Unescaped(text).ToUpperInvariant() : text.ToUpperInvariant();
        foreach (var pattern in isLink ? [Prefixed()] : new[] { Prefixed(), AfterWord(), Dashed() })
        {
            foreach (Match match in pattern.Matches(letters))
            {
                var isTicket = match.Groups["kind"].Value is "TKT" or "TICKET";
                if (RmaNumber.TryRead($"{(isTicket ? "TKT" : "RMA")}-{Plain(match.Groups["symbols"].Value)}", out var number))
                    yield return number;
            }
        }
    }

    private static string Plain(string symbols) => string.Concat(symbols.Where(char.IsAsciiLetterOrDigit));

    private static string Unescaped(string link) => Uri.UnescapeDataString(link);

    [GeneratedRegex("^[A-Z][A-Z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    // RMA-XXXXXX-C, RMAXXXXXXC, RMA XXX XXX C, TKT_XXXXXX_C
    [GeneratedRegex($@"(?<![A-Z0-9])(?<kind>RMA|TKT)[\s\p{{Pd}}_.]*(?<symbols>(?:{Symbol}[\s\p{{Pd}}_.]*){{6}}{Symbol})(?![A-Z0-9])",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Prefixed();

    // RMA #XXXXXX-C, RMA No.: …, R.M.A. number …, Ticket …, Return authorization: …
    [GeneratedRegex(
        $@"(?<![A-Z0-9])(?<kind>R\.?M\.?A|TKT|TICKET|R\.?A|RETURN\s+AUTHORI[SZ]ATION|AUTHORI[SZ]ATION)(?![A-Z0-9])[\s\p{{P}}\p{{S}}]*"
        + $@"((NO|NR|NUM|NUMBER|NUMMER|NUMERO|ID|CODE|REF|REFERENCE|IS)(?![A-Z0-9])[\s\p{{P}}\p{{S}}]*){{0,3}}"
        + $@"(?<symbols>(?:{Symbol}[\s\p{{Pd}}_.]*){{6}}{Symbol})(?![A-Z0-9])", RegexOptions.ExplicitCapture)]
    private static partial Regex AfterWord();

    // XXXXXX-C among other words
    [GeneratedRegex($@"(?<![A-Z0-9\p{{Pd}}])(?<symbols>{Symbol}{{6}}\s?\p{{Pd}}\s?{Symbol})(?![A-Z0-9\p{{Pd}}])",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Dashed();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rma.Policy.Scanning;

/// <summary>Cleans the text of a scanner: removes invisible characters and keeps separators.</summary>
internal static partial class ScannerText
{
    /// <summary>Between the elements of a label; GS1 calls it FNC1.</summary>
    public const char Separator = '\u001D';

    /// <summary>Between the formats of an ISO 15434 message.</summary>
    public const char FormatSeparator = '\u001E';

    /// <summary>
    /// The text without invisible characters (BOM, zero-width, bidirectional marks), with compatibility forms normalized (full width, №),
    /// separators written as words or symbols replaced by separators, and other control characters replaced by blanks.
    /// </summary>
    public static string Clean(string raw)
    {
        var kept = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                    or UnicodeCategory.Surrogate: break;
                case UnicodeCategory.Control when rune.Value is Separator or FormatSeparator: kept.Append((char)rune.Value); break;
                // the end of a transmission ends a format
                case UnicodeCategory.Control when rune.Value == 0x04: kept.Append(FormatSeparator); break;
                case UnicodeCategory.Control: kept.Append(' '); break;
                default: kept.Append(rune.ToString()); break;
            }
        }

        var plain = kept.ToString().Normalize(NormalizationForm.FormKC);
        plain = WrittenSeparator().Replace(plain, Separator.ToString());
        plain = WrittenFormatSeparator().Replace(plain, FormatSeparator.ToString());
        return plain.Trim(' ');
    }

    /// <summary>Splits off an AIM symbology identifier such as <c>]C1</c>; null when there is none.</summary>
    public static (string? Symbology, string Text) SplitSymbology(string clean) =>
        Symbology().Match(clean) is { Success: true } found ? (found.Value, clean[found.Length..].Trim(' ')) : (null, clean);

    /// <summary>Without the start and stop characters that some scanners send with Code 39: <c>*…*</c>.</summary>
    public static string WithoutStars(string text) =>
        Stars().Match(text) is { Success: true } framed ? framed.Groups[1].Value.Trim(' ') : text;

    /// <summary>
    /// Without the start and stop letters that some scanners send with Codabar, around digits: <c>A…B</c>. They may also be part of the
    /// number.
    /// </summary>
    public static string WithoutCodabar(string text) => Codabar().Match(text) is { Success: true } framed ? framed.Groups[1].Value : text;

    [GeneratedRegex(@"^\][A-Za-z][0-9A-Za-z]")]
    private static partial Regex Symbology();

    [GeneratedRegex(@"^\*([^*]+)\*$")]
    private static partial Regex Stars();

    [GeneratedRegex(@"^[A-Da-d]([0-9\-$:/.+]+)[A-Da-d]$")]
    private static partial Regex Codabar();

    [GeneratedRegex(@"\u241D|<GS>|\{GS\}|\[GS\]|<FNC1>|\{FNC1\}|\^\]|\\u001[dD]|\\x1[dD]")]
    private static partial Regex WrittenSeparator();

    [GeneratedRegex(@"\u241E|\u2404|<RS>|\{RS\}|\[RS\]|<EOT>|\{EOT\}|\[EOT\]|\^\^")]
    private static partial Regex WrittenFormatSeparator();
}

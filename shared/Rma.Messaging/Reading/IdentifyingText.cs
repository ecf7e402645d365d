using System.Globalization;
using System.Text;

namespace Rma.Messaging;

/// <summary>
/// Which characters an identifying text (serial number, account, order, client) may hold. Two such texts that look the same must be the
/// same, so invisible characters are not allowed.
/// </summary>
public static class IdentifyingText
{
    /// <summary>The maximum length of an identifying text, in characters.</summary>
    public const int MaximumLength = 64;

    // Blank or ignorable on paper although Unicode classes them as letters, marks or symbols; and the replacement character.
    private static readonly HashSet<int> Unseen = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0xFFFD];

    /// <summary>The fault of an identifying text, e.g. <c>an invisible character (U+FEFF)</c>; null = none.</summary>
    public static string? Fault(ReadOnlySpan<char> text) =>
        Fault(text, static rune => OfKind(rune) ?? (IsOddBlank(rune) ? "an unusual blank" : null));

    /// <summary>The fault of the name of a caller, which is written to logs and events: 1 to 64 such characters; null = none.</summary>
    public static string? FaultOfCaller(ReadOnlySpan<char> name) =>
        name.Length is 0 or > 64 ? $"{name.Length} characters instead of 1 to 64" : Fault(name);

    /// <summary>
    /// The fault of a display name (of an account, a product, an accessory): as above, but every kind of blank is allowed.
    /// </summary>
    public static string? FaultOfName(ReadOnlySpan<char> text) => Fault(text, OfKind);

    /// <summary>
    /// The fault of free text: line ends, tabs, joiners and direction marks are allowed; control characters, direction overrides and
    /// noncharacters are not.
    /// </summary>
    public static string? FaultOfProse(ReadOnlySpan<char> text) => Fault(text, static rune => rune.Value switch
    {
        '\t' or '\n' or '\r' or 0x200C or 0x200D or 0x200E or 0x200F or 0x061C or (>= 0xFE00 and <= 0xFE0F) or (>= 0x2066 and <= 0x2069)
            or 0xFFFC or 0xFFFD => null,
        (>= 0xE0020 and <= 0xE007F) => null, // flags
        _ => OfKind(rune),
    });

    private static string? Fault(ReadOnlySpan<char> text, Func<Rune, string?> of)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done)
                return $"half a character (U+{(int)text[0]:X4})";
            if (of(rune) is { } kind) return $"{kind} (U+{rune.Value:X4})";
            text = text[length..];
        }

        return null;
    }

    private static string? OfKind(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => "a control character",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "a line separator",
        UnicodeCategory.Format => IsDirection(rune.Value) ? "a mark of direction" : "an invisible character",
        UnicodeCategory.PrivateUse => "a private-use character",
        UnicodeCategory.OtherNotAssigned => "a code point that is no character",
        _ => Unseen.Contains(rune.Value)
            || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F)
            ? "an invisible character" : null,
    };

    private static bool IsOddBlank(Rune rune) => rune.Value != ' ' && Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    private static bool IsDirection(int code) =>
        code is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

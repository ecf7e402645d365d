using System.Globalization;
using System.Text;

namespace Rma.Messaging;

/// <summary>
/// What a text may hold that names something: a serial number, an account, an order, a client. Two such texts that look the same are the
/// same, so nothing may be in them that cannot be seen.
/// </summary>
public static class IdentifyingText
{
    /// <summary>The longest name that is taken, in characters.</summary>
    public const int MaximumLength = 64;

    // Blank or ignorable on paper although Unicode counts them as letters, marks or symbols; and what stands where a character was lost.
    private static readonly HashSet<int> Unseen = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0xFFFD];

    /// <summary>What is wrong with a text that names something, e.g. <c>an invisible character (U+FEFF)</c>; null = nothing.</summary>
    public static string? Fault(ReadOnlySpan<char> text) =>
        Fault(text, static rune => OfKind(rune) ?? (IsOddBlank(rune) ? "an unusual blank" : null));

    /// <summary>
    /// What is wrong with a name that is printed for people (of an account, a product, an accessory): as above, but any blank may be in it.
    /// </summary>
    public static string? FaultOfName(ReadOnlySpan<char> text) => Fault(text, OfKind);

    /// <summary>
    /// What is wrong with a text that people wrote in sentences: line ends and tabs, joiners and marks of direction belong to it; control
    /// characters, overrides of direction and characters that are none do not.
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

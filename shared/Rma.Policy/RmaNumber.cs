using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>
/// The number marked on the outer packaging (P2, P3): six symbols and a check symbol, shown as <c>RMA-XXXXXX-C</c>. The alphabet
/// leaves out 0, 1, I, L and O. The check symbol exposes any one misread symbol and any two neighbours swapped.
/// </summary>
[JsonConverter(typeof(RmaNumberJson))]
public readonly record struct RmaNumber
{
    /// <summary>The symbols, each worth its position.</summary>
    public const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>How many numbers there are: 31^6.</summary>
    public const long Count = 887_503_681;

    private const int Length = 6;
    private const string Prefix = "RMA";

    // Coprime to 31, so every sequence has its own number; no base-31 digit of it is 0 or 30, so that each of the six symbols
    // changes, carry or not, from one number to the next. The offset only keeps the first number from being 222222.
    private const long Multiplier = 548_507_439;
    private const long Offset = 241_248_512;

    private RmaNumber(string symbols) => Symbols = symbols;

    /// <summary>The six symbols without prefix and check symbol; null only in a default value, which is no number.</summary>
    private string? Symbols { get; }

    /// <summary>The n-th number; a permutation, so that different sequences never meet and neighbours do not look alike.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not within 0 … <see cref="Count"/> − 1.</exception>
    public static RmaNumber FromSequence(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Count);
        var scattered = ((n * Multiplier) + Offset) % Count;
        return new RmaNumber(string.Create(Length, scattered, (symbols, rest) =>
        {
            for (var i = Length - 1; i >= 0; i--, rest /= Alphabet.Length)
                symbols[i] = Alphabet[(int)(rest % Alphabet.Length)];
        }));
    }

    /// <summary>
    /// Reads a marking as a scanner or a person gives it: any case, with or without spaces, dashes and the prefix. Nothing else is
    /// forgiven: a foreign symbol, a wrong length or a wrong check symbol is not a number.
    /// </summary>
    public static bool TryRead([NotNullWhen(true)] string? marking, out RmaNumber number)
    {
        var symbols = string.Concat((marking ?? "").Where(c => !IsFiller(c)).Select(c => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c));
        if (symbols.Length == Prefix.Length + Length + 1 && symbols.StartsWith(Prefix, StringComparison.Ordinal))
            symbols = symbols[Prefix.Length..];
        var sound = symbols.Length == Length + 1 && symbols.All(Alphabet.Contains) && symbols[Length] == CheckOf(symbols);
        number = sound ? new RmaNumber(symbols[..Length]) : default;
        return sound;
    }

    /// <summary>As printed: <c>RMA-XXXXXX-C</c>; empty for a default value.</summary>
    public override string ToString() => Symbols is null ? "" : $"{Prefix}-{Symbols}-{CheckOf(Symbols)}";

    // Weights 2 … 7 modulo the prime 31; the check symbol weighs −1. All differ and none is 0: hence both guarantees.
    private static char CheckOf(string symbols) =>
        Alphabet[Enumerable.Range(0, Length).Sum(i => (i + 2) * Alphabet.IndexOf(symbols[i])) % Alphabet.Length];

    private static bool IsFiller(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.DashPunctuation;
}

/// <summary>Writes an RMA number as it is printed.</summary>
internal sealed class RmaNumberJson : JsonConverter<RmaNumber>
{
    public override RmaNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RmaNumber.TryRead(reader.GetString(), out var number) ? number : throw new JsonException("This is not an RMA number.");

    public override void Write(Utf8JsonWriter writer, RmaNumber value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

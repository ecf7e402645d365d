using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>
/// The number marked on the outer packaging (P2, P3): six symbols and a check symbol, shown as <c>RMA-XXXXXX-C</c>, or <c>TKT-XXXXXX-C</c>
/// for a ticket number. The alphabet leaves out 0, 1, I, L and O. The check symbol detects any one misread symbol, any two swapped
/// neighbours, and a number of one kind read as the other.
/// </summary>
[JsonConverter(typeof(RmaNumberJson))]
public readonly record struct RmaNumber
{
    /// <summary>The symbols, each worth its position.</summary>
    public const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>The number of possible numbers: 31^6.</summary>
    public const long Count = 887_503_681;

    private const int Length = 6;
    private const string RmaPrefix = "RMA";
    private const string TicketPrefix = "TKT";
    private const int TicketShift = 11;

    // Coprime to 31, so every sequence has its own number; no base-31 digit of it is 0 or 30, so that each of the six symbols
    // changes, carry or not, from one number to the next. The offset only keeps the first number from being 222222.
    private const long Multiplier = 548_507_439;
    private const long Offset = 241_248_512;

    private RmaNumber(string symbols, bool isTicket) => (Symbols, IsTicket) = (symbols, isTicket);

    /// <summary>Whether it is a ticket number: it allows receipt and repair, never a credit, and does not expire .</summary>
    public bool IsTicket { get; }

    /// <summary>The six symbols without prefix and check symbol; null only in a default value, which is no number.</summary>
    private string? Symbols { get; }

    /// <summary>
    /// The n-th number; a permutation, so that different sequences give different numbers and neighbours do not look alike.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not within 0 … <see cref="Count"/> − 1.</exception>
    public static RmaNumber FromSequence(long n, bool isTicket = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Count);
        return Numbered(((n * Multiplier) + Offset) % Count, isTicket);
    }

    /// <summary>
    /// The n-th number of an installation: a permutation under its own key, so that different sequences give different numbers and nobody
    /// without the key can tell from some numbers which others were issued.
    /// </summary>
    /// <remarks>A Feistel network on 30 bits, applied again while the result is beyond the last number (cycle walking).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not within 0 … <see cref="Count"/> − 1.</exception>
    public static RmaNumber FromSequence(long n, ReadOnlySpan<byte> key, bool isTicket = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(n, Count);
        var scattered = (uint)n;
        do scattered = Permute(scattered, key);
        while (scattered >= Count);
        return Numbered(scattered, isTicket);
    }

    private static RmaNumber Numbered(long scattered, bool isTicket) => new(string.Create(Length, scattered, (symbols, rest) =>
    {
        for (var i = Length - 1; i >= 0; i--, rest /= Alphabet.Length)
            symbols[i] = Alphabet[(int)(rest % Alphabet.Length)];
    }), isTicket);

    private static uint Permute(uint value, ReadOnlySpan<byte> key)
    {
        const int HalfBits = 15, Rounds = 8;
        const uint Half = (1u << HalfBits) - 1;
        var (left, right) = (value >> HalfBits, value & Half);
        Span<byte> round = stackalloc byte[5];
        Span<byte> mixed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var i = 0; i < Rounds; i++)
        {
            round[0] = (byte)i;
            BinaryPrimitives.WriteUInt32BigEndian(round[1..], right);
            HMACSHA256.HashData(key, round, mixed);
            (left, right) = (right, left ^ (BinaryPrimitives.ReadUInt32BigEndian(mixed) & Half));
        }

        return (left << HalfBits) | right;
    }

    /// <summary>
    /// Parses a marking from a scanner or a person: any case, with or without spaces and dashes; an RMA number also without its prefix.
    /// Anything else, such as a foreign symbol, a wrong length or a wrong check symbol, is not a number.
    /// </summary>
    public static bool TryRead([NotNullWhen(true)] string? marking, out RmaNumber number)
    {
        var symbols = string.Concat((marking ?? "").Where(c => !IsFiller(c)).Select(c => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c));
        var isTicket = symbols.StartsWith(TicketPrefix, StringComparison.Ordinal);
        if (symbols.Length == RmaPrefix.Length + Length + 1 && (isTicket || symbols.StartsWith(RmaPrefix, StringComparison.Ordinal)))
            symbols = symbols[RmaPrefix.Length..];
        else
            isTicket = false;
        var sound = symbols.Length == Length + 1 && symbols.All(Alphabet.Contains) && symbols[Length] == CheckOf(symbols, isTicket);
        number = sound ? new RmaNumber(symbols[..Length], isTicket) : default;
        return sound;
    }

    /// <summary>A search text: as printed when it is a number, else as given.</summary>
    public static string? AsPrinted(string? given) => TryRead(given, out var read) ? read.ToString() : given;

    /// <summary>As printed: <c>RMA-XXXXXX-C</c> or <c>TKT-XXXXXX-C</c>; empty for a default value.</summary>
    public override string ToString() =>
        Symbols is null ? "" : $"{(IsTicket ? TicketPrefix : RmaPrefix)}-{Symbols}-{CheckOf(Symbols, IsTicket)}";

    // Weights 2 … 7 modulo the prime 31; the check symbol weighs −1. All differ and none is 0: hence both guarantees.
    private static char CheckOf(string symbols, bool isTicket) =>
        Alphabet[(Enumerable.Range(0, Length).Sum(i => (i + 2) * Alphabet.IndexOf(symbols[i]))
            + (isTicket ? TicketShift : 0)) % Alphabet.Length];

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

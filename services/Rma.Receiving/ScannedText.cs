using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Receiving;

/// <summary>
/// Reads the text of a scanner unchanged: the separators of a structured label are control characters, and an unreadable label is a
/// recorded answer, not a bad request (rule 19). Only NUL is replaced by its symbol, since the database cannot store it.
/// </summary>
internal sealed class ScannedText : JsonConverter<string>
{
    private const int MaximumLength = 4_000;

    /// <inheritdoc />
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A text is expected here.");
        try
        {
            return reader.GetString() is { Length: <= MaximumLength } text
                ? text.Replace('\0', '\u2400')
                : throw new JsonException($"The text is longer than {MaximumLength} characters.");
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The text is not valid Unicode.", exception);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>Without surrounding blanks; null when nothing is left. A separator at either end belongs to the text.</summary>
    public static string? Kept(string? text) => text?.Trim(' ', '\t', '\r', '\n') is { Length: > 0 } kept ? kept : null;

    /// <summary>With a symbol for every control character, for display and for messages.</summary>
    public static string? Shown(string? text) => text is null || !text.Any(char.IsControl) ? text
        : string.Concat(text.Select(letter =>
            letter < ' ' ? (char)(0x2400 + letter) : letter == '\u007F' ? '\u2421' : char.IsControl(letter) ? '\uFFFD' : letter));
}

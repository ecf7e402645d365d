using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>How requests are read: unknown or repeated members, missing or null required ones and odd text are errors, not guesses.</summary>
public static class StrictJson
{
    /// <summary>Sets the options of this platform's HTTP APIs.</summary>
    public static void Apply(JsonSerializerOptions json)
    {
        json.MaxDepth = 16;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new PlainText());
        json.Converters.Add(new InstantWithOffset());
        json.Converters.Add(new NoHoles());
    }

    /// <summary>Text without control characters (PostgreSQL cannot store NUL, a log line must stay one line) and at most 4,000 long.</summary>
    private sealed class PlainText : JsonConverter<string>
    {
        private static readonly SearchValues<char> Control = SearchValues.Create([.. Enumerable.Range(0, 32).Except([9, 10, 13]).Select(code => (char)code), (char)127]);

        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException("A text is expected here.");
            string? text;
            try
            {
                text = reader.GetString();
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException("The text is not valid Unicode.", exception);
            }

            if (text is { Length: > 4_000 }) throw new JsonException("The text is longer than 4000 characters.");
            if (text is not null && text.AsSpan().ContainsAny(Control)) throw new JsonException("The text has control characters.");
            return text;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}

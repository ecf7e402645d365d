using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Messaging;

/// <summary>Reads an ISO 8601 instant and requires its offset; without one it would be read in the time zone of this machine.</summary>
public sealed class OffsetRequiredConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var instant))
            throw new JsonException("An ISO 8601 instant is expected here.");
        var text = reader.GetString()!;
        var time = text.IndexOf('T', StringComparison.Ordinal);
        return text.EndsWith('Z') || time >= 0 && text.LastIndexOfAny(['+', '-']) > time
            ? instant
            : throw new JsonException("The instant has no offset; write Z or +hh:mm.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

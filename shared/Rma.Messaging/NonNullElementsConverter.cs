using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Messaging;

/// <summary>Rejects null elements: an array read as <c>T[]</c> holds no null, as its type says.</summary>
public sealed class NonNullElementsConverter : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSZArray && !typeToConvert.GetElementType()!.IsValueType;

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(List<>).MakeGenericType(typeToConvert.GetElementType()!))!;

    private sealed class List<T> : JsonConverter<T[]> where T : class
    {
        public override T[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list is expected here.");
            var items = new System.Collections.Generic.List<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(JsonSerializer.Deserialize<T>(ref reader, options)
                    ?? throw new JsonException("A list has nothing in one of its places."));
            return [.. items];
        }

        public override void Write(Utf8JsonWriter writer, T[] value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }
    }
}

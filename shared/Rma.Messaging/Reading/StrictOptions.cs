using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Messaging;

/// <summary>
/// How the serializer itself is set, for messages and requests alike; <see cref="StrictReading"/> has looked at the text before.
/// MassTransit's own converter for amounts reads texts by guess and null as zero, and writes amounts as texts: it is replaced.
/// </summary>
public static class StrictOptions
{
    /// <summary>Sets the options.</summary>
    public static void Apply(JsonSerializerOptions json)
    {
        foreach (var guess in json.Converters.Where(converter => converter.CanConvert(typeof(decimal))).ToArray())
            json.Converters.Remove(guess);
        // A member that is missing is not zero and not false: the text is malformed.
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new OffsetRequiredConverter());
        json.Converters.Add(new NonNullElementsConverter());
        json.AllowDuplicateProperties = json.AllowTrailingCommas = false;
        json.ReadCommentHandling = JsonCommentHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.MaxDepth = 32;
    }
}

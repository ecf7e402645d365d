using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Messaging;

/// <summary>
/// Serializer settings for messages and requests; <see cref="StrictReading"/> has checked the text before. MassTransit's own converter for
/// amounts accepts strings and reads null as zero, and writes amounts as strings: it is replaced.
/// </summary>
public static class StrictOptions
{
    /// <summary>Sets the options.</summary>
    public static void Apply(JsonSerializerOptions json)
    {
        foreach (var guess in json.Converters.Where(converter => converter.CanConvert(typeof(decimal))).ToArray())
            json.Converters.Remove(guess);
        // A missing member is not zero and not false: the text is malformed.
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

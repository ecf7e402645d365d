using System.Text.Json;
using System.Text.Json.Serialization;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// How requests are read: unknown or repeated members, missing or null required ones and odd text are errors, not guesses.
/// </summary>
public static class StrictJson
{
    /// <summary>Sets the options of this platform's HTTP APIs; <see cref="StrictReading"/> has looked at the body before.</summary>
    public static void Apply(JsonSerializerOptions json)
    {
        StrictOptions.Apply(json);
        json.MaxDepth = 16;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>JSON settings of requests: unknown or repeated members, missing or null required members and invalid text are errors.</summary>
public static class StrictJson
{
    /// <summary>Sets the options of the HTTP APIs; <see cref="StrictReading"/> has validated the body before.</summary>
    public static void Apply(JsonSerializerOptions json)
    {
        StrictOptions.Apply(json);
        json.MaxDepth = 16;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}

using System.Text.Json;
using Rma.EventSourcing;

namespace Rma.ServiceDefaults;

/// <summary>A stored event in a timeline.</summary>
public sealed record TimelineEntry(
    long Sequence, DateTimeOffset At, string What, JsonElement Details, string? Actor, IReadOnlyList<string> Clauses)
{
    /// <summary>The entry of a stored event.</summary>
    public static TimelineEntry Of(StoredEvent stored) => new(
        stored.Sequence, stored.Timestamp, stored.Name,
        JsonSerializer.SerializeToElement(stored.Body, stored.Body.GetType(), JsonSerializerOptions.Web),
        stored.Actor, stored.Clauses);
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Rma.EventSourcing;

/// <summary>Actor and cause of the events of this scope. Set at the entry point, stored with every event.</summary>
public sealed class Provenance
{
    /// <summary>A person's subject, a device's or system's key name, or <c>service:…</c>.</summary>
    public string Actor { get; set; } = "unknown";

    /// <summary>The business conversation: the RMA's id, where one is known.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>The message or request that caused this.</summary>
    public string? CausationId { get; set; }

    /// <summary>The header that says how often the history had been restored.</summary>
    public const string RestoresHeader = "restores";

    /// <summary>The header with the id under which the first message of the event had been told before.</summary>
    public const string ToldAsHeader = "told-as";

    /// <summary>How often this service's history was restored to an earlier moment.</summary>
    public int Restores { get; init; }

    /// <summary>
    /// The id under which the first message of the next event was told before a restore that lost the event; null otherwise.
    /// </summary>
    public Guid? ToldAs { get; set; }

    /// <summary>The headers to store with an event.</summary>
    public JsonObject HeadersFor(object @event)
    {
        var headers = new JsonObject { ["actor"] = Actor };
        if (CorrelationId is not null) headers["correlation-id"] = CorrelationId;
        if (CausationId is not null) headers["causation-id"] = CausationId;
        if (Restores > 0) headers[RestoresHeader] = Restores;
        if (ToldAs is { } before) headers[ToldAsHeader] = before;
        if (Activity.Current?.Id is { } trace) headers["traceparent"] = trace;
        if (@event is ICiteClauses { Clauses.Count: > 0 } cites)
            headers["clauses"] = new JsonArray([.. cites.Clauses.Select(clause => (JsonNode)clause)]);
        return headers;
    }
}

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

    /// <summary>The headers to store with an event.</summary>
    public JsonObject HeadersFor(object @event)
    {
        var headers = new JsonObject { ["actor"] = Actor };
        if (CorrelationId is not null) headers["correlation-id"] = CorrelationId;
        if (CausationId is not null) headers["causation-id"] = CausationId;
        if (Activity.Current?.Id is { } trace) headers["traceparent"] = trace;
        if (@event is ICiteClauses { Clauses.Count: > 0 } cites)
            headers["clauses"] = new JsonArray([.. cites.Clauses.Select(clause => (JsonNode)clause)]);
        return headers;
    }
}

using System.Text.Json.Nodes;
using Rma.Messaging;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>The channels of a document: exchanges and queues of the broker.</summary>
internal static class Channel
{
    private const string Vhost = "rma";

    /// <summary>The exchange of a message type.</summary>
    public static JsonObject OfExchange(Type message) => new()
    {
        ["address"] = Topology.ExchangeOf(message),
        ["description"] = "A fanout exchange; the routing key is empty.",
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey", ["exchange"] = Exchange(Topology.ExchangeOf(message), "fanout"), ["bindingVersion"] = "0.3.0",
            },
        },
    };

    /// <summary>A queue of finance, and the exchange that leads to it.</summary>
    public static JsonObject OfQueue(TopologyFinance finance, TopologyFinanceOutlet outlet) =>
        OfQueue(finance.QueueOf(outlet), finance.ExchangeOf(outlet), outlet.RoutingKey);

    /// <summary>A publisher's queue, and the exchange that leads to it.</summary>
    public static JsonObject OfRejections(TopologyFeed feed) => OfQueue(feed.RejectionsQueue, feed.Rejections, feed.User);

    private static JsonObject OfQueue(string queue, string exchange, string key) => new()
    {
        ["address"] = queue,
        ["description"] = $"A quorum queue. The exchange `{exchange}` leads to it with the routing key " +
            $"`{key}`; both are a part of what is signed.",
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "queue",
                ["queue"] = new JsonObject
                {
                    ["name"] = queue, ["durable"] = true, ["exclusive"] = false, ["autoDelete"] = false,
                    ["vhost"] = Vhost,
                },
                ["x-exchange"] = Exchange(exchange, "direct"), ["x-routing-key"] = key,
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Exchange(string name, string type) =>
        new() { ["name"] = name, ["type"] = type, ["durable"] = true, ["autoDelete"] = false, ["vhost"] = Vhost };
}

/// <summary>Application headers, as <c>shared/docs/access.md</c> has them.</summary>
internal static class MessageHeaders
{
    /// <summary>Of a message that finance reads.</summary>
    public static JsonObject OfNote => new()
    {
        ["type"] = "object", ["properties"] = new JsonObject { ["rma-signature"] = Signature(), ["traceparent"] = Trace() },
        ["required"] = new JsonArray("rma-signature"),
    };

    /// <summary>Of a message that a service tells.</summary>
    public static JsonObject OfEvent => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["rma-signature"] = Signature(),
            [ReplayHeaders.OnBehalfOf] = Text("Only in a dead letter that was replayed: the service that said it first."),
            ["correlation-id"] = Text("The request that caused it, as a UUID."), ["traceparent"] = Trace(),
        },
        ["required"] = new JsonArray("rma-signature"),
    };

    private static JsonObject Signature() => new()
    {
        ["type"] = "string", ["pattern"] = "^[a-z]+-[0-9a-f]{12}\\.[A-Za-z0-9+/]{86}==$",
        ["description"] = "The id of a key, a dot, and the signature (ECDSA on P-256 with SHA-256, r and s) in Base64. What is signed, " +
            "and how it is checked: `shared/docs/access.md`.",
    };

    private static JsonObject Trace() => Text("W3C trace context.");

    private static JsonObject Text(string said) => new() { ["type"] = "string", ["description"] = said };
}

/// <summary>Basic properties of AMQP, which are no application headers: a schema of their values.</summary>
internal static class MessageProperties
{
    public static JsonObject OfPublisher => new()
    {
        ["content_type"] = new JsonObject
        {
            ["enum"] = new JsonArray("application/json", "application/vnd.masstransit+json"),
            ["description"] = "Plain JSON as here, or the message in MassTransit's envelope.",
        },
        ["delivery_mode"] = new JsonObject { ["const"] = 2 },
        ["user_id"] = new JsonObject
        {
            ["const"] = Topology.OfPlatform.Feed.User,
            ["description"] = "Your broker user. The broker proves it; without it: `message.unproven-sender`.",
        },
        ["message_id"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "Optional, a UUID; the same when it is sent again. Without one the body names the message.",
        },
        ["type"] = new JsonObject
        {
            ["type"] = "string", ["description"] = "Best left out. When it is there, it is the name of the message.",
        },
    };

    /// <param name="sender">Null: any of the services.</param>
    public static JsonObject OfService(string? sender) => new()
    {
        ["content_type"] = new JsonObject { ["type"] = "string", ["description"] = "A part of what is signed." },
        ["delivery_mode"] = new JsonObject { ["const"] = 2 },
        ["user_id"] = sender is null
            ? new JsonObject
            {
                ["enum"] = new JsonArray([.. Topology.OfPlatform.Services.Select(service => JsonValue.Create(service.Name))]),
            }
            : new JsonObject { ["const"] = sender },
        ["message_id"] = new JsonObject
        {
            ["type"] = "string", ["format"] = "uuid",
            ["description"] = "The same fact always has the same, however often it is sent: ignore one that you have stored.",
        },
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Rma.Messaging;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>A message of a document.</summary>
/// <param name="Name">The record's.</param>
internal sealed record DocumentMessage(string ContentType, string Name)
{
    /// <summary>AMQP's own properties, which AsyncAPI has no place for.</summary>
    public required JsonObject Properties { get; init; }

    public JsonObject? Headers { get; init; }

    public required JsonObject Payload { get; init; }

    /// <summary>The service that sends it.</summary>
    public string? Tag { get; init; }
}

/// <summary>Channels, operations, messages and schemas of one document.</summary>
internal sealed class DocumentParts(RecordSchema schemas)
{
    private readonly JsonObject channels = [];
    private readonly JsonObject operations = [];
    private readonly JsonObject messages = [];
    private readonly SortedSet<string> tags = new(StringComparer.Ordinal);

    public RecordSchema Schemas => schemas;

    /// <param name="action">What the platform does: <c>send</c> or <c>receive</c>.</param>
    public void Add(Type type, JsonObject channel, string action, DocumentMessage message)
    {
        var (name, key) = (message.Name, JsonNamingPolicy.CamelCase.ConvertName(message.Name));
        var summary = ContractDocs.Of(type)!;
        channel["summary"] = FirstSentence(summary);
        channel["messages"] = new JsonObject { [key] = Reference($"#/components/messages/{name}") };
        channels[key] = channel;
        operations[$"{action}{name}"] = new JsonObject
        {
            ["action"] = action, ["channel"] = Reference($"#/channels/{key}"), ["summary"] = FirstSentence(summary),
            ["description"] = action == "send" ? "The platform tells it; with confirms, at least once, in any order."
                : "The platform reads it, once for each message, in any order; you publish it.",
            ["bindings"] = new JsonObject { ["amqp"] = Binding(action) },
            ["messages"] = new JsonArray(Reference($"#/channels/{key}/messages/{key}")),
        };
        messages[name] = Message(type, message, summary);
        if (message.Tag is { } tag) tags.Add(tag);
    }

    /// <summary>The payload of a message in MassTransit's envelope.</summary>
    public JsonObject Enveloped(Type type) => new()
    {
        ["allOf"] = new JsonArray(schemas.Shared("Envelope", Envelope), new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["messageType"] = new JsonObject
                {
                    ["type"] = "array", ["contains"] = new JsonObject { ["const"] = $"urn:message:{type.Namespace}:{type.Name}" },
                },
                ["message"] = schemas.Of(type),
            },
        }),
    };

    public JsonObject Document(string title, string version, string description, string? user) => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = title, ["version"] = version, ["description"] = description,
            ["contact"] = new JsonObject
            {
                ["name"] = "The maintainers of Rma.Platform", ["url"] = "https://example.com/rma-platform",
                ["email"] = "rma-platform@example.com",
            },
            ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
            ["tags"] = new JsonArray([.. Tags()]),
        },
        ["defaultContentType"] = "application/json",
        ["servers"] = new JsonObject { ["broker"] = Broker(user) },
        ["channels"] = channels, ["operations"] = operations,
        ["components"] = new JsonObject
        {
            ["messages"] = messages, ["schemas"] = schemas.All,
            ["securitySchemes"] = new JsonObject
            {
                ["user"] = new JsonObject { ["type"] = "userPassword", ["description"] = "A user of the broker, over TLS." },
            },
        },
    };

    private IEnumerable<JsonNode> Tags() => tags.Count == 0 ? [new JsonObject { ["name"] = "rma" }]
        : tags.Select(tag => new JsonObject { ["name"] = tag, ["description"] = $"Told by {tag}." });

    private static JsonObject Broker(string? user) => new()
    {
        ["host"] = "broker.example.com:5671", ["pathname"] = "/rma", ["protocol"] = "amqps", ["protocolVersion"] = "0.9.1",
        ["description"] = "RabbitMQ. Check its certificate against its authority." +
            (user is null ? "" : $" The user here is `{user}`, which may do this and nothing else."),
        ["security"] = new JsonArray(Reference("#/components/securitySchemes/user")),
    };

    private static JsonObject Binding(string action) => action == "receive"
        ? new() { ["ack"] = true, ["bindingVersion"] = "0.3.0" }
        : new() { ["deliveryMode"] = 2, ["bindingVersion"] = "0.3.0" };

    private static JsonObject Message(Type type, DocumentMessage message, string summary)
    {
        var made = new JsonObject
        {
            ["name"] = message.Name, ["title"] = message.Name, ["summary"] = FirstSentence(summary), ["description"] = summary,
            ["contentType"] = message.ContentType,
        };
        if (message.Tag is { } tag) made["tags"] = new JsonArray(new JsonObject { ["name"] = tag });
        if (message.Headers is { } headers) made["headers"] = headers;
        made["payload"] = message.Payload;
        made["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject { ["x-properties"] = message.Properties, ["bindingVersion"] = "0.3.0" },
        };
        made["examples"] = new JsonArray(Examples.Of(type));
        return made;
    }

    private static JsonObject Envelope() => new()
    {
        ["type"] = "object",
        ["description"] = "MassTransit's envelope. Other members of it (addresses, the sender's host) may be there and mean nothing here.",
        ["properties"] = new JsonObject
        {
            ["messageId"] = new JsonObject
            {
                ["type"] = "string", ["format"] = "uuid",
                ["description"] = "Stable: the same event always has the same. Equal to the property message_id.",
            },
            ["messageType"] = new JsonObject
            {
                ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" },
                ["description"] = "The types of the message, as URNs.",
            },
            ["message"] = new JsonObject { ["type"] = "object", ["description"] = "The event itself." },
            ["sentTime"] = new JsonObject
            {
                ["type"] = new JsonArray("string", "null"), ["format"] = "date-time",
                ["description"] = "When it was written down to be sent.",
            },
            ["headers"] = new JsonObject
            {
                ["type"] = "object", ["description"] = "Headers of the envelope.",
                ["properties"] = new JsonObject
                {
                    [IntegrationEvents.ActorHeader] = new JsonObject
                    {
                        ["type"] = "string", ["description"] = "Who caused it: a person's subject, a device, a system.",
                    },
                },
            },
        },
        ["required"] = new JsonArray("messageId", "messageType", "message"),
    };

    private static JsonObject Reference(string to) => new() { ["$ref"] = to };

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..(end + 1)] : text;
}

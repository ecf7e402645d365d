using System.Text.Json;
using System.Text.Json.Nodes;
using Rma.Contracts.Feed.V1;

namespace Rma.Messaging;

/// <summary>Tells a publisher what of its messages was not taken, on a queue of its own.</summary>
public static class FeedNews
{
    /// <summary>What a message was published as: <c>UnitShipped</c>.</summary>
    /// <param name="headers">Of the dead letter.</param>
    public static string MessageOf(string queue, JsonNode? headers) =>
        headers?["exchange"]?.GetValue<string>() is { } exchange ? exchange[(exchange.LastIndexOf(':') + 1)..] : queue;

    /// <summary>The revision in a body, however malformed the rest is; null where none can be read.</summary>
    public static int? RevisionIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("revision", out var revision)
                && revision.ValueKind == JsonValueKind.Number && revision.TryGetInt32(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The message to the publisher; null when it has none: the queue is not of the feed, or who published is not known. Nobody need have a
    /// queue for it: who has none asks over HTTP.
    /// </summary>
    internal static OutboxRow? Of(
        MessagingOptions options, Guid id, string queue, string? messageId, string code, string reason, JsonObject headers,
        ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (!Queues.IsFeed(queue) || headers["user-id"]?.ToString() is not { } user || !options.FeedUsers.Contains(user)) return null;
        return OutboxRow.PlainJson(id, options.Topology.Feed.Rejections, user, new FeedMessageRejected(
            id, options.Service, MessageOf(queue, headers), messageId, code, reason, RevisionIn(body), now)) with { Mandatory = false };
    }
}

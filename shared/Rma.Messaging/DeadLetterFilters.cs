using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.Logging;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Handles a message whose consumer failed: invalid messages are dead-lettered, transient failures return the message to its queue.
/// </summary>
internal sealed class FailedToDeadLetters(DeadLetters deadLetters, ILogger log) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        // A transient failure, however long it lasts: the broker keeps the message and redelivers it.
        if (Transient.Is(context.Exception)) throw context.Exception;

        var (code, reason) = Explain(context.Exception);
        // Invalid input carries its own reason; any other exception may be a bug, so the stack trace is logged.
        if (code == "message.failed")
            log.ConsumingFailed(context.Exception, Envelope.ExchangeOf(context.InputAddress));
        await Delivery.ToDeadLetters(deadLetters, context, code, reason);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");

    internal static (string Code, string Reason) Explain(Exception exception) => exception switch
    {
        DeadLetterException bad => (bad.Code, bad.Message),
        RefusedException refused => (refused.Code, refused.Message),
        UnknownStoredEventException unknown => ("stream.unknown-event", unknown.Message),
        System.Runtime.Serialization.SerializationException or JsonException =>
            ("message.malformed", "The body is not what this message type looks like: " + Innermost(exception).Message),
        _ when Innermost(exception) is Npgsql.PostgresException { SqlState: "22021" or "22P05" } =>
            ("message.malformed", "The message has characters that cannot be stored."),
        { InnerException: DeadLetterException or RefusedException } => Explain(exception.InnerException),
        _ when Innermost(exception) is JsonException json =>
            ("message.malformed", "The body is not what this message type looks like: " + json.Message),
        _ => ("message.failed", $"{exception.GetType().Name}: {exception.Message}"),
    };

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}

/// <summary>Handles a message that no consumer of this queue accepts: another type or version than the queue is for.</summary>
internal sealed class UnknownToDeadLetters(DeadLetters deadLetters) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        // The reading gate reports errors in a body of a known type; messages here have another type or none.
        const string code = "message.unknown-type";
        const string reason = "No consumer of this queue knows a message of this type or version.";
        await Delivery.ToDeadLetters(deadLetters, context, code, reason);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");
}

/// <summary>First check of feed messages from other systems: size and proven sender, before anything is parsed.</summary>
internal sealed class FeedGate(DeadLetters deadLetters, MessagingOptions options) : IFilter<ReceiveContext>
{
    /// <summary>Largest accepted feed message, bytes.</summary>
    public const int MaximumSize = 65_536;

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (Objection(context) is not var (code, reason))
        {
            await next.Send(context);
            return;
        }

        // This filter runs before the error pipe, so it dead-letters the message itself; the delivery is then acknowledged.
        await Delivery.ToDeadLetters(deadLetters, context, code, reason);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("feedGate");

    private (string Code, string Reason)? Objection(ReceiveContext context)
    {
        context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery);
        return (context.Body.Length ?? context.GetBody().Length, delivery?.Properties.UserId, delivery?.Properties.Type) switch
        {
            (0, _, _) => ("message.malformed", "The body is empty."),
            (> MaximumSize and var length, _, _) =>
                ("message.too-large", $"The message has {length} bytes; at most {MaximumSize} are accepted."),
            (_, null, _) => (Unproven.NoSender, "The publisher gave no user-id, so the broker could not prove who sent this."),
            // A replayed message comes from this service itself; its signature is checked next.
            (_, { } sender, _) when sender != options.BrokerUser && !options.FeedUsers.Contains(sender, StringComparer.Ordinal) =>
                (Unproven.Forged, $"The user '{sender}' does not publish to this feed."),
            (_, _, { Length: > 0 } type) when delivery?.Exchange.EndsWith(type, StringComparison.Ordinal) == false =>
                ("message.unknown-version", $"The message says it is '{type}', which this queue is not for."),
            _ when context.GetBody().AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is not [(byte)'{', ..] =>
                ("message.malformed", "The body is not a JSON object."),
            _ => null,
        };
    }
}

internal static class Delivery
{
    /// <summary>
    /// Dead-letters a message and retries while the database is away: returning it to the broker would only cause immediate redeliveries.
    /// </summary>
    public static async Task ToDeadLetters(DeadLetters deadLetters, ReceiveContext context, string code, string reason)
    {
        var queue = Envelope.ExchangeOf(context.InputAddress);
        var body = context.GetBody();
        context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery);
        var messageId = delivery?.Properties.MessageId;
        var headers = delivery is null ? [] : HeadersOf(delivery, new Delivered(delivery, body, isFeed: false));
        await ToDeadLetters(
            deadLetters, queue, messageId, code, reason, delivery?.Properties.ContentType, headers, body, context.CancellationToken);
    }

    /// <inheritdoc cref="ToDeadLetters(DeadLetters, ReceiveContext, string, string)"/>
    public static async Task ToDeadLetters(
        DeadLetters deadLetters, string queue, string? messageId, string code, string reason, string? contentType,
        JsonObject headers, byte[] body, CancellationToken cancellationToken)
    {
        var id = NameBasedId.Of($"{queue}/{messageId}/{Convert.ToHexString(SHA256.HashData(body))}");
        while (true)
        {
            try
            {
                await deadLetters.Add(id, queue, messageId, code, reason, contentType, headers, body);
                return;
            }
            catch (Exception exception) when (Transient.Is(exception))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    // What a replay needs to keep the original sender, also after a replay that failed.
    public static JsonObject HeadersOf(RabbitMqBasicConsumeContext delivery, Delivered message) => new()
    {
        ["user-id"] = message.OnBehalfOf ?? message.User,
        ["exchange"] = message.Header(ReplayHeaders.OriginalExchange) ?? delivery.Exchange,
        ["type"] = delivery.Properties.Type,
        ["signature"] = message.OnBehalfOf is null ? message.Header(SignedMessage.Header) : message.Header(ReplayHeaders.OriginalSignature),
    };
}

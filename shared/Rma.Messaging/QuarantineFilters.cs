using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>Last stop of a message that failed: quarantine when it is bad in itself, back to its queue when the world was.</summary>
internal sealed class FailedToQuarantine(Quarantine quarantine) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        // Not the message's fault, however long it lasts: the broker keeps it and delivers it again.
        if (Transient.Is(context.Exception)) throw context.Exception;

        var (code, reason) = Explain(context.Exception);
        await Delivery.PutAside(quarantine, context, code, reason);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");

    internal static (string Code, string Reason) Explain(Exception exception) => exception switch
    {
        QuarantineException bad => (bad.Code, bad.Message),
        RefusedException refused => (refused.Code, refused.Message),
        UnknownStoredEventException unknown => ("stream.unknown-event", unknown.Message),
        System.Runtime.Serialization.SerializationException or JsonException => ("message.malformed", "The body is not what this message type looks like: " + Innermost(exception).Message),
        { InnerException: QuarantineException or RefusedException } => Explain(exception.InnerException),
        _ when Innermost(exception) is JsonException json => ("message.malformed", "The body is not what this message type looks like: " + json.Message),
        _ => ("message.failed", $"{exception.GetType().Name}: {exception.Message}"),
    };

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}

/// <summary>Last stop of a message that nobody here consumes: another type or version than this queue is for.</summary>
internal sealed class UnknownToQuarantine(Quarantine quarantine) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await Delivery.PutAside(quarantine, context, "message.unknown-type", "No consumer of this queue knows a message of this type or version.");
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("quarantine");
}

/// <summary>First look at what outsiders send: size and proven sender, before anything is parsed.</summary>
internal sealed class FeedGate(MessagingOptions options) : IFilter<ReceiveContext>
{
    /// <summary>Largest accepted feed message, bytes.</summary>
    public const int MaximumSize = 65_536;

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (context.Body.Length is { } length and > MaximumSize)
            throw new QuarantineException("message.too-large", $"The message has {length} bytes; at most {MaximumSize} are accepted.");
        if (context.SenderOf() is not { } sender)
            throw new QuarantineException("message.unproven-sender", "The publisher gave no user-id, so the broker could not prove who sent this.");
        // What an operator replays comes from this service itself.
        if (sender != options.BrokerUser && !options.FeedUsers.Contains(sender, StringComparer.Ordinal))
            throw new QuarantineException("message.forged", $"The user '{sender}' does not publish to this feed.");
        if (context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery)
            && delivery.Properties.Type is { Length: > 0 } type && !delivery.Exchange.EndsWith(type, StringComparison.Ordinal))
            throw new QuarantineException("message.unknown-version", $"The message says it is '{type}', which this queue is not for.");
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("feedGate");
}

internal static class Delivery
{
    public static Task PutAside(Quarantine quarantine, ReceiveContext context, string code, string reason)
    {
        var queue = Envelope.ExchangeOf(context.InputAddress);
        var body = context.GetBody();
        context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery);
        var messageId = delivery?.Properties.MessageId;
        var headers = new JsonObject { ["user-id"] = delivery?.Properties.UserId, ["exchange"] = delivery?.Exchange, ["type"] = delivery?.Properties.Type };
        var id = NameBasedId.Of($"{queue}/{messageId}/{Convert.ToHexString(SHA256.HashData(body))}");
        return quarantine.Add(id, queue, messageId, code, reason, delivery?.Properties.ContentType, headers, body);
    }
}

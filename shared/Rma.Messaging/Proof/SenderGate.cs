using System.Collections.Concurrent;
using System.Text.Json;
using MassTransit;

namespace Rma.Messaging;

/// <summary>
/// First check of every message of our services: it comes from the one service that sends messages of its type. What fails becomes a dead
/// letter that cannot be replayed. Messages of other systems are checked by <see cref="FeedGate"/>.
/// </summary>
internal sealed class SenderGate(DeadLetters deadLetters, SenderProof proof, MessagingOptions options) : IFilter<ReceiveContext>
{
    private readonly ConcurrentDictionary<Type, string?> senders = new();

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var message = context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery)
            ? new Delivered(delivery, context.GetBody(), Queues.IsFeed(context)) : null;
        var objection = message is null ? null : Objection(context, message);
        if (objection is null && message?.OnBehalfOf is not null)
        {
            var replayed = await WasReplayed(context, delivery!.Properties.MessageId, message.Body);
            // It failed again and is among the dead letters already; the broker did not hear that it was dealt with.
            if (replayed == false) return;
            if (replayed is null) objection = new(Unproven.Forged, "It says that it is a replay, but no operator replayed it.");
        }

        if (objection is null)
        {
            await next.Send(context);
            return;
        }

        // This filter runs before the error pipe, so it dead-letters the message itself; the delivery is then acknowledged.
        await Delivery.ToDeadLetters(deadLetters, context, objection.Code, objection.Reason);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("sender");

    private async Task<bool?> WasReplayed(ReceiveContext context, string? messageId, byte[] body)
    {
        while (true)
        {
            try
            {
                return await deadLetters.WasReplayed(
                    Envelope.ExchangeOf(context.InputAddress), messageId, body, context.CancellationToken);
            }
            catch (Exception exception) when (Transient.Is(exception))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.CancellationToken);
            }
        }
    }

    private Unproven? Objection(ReceiveContext context, Delivered message)
    {
        // The feed's own users do not sign; the queue's gate knows them.
        if (message is { IsFeed: true, OnBehalfOf: null, User: { } user } && options.FeedUsers.Contains(user, StringComparer.Ordinal))
        {
            context.GetOrAddPayload(() => new ProvenSender(user));
            return null;
        }

        var (sender, why) = proof.Of(message);
        if (sender is null) return why;
        if (message.IsFeed ? !options.FeedUsers.Contains(sender.Sender, StringComparer.Ordinal) : !MaySend(sender.Sender, message, context))
            return new(Unproven.Forged, $"{sender.Sender} sends no such message.");
        context.GetOrAddPayload(() => sender);
        return null;
    }

    // A queue's consumers take every type that the message gives itself, so all of them must be the sender's.
    private bool MaySend(string sender, Delivered message, ReceiveContext context)
    {
        // Most queues have one sender: then it does not matter what the message claims.
        var others = Queues.MessagesOf(context).Where(type => SenderOf(type) != sender).ToArray();
        if (others.Length == 0) return true;
        var said = TypesOf(message.Body);
        return said.Count > 0 && !others.Any(type => said.Contains($"urn:message:{type.Namespace}:{type.Name}"));
    }

    private string? SenderOf(Type type) => senders.GetOrAdd(
        type, _ => type == typeof(Heartbeat) ? options.Service : options.Topology.SenderTo(Topology.ExchangeOf(type)));

    private static HashSet<string> TypesOf(byte[] body)
    {
        var types = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return types;
            var arrays = document.RootElement.EnumerateObject()
                .Where(member => member.Name.Equals("messageType", StringComparison.OrdinalIgnoreCase))
                .Select(member => member.Value).Where(value => value.ValueKind == JsonValueKind.Array);
            foreach (var type in arrays.SelectMany(array => array.EnumerateArray()))
                if (type.ValueKind == JsonValueKind.String) types.Add(type.GetString()!);
        }
        catch (JsonException)
        {
            // Not JSON: the next gate says so.
        }

        return types;
    }
}

using System.Text.Json;
using MassTransit;

namespace Rma.Messaging;

/// <summary>
/// Checks the JSON of every message before it is deserialized. Unknown members are refused in messages of other internal systems, because
/// they may carry meaning; between our own services they are allowed, because one may be newer than the other.
/// </summary>
internal sealed class ReadingGate(DeadLetters deadLetters) : IFilter<ReceiveContext>
{
    private const string EnvelopeType = "application/vnd.masstransit+json";
    private static readonly StrictReading Feed = new(UnknownMembers: false, Texts: false);
    private static readonly StrictReading Internal = new(UnknownMembers: true, Texts: false);

    // A state machine has no validator in front of it.
    private static readonly StrictReading Saga = new(UnknownMembers: true, Texts: false, RefuseNul: true);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (Fault(context) is not { } fault)
        {
            await next.Send(context);
            return;
        }

        // This filter runs before the error pipe, so it dead-letters the message itself; the delivery is then acknowledged.
        await Delivery.ToDeadLetters(deadLetters, context, fault.Kind == JsonFaultKind.UnknownMember ? "message.unknown-member"
            : "message.malformed", fault.ToString());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("reading");

    private static JsonFault? Fault(ReceiveContext context)
    {
        var (types, isFeed) = (Queues.MessagesOf(context), Queues.IsFeed(context));
        if (types.Count == 0) return null;
        var (document, fault) = StrictReading.Parse(context.GetBody());
        if (document is null) return fault;
        using (document)
        {
            var (root, reading) = (document.RootElement, isFeed ? Feed : types.Count > 1 ? Saga : Internal);
            if (root.ValueKind != JsonValueKind.Object) return new("$", StrictReading.Found(root), "a JSON object");
            var isEnvelope = context.ContentType?.MediaType == EnvelopeType || !isFeed
                && context.ContentType?.MediaType != "application/json";
            if (!isEnvelope) return types.Count == 1 ? reading.Check(root, types[0]) : null;
            if (TypeOf(root, types) is not { } type) return null; // not a type of this queue; handled by another filter
            return root.TryGetProperty("message", out var message) ? reading.Check(message, type)
                : new("$.message", "nothing", "an object");
        }
    }

    private static Type? TypeOf(JsonElement envelope, IReadOnlyList<Type> types)
    {
        if (!envelope.TryGetProperty("messageType", out var names) || names.ValueKind != JsonValueKind.Array) return null;
        var said = names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString())
            .ToHashSet(StringComparer.Ordinal);
        return types.FirstOrDefault(type => said.Contains($"urn:message:{type.Namespace}:{type.Name}"));
    }
}

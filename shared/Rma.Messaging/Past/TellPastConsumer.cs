using MassTransit;
using Rma.Contracts.Console.V1;

namespace Rma.Messaging;

/// <summary>Makes the answer of this service out of a part of its past.</summary>
public delegate object PastAnswer(TellPast asked, string? next, PastMessage[] messages);

/// <summary>Tells the part that was asked for, to the one that asked.</summary>
public sealed class TellPastConsumer(PastReader past, PastAnswer answer, MessagingOptions options) : IConsumer<TellPast>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<TellPast> context)
    {
        var asked = context.Message;
        if (asked.Service != options.Service) return;
        var sender = options.Topology.SenderTo(Topology.ExchangeOf(typeof(TellPast)));
        var wanted = options.Topology.HeardBy(sender!).ToHashSet(StringComparer.Ordinal);
        var (messages, next) = await past.Read(asked.From, wanted, context.CancellationToken);
        var told = answer(asked, next, [.. messages]);
        await context.Publish(told, told.GetType(), context.CancellationToken);
    }
}

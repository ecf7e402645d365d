using System.Security.Cryptography;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Wraps every consumer and saga: inserts the inbox row, runs, and commits everything in <c>SetConsumed</c>. A redelivery waits on the
/// inbox key until the first delivery has ended and then changes nothing.
/// </summary>
internal sealed class ConsumeTransactionFactory(
    UnitOfWork unitOfWork, PostgresCircuit circuit, Provenance provenance, IServiceProvider provider)
    : IOutboxContextFactory<UnitOfWork>
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions consumer, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        var messageId = context.GetOriginalMessageId() ?? Guid.Empty;
        var sender = context.ReceiveContext.SenderOf();
        // An external message id is combined with its proven sender, so that it cannot use up an internal id, and with the content, so that
        // a reused id cannot suppress another message.
        if (messageId == Guid.Empty || Queues.IsFeed(context.ReceiveContext))
            messageId =
                NameBasedId.Of($"feed/{sender}/{messageId:D}/{Convert.ToHexString(SHA256.HashData(context.ReceiveContext.GetBody()))}");

        provenance.Actor = sender ?? $"message:{typeof(T).Name}";
        provenance.CausationId = messageId.ToString("D");
        provenance.CorrelationId = context.CorrelationId?.ToString("D");
        try
        {
            var fresh = false;
            await circuit.Run(
                async ct => fresh = await unitOfWork.Begin(consumer.ConsumerId, messageId, ct), context.CancellationToken);
            await next.Send(new TransactionalConsumeContext<T>(context, consumer, provider, unitOfWork, messageId, fresh));
        }
        finally
        {
            await unitOfWork.Rollback();
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("transaction");
}

internal sealed class TransactionalConsumeContext<T>(
    ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider provider, UnitOfWork unitOfWork, Guid messageId, bool fresh)
    : OutboxConsumeContextProxy<T>(context, options, provider)
    where T : class
{
    public override Guid? MessageId => messageId;

    // Fault and response addresses in the message are ignored: nothing is sent except through the outbox.
    public override Uri? FaultAddress => null;

    public override Uri? ResponseAddress => null;

    public override bool ContinueProcessing { get; set; } = true;

    public override bool IsMessageConsumed => !fresh;

    // The dispatcher delivers; MassTransit has nothing left to send.
    public override bool IsOutboxDelivered => true;

    public override int ReceiveCount => 0;

    public override long? LastSequenceNumber => null;

    public override Task SetConsumed() => unitOfWork.Commit();

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult<List<OutboxMessageContext>>([]);

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;

    public override Task AddSend<TMessage>(SendContext<TMessage> context)
    {
        unitOfWork.Add(context);
        return Task.CompletedTask;
    }
}

using System.Security.Cryptography;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Around every consumer and saga: begin with the inbox row, run, and commit everything in <c>SetConsumed</c>. A repeat waits on the inbox
/// key until the first delivery has ended and then changes nothing.
/// </summary>
internal sealed class ConsumeTransactionFactory(UnitOfWork unitOfWork, Provenance provenance, IServiceProvider provider)
    : IOutboxContextFactory<UnitOfWork>
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        var messageId = context.GetOriginalMessageId() ?? IdOfBody(context.ReceiveContext);
        var sender = context.ReceiveContext.SenderOf();
        // Ids from outside are kept apart from ours, so that nobody can use up a future internal id.
        if (FeedQueues.Contains(context.ReceiveContext)) messageId = NameBasedId.Of($"feed/{sender}/{messageId:D}");

        provenance.Actor = sender ?? $"message:{typeof(T).Name}";
        provenance.CausationId = messageId.ToString("D");
        provenance.CorrelationId = context.CorrelationId?.ToString("D");
        try
        {
            var fresh = await unitOfWork.Begin(options.ConsumerId, messageId, context.CancellationToken);
            await next.Send(new TransactionalConsumeContext<T>(context, options, provider, unitOfWork, messageId, fresh));
        }
        finally
        {
            await unitOfWork.Rollback();
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("transaction");

    private static Guid IdOfBody(ReceiveContext context) => new(SHA256.HashData(context.GetBody()).AsSpan(0, 16));
}

internal sealed class TransactionalConsumeContext<T>(
    ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider provider, UnitOfWork unitOfWork, Guid messageId, bool fresh)
    : OutboxConsumeContextProxy<T>(context, options, provider)
    where T : class
{
    public override Guid? MessageId => messageId;

    public override bool ContinueProcessing { get; set; } = true;

    public override bool IsMessageConsumed => !fresh;

    // Delivery is the dispatcher's work; MassTransit has nothing left to deliver.
    public override bool IsOutboxDelivered => true;

    public override int ReceiveCount => 0;

    public override long? LastSequenceNumber => null;

    public override Task SetConsumed() => unitOfWork.Commit(CancellationToken);

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

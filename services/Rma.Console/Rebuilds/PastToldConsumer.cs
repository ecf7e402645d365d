using MassTransit;

namespace Rma.Console.Rebuilds;

/// <summary>Takes the parts of their past that the services tell.</summary>
internal sealed class PastToldConsumer(RebuildDesk desk) :
    IConsumer<Contracts.Issuance.V1.PastTold>, IConsumer<Contracts.Receiving.V1.PastTold>, IConsumer<Contracts.Repair.V1.PastTold>,
    IConsumer<Contracts.Credit.V1.PastTold>
{
    public Task Consume(ConsumeContext<Contracts.Issuance.V1.PastTold> context) => desk.Take(
        "issuance", context.Message.RebuildId, context.Message.Number, context.Message.Next, context.Message.Messages,
        context.CancellationToken);

    public Task Consume(ConsumeContext<Contracts.Receiving.V1.PastTold> context) => desk.Take(
        "receiving", context.Message.RebuildId, context.Message.Number, context.Message.Next, context.Message.Messages,
        context.CancellationToken);

    public Task Consume(ConsumeContext<Contracts.Repair.V1.PastTold> context) => desk.Take(
        "repair", context.Message.RebuildId, context.Message.Number, context.Message.Next, context.Message.Messages,
        context.CancellationToken);

    public Task Consume(ConsumeContext<Contracts.Credit.V1.PastTold> context) => desk.Take(
        "credit", context.Message.RebuildId, context.Message.Number, context.Message.Next, context.Message.Messages,
        context.CancellationToken);
}

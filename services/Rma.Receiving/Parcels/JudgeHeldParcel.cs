using MassTransit;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;

namespace Rma.Receiving.Parcels;

/// <summary>Judges a held parcel again, as of its scan: when its number becomes known, or when its hold ends.</summary>
public sealed record JudgeHeldParcel(ExpectedRma Number, PolicyBook Policy, DateTimeOffset Now)
{
    public static IEnumerable<ParcelEvent> Decide(Parcel parcel, JudgeHeldParcel command) => parcel switch
    {
        // Still held is no change, unless it now waits for a person instead of its number.
        Parcel.Held held => Judged(held, command) is var judged && (judged as ParcelHeld)?.Code is var code
            && (judged is not ParcelHeld || code != held.Code) ? [judged] : [],
        _ => [], // already judged finally
    };

    private static ParcelEvent Judged(Parcel.Held held, JudgeHeldParcel command)
    {
        var scan = new ScanParcel(held.Scan, command.Number, command.Policy);
        return ScanParcel.Judged(scan, ScanParcel.Facts(scan, holdElapsed: command.Now >= held.Until), command.Now);
    }
}

internal sealed class HeldParcelDueConsumer(Dock dock, TimeProvider clock) : IConsumer<HeldParcelDue>
{
    public Task Consume(ConsumeContext<HeldParcelDue> context) =>
        dock.JudgeHeld(context.Message.ParcelId, KnownNumbers.Read(context.Message.RmaNumber), clock.GetUtcNow(),
            context.CancellationToken);
}

/// <summary>Schedules the end of a hold, durably, in the transaction that holds the parcel.</summary>
internal sealed class HoldDeadline(IPublishEndpoint publish) : IReaction<Parcel, ParcelEvent>
{
    public async Task On(Appended<Parcel, ParcelEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var held in appended.Steps.Select(step => step.Event).OfType<ParcelHeld>().Where(held => held.Code is null))
        {
            await publish.Publish(new HeldParcelDue(held.Scan.ParcelId, held.RmaNumber, held.HeldUntil), context =>
            {
                context.MessageId = NameBasedId.Of($"{appended.StreamKey}/due");
                context.VisibleAt(held.HeldUntil);
            }, cancellationToken);
        }
    }
}

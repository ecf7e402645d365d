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

/// <summary>The end of a hold.</summary>
internal static class HoldDeadline
{
    public static IEnumerable<Deadline> Of(Step<Parcel, ParcelEvent> step) => step.Event switch
    {
        ParcelHeld { Code: null } held =>
            [new Deadline("due", held.HeldUntil, new HeldParcelDue(held.Scan.ParcelId, held.RmaNumber, held.HeldUntil))],
        _ => [],
    };
}

using MassTransit;
using Rma.Contracts.Receiving.V1;
using Rma.Messaging;

namespace Rma.Credit.Witnesses;

/// <summary>Stores that a unit was received, as receiving says it itself, and decides the credit that waited for it.</summary>
internal sealed class UnitReceivedConsumer(HeldCredits held, TimeProvider clock) : IConsumer<UnitReceived>
{
    public Task Consume(ConsumeContext<UnitReceived> context)
    {
        var (said, check) = (context.Message, new MessageValidator("credit.invalid-receipt", clock));
        var row = new
        {
            said.ReturnId, RmaNumber = check.Id(said.RmaNumber, "RMA number"), SerialNumber = check.Id(said.SerialNumber, "serial number"),
            ReceivedAt = check.Instant(said.ReceivedAt, "time of receipt"),
        };
        return held.Record(
            said.ReturnId,
            """
            insert into units_received (return_id, rma_number, serial_number, received_at)
            values (@ReturnId, @RmaNumber, @SerialNumber, @ReceivedAt)
            on conflict (return_id) do update set serial_number = excluded.serial_number, received_at = excluded.received_at
                where units_received.received_at < excluded.received_at
            """, row, context.CancellationToken);
    }
}

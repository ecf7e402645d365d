using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.EventSourcing;

namespace Rma.Credit.Reconciliation;

/// <summary>Notes how a return ended. One that was closed, came to life again and was closed otherwise counts by its latest end.</summary>
internal sealed class ReturnClosedConsumer(AmbientTransaction transaction) : IConsumer<ReturnClosed>
{
    public Task Consume(ConsumeContext<ReturnClosed> context)
    {
        transaction.WriteRowLater(
            """
            insert into returns_closed (return_id, outcome, credit_id, charge_id, closed_at) values (@ReturnId, @Outcome, @CreditId, @ChargeId, @ClosedAt)
            on conflict (return_id) do update set outcome = excluded.outcome, credit_id = excluded.credit_id, charge_id = excluded.charge_id, closed_at = excluded.closed_at
                where returns_closed.closed_at <= excluded.closed_at
            """,
            new { context.Message.ReturnId, context.Message.Outcome, context.Message.CreditId, context.Message.ChargeId, context.Message.ClosedAt });
        return Task.CompletedTask;
    }
}

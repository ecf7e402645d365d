using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.Reconciliation;

/// <summary>Stores the outcome of a return. A return that was closed, reopened and closed again counts with its latest outcome.</summary>
internal sealed class ReturnClosedConsumer(AmbientTransaction transaction, TimeProvider clock) : IConsumer<ReturnClosed>
{
    public Task Consume(ConsumeContext<ReturnClosed> context)
    {
        var (said, check) = (context.Message, new MessageValidator("return.invalid", clock));
        var (outcome, closedAt) = (check.Id(said.Outcome, "outcome"), check.Instant(said.ClosedAt, "time of closing"));
        transaction.EnqueueRow(
            """
            insert into returns_closed (return_id, outcome, credit_id, charge_id, closed_at) values (@ReturnId, @outcome, @CreditId,
                @ChargeId, @closedAt)
            on conflict (return_id) do update set outcome = excluded.outcome, credit_id = excluded.credit_id,
                charge_id = excluded.charge_id, closed_at = excluded.closed_at
                where returns_closed.closed_at <= excluded.closed_at
            """,
            new { said.ReturnId, outcome, said.CreditId, said.ChargeId, closedAt });
        return Task.CompletedTask;
    }
}

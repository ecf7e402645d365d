using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>The named steps of a return: what is asked of the others, and what is noted in our own streams. All in the saga's transaction.</summary>
internal sealed class ReturnSteps(
    Streams<Return, ReturnEvent> returns, Streams<Unit, UnitEvent> units, Streams<ReturnAuthorization, RmaEvent> rmas, PolicyBook policies, TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    public static Task TellTheDock(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        return Say(step, new ExpectReturn(
            line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku, line.HasDrive, line.Accessories,
            line.IssuedAt, line.ValidThrough));
    }

    /// <summary>The day after the last good day, plus the grace for scanners that were offline .</summary>
    public Task SetDeadline(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        var policy = policies.InForceAt(line.IssuedAt);
        var at = policy.Calendar.EndOfDay(line.ValidThrough).AddHours(policy.Settings.LateScanGraceHours);
        return step.Publish(new ReturnDeadlineReached(line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.ValidThrough), context =>
        {
            context.CorrelationId = line.RmaId;
            context.VisibleAt(at);
        });
    }

    /// <summary>Whether the last good day lies behind us, by the policy's calendar.</summary>
    public bool ValidityIsOver(ReturnState line) => policies.InForceAt(line.IssuedAt).Calendar.LocalDate(Now) > line.ValidThrough;

    public static Task CallOffTheDock(BehaviorContext<ReturnState, ReturnWithdrawn> step) => Say(step, new StopExpectingReturn(
        step.Saga.CorrelationId, step.Saga.RmaId, step.Saga.RmaNumber, step.Saga.Line, "cancelled", step.Message.WithdrawnAt));

    public Task Arrive(BehaviorContext<ReturnState, UnitReceived> step)
    {
        step.Saga.ArrivedAt = step.Message.ArrivedAt;
        return rmas.Append(step.Saga.RmaId, rma => NoteArrival.Decide(rma, new(step.Saga.CorrelationId, Now)), step.CancellationToken);
    }

    /// <summary>With every fact that is known now; a missing one refers the case, it never pays.</summary>
    public async Task AskForCredit(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        var paid = (await units.Get(line.SerialNumber, step.CancellationToken)).PurchaseBy(line.AccountId);
        await Say(step, new AssessCredit(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku, line.IsLicense,
            line.IssuedAt, line.ArrivedAt,
            paid is null ? null : new Contracts.Credit.V1.Purchase(paid.InvoiceId, paid.InvoiceDate, paid.NetPrice, paid.Tax, paid.Currency),
            line.Condition, Now));
    }

    public Task TakeTheCredit(BehaviorContext<ReturnState, CreditIssued> step)
    {
        var credit = step.Message;
        step.Saga.CreditId = credit.CreditId;
        var note = new NoteCredit(new UnitCredited(credit.ReturnId, credit.CreditId, credit.InvoiceId, credit.Amount, credit.Currency, credit.IssuedAt));
        return units.Append(step.Saga.SerialNumber, unit => NoteCredit.Decide(unit, note), step.CancellationToken);
    }

    public Task SendToBench(BehaviorContext<ReturnState> step, string purpose)
    {
        var line = step.Saga;
        return Say(step, new OpenRepairJob(
            NameBasedId.Of($"repair-job/{line.CorrelationId}"), line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId,
            line.SerialNumber, line.Sku, purpose, line.HasDrive, Now));
    }

    public async Task Expire(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        await Say(step, new RmaExpired(line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.SerialNumber, line.ValidThrough, Now));
        await End(step, "expired");
    }

    /// <summary>Frees the unit for another remedy and says that it is over.</summary>
    public async Task End(BehaviorContext<ReturnState> step, string outcome)
    {
        var line = step.Saga;
        line.Outcome = outcome;
        await units.Append(line.SerialNumber, unit => CloseRemedy.Decide(unit, new(line.CorrelationId, outcome, Now)), step.CancellationToken);
        await rmas.Append(line.RmaId, rma => CloseLine.Decide(rma, new(line.CorrelationId, outcome, Now)), step.CancellationToken);
        await Say(step, new ReturnClosed(
            line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, outcome, Now));
    }

    /// <summary>Takes the unit back if nobody else has it by now; if somebody has, the lifetime cap still keeps it from being paid twice.</summary>
    public async Task Revive(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        line.Outcome = null;
        await units.Append(line.SerialNumber,
            unit => unit.OpenRemedy is null ? OpenRemedy.Decide(unit, new(line.CorrelationId, line.RmaId, line.RmaNumber, line.Remedy, Now)) : [],
            step.CancellationToken);
    }

    public Task Move(BehaviorContext<ReturnState> step, string from, string to)
    {
        step.Saga.Moves++;
        return returns.Append(step.Saga.CorrelationId, _ => [new ReturnMoved(from, to, step.Event.Name, Now)], step.CancellationToken);
    }

    /// <summary>Once for the same message in the same state; a message delivered often does not fill the stream.</summary>
    public Task Note(BehaviorContext<ReturnState> step, string note) => returns.Append(
        step.Saga.CorrelationId,
        history => history.LastNote is { } last && last.Message == step.Event.Name && last.Note == note ? [] : [new ReturnNoted(step.Saga.CurrentState, step.Event.Name, note, Now)],
        step.CancellationToken);

    // The id comes from the return, its move and what caused it: the same step always says the same.
    private static Task Say<T>(BehaviorContext<ReturnState> step, T message) where T : class =>
        step.Publish(message, context =>
        {
            context.MessageId = NameBasedId.Of($"return-{step.Saga.CorrelationId}/{step.Saga.Moves}/{typeof(T).Name}/{step.GetPayload<ConsumeContext>().MessageId:D}");
            context.CorrelationId = step.Saga.RmaId;
        });
}

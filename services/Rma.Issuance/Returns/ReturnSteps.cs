using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>
/// The named steps of a return: what is asked of dock and bench, its deadlines, its history and its end. All in the saga's transaction.
/// </summary>
internal sealed class ReturnSteps(
    Streams<Return, ReturnEvent> returns, Streams<Unit, UnitEvent> units, Streams<ReturnAuthorization, RmaEvent> rmas, PolicyBook policies,
    TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    public static Task TellTheDock(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        return Say(step, new ExpectReturn(
            line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku, line.HasDrive,
            line.Accessories, line.IssuedAt, line.ValidThrough, line.ReasonCode, line.Defect));
    }

    /// <summary>
    /// The notice before the expiry, and the day after the last good day plus the grace for scanners that were offline. A ticket
    /// does not expire.
    /// </summary>
    public async Task SetDeadlines(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        if (line.IsByTicket) return;
        var policy = policies.InForceAt(line.IssuedAt);
        var notice = line.ValidThrough.AddDays(policy.Settings.ExpiryNoticeDay - policy.Settings.RmaValidityDays);
        if (notice > policy.Calendar.LocalDate(Now))
            await SayAt(step, policy.Calendar.EndOfDay(notice.AddDays(-1)),
                new ReturnDeadlineApproaching(line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.ValidThrough));
        await SayAt(step, policy.Calendar.EndOfDay(line.ValidThrough).AddHours(policy.Settings.LateScanGraceHours),
            new ReturnDeadlineReached(line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.ValidThrough));
    }

    /// <summary>Whether the last good day lies behind us, by the policy's calendar.</summary>
    public bool ValidityIsOver(ReturnState line) => policies.InForceAt(line.IssuedAt).Calendar.LocalDate(Now) > line.ValidThrough;

    public static Task CallOffTheDock(BehaviorContext<ReturnState, ReturnWithdrawn> step) => Say(step, new StopExpectingReturn(
        step.Saga.CorrelationId, step.Saga.RmaId, step.Saga.RmaNumber, step.Saga.Line, "cancelled", step.Message.WithdrawnAt));

    /// <summary>
    /// One job a purpose: the same question is never asked twice. The two oldest purposes have the job's original id, so that a return that
    /// was under way keeps its job.
    /// </summary>
    public async Task SendToBench(BehaviorContext<ReturnState> step, string purpose)
    {
        var line = step.Saga;
        line.BenchPurpose = purpose;
        var purchase = (await units.Get(line.SerialNumber, step.CancellationToken)).LatestPurchase;
        var job = purpose is "release-to-stock" or "return-unrepaired" ? $"repair-job/{line.CorrelationId}"
            : $"repair-job/{line.CorrelationId}/{purpose}";
        await Say(step, new OpenRepairJob(
            NameBasedId.Of(job), line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId,
            line.SerialNumber, line.Sku, purpose, line.HasDrive, Now, line.Remedy, line.Coverage, line.Exclusions(), line.Grade,
            purchase?.Currency, purpose == "return-unrepaired" ? WhyUnrepaired(line) : null, line.ReasonCode, line.Defect));
    }

    private static string WhyUnrepaired(ReturnState line) => line switch
    {
        { IsTestedFirst: true, FaultFound: false } => "no-fault-found",
        { IsTestedFirst: true, IsAdvanceReplacement: false } => "excluded",
        _ => "no-credit",
    };

    public async Task Expire(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        await Say(step, new RmaExpired(
            line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.SerialNumber, line.ValidThrough, Now));
    }

    /// <summary>Frees the unit for another remedy and says that it is over.</summary>
    public async Task End(BehaviorContext<ReturnState> step, string outcome)
    {
        var line = step.Saga;
        (line.Outcome, line.PendingOutcome) = (outcome, null);
        await units.Append(line.SerialNumber, unit =>
            CloseRemedy.Decide(unit, new(line.CorrelationId, outcome, Now)), step.CancellationToken);
        await rmas.Append(line.RmaId, rma => CloseLine.Decide(rma, new(line.CorrelationId, outcome, Now)), step.CancellationToken);
        await Say(step, new ReturnClosed(
            line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, outcome, Now,
            line.CreditId, line.ChargeId));
    }

    /// <summary>
    /// Takes the unit back if nobody else has it by now; if somebody has, the lifetime cap still keeps it from being paid twice.
    /// </summary>
    public async Task Revive(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        (line.Outcome, line.PendingOutcome) = (null, null);
        await units.Append(line.SerialNumber,
            unit => unit.OpenRemedyOf(line.MeantSku) is null
                ? OpenRemedy.Decide(unit, new(line.CorrelationId, line.RmaId, line.RmaNumber, line.Remedy, Now, line.MeantSku)) : [],
            step.CancellationToken);
    }

    /// <summary>What the policy says of a tested exchange (T9, T10).</summary>
    public Decision Replacement(ReturnState line, UnitTested test) =>
        OtcPolicy.Replace(policies.InForceAt(test.TestedAt), FactsOf(line, test));

    public Task DecideReplacement(BehaviorContext<ReturnState, UnitTested> step)
    {
        var decided = new ReplacementDecided(FactsOf(step.Saga, step.Message), Replacement(step.Saga, step.Message), Now);
        return returns.Append(step.Saga.CorrelationId, _ => [decided], step.CancellationToken);
    }

    public Task Move(BehaviorContext<ReturnState> step, string from, string to)
    {
        step.Saga.Moves++;
        return returns.Append(step.Saga.CorrelationId, _ => [new ReturnMoved(from, to, step.Event.Name, Now)], step.CancellationToken);
    }

    /// <summary>Once for the same message in the same state; a message delivered often does not fill the stream.</summary>
    public Task Note(BehaviorContext<ReturnState> step, string note) => returns.Append(
        step.Saga.CorrelationId,
        history => history.LastNote is { } last && last.Message == step.Event.Name && last.Note == note ? []
            : [new ReturnNoted(step.Saga.CurrentState, step.Event.Name, note, Now)],
        step.CancellationToken);

    // The id comes from the return, its move and what caused it: the same step always says the same.
    internal static Task Say<T>(BehaviorContext<ReturnState> step, T message) where T : class =>
        step.Publish(message, context =>
        {
            context.MessageId = NameBasedId.Of(
                $"return-{step.Saga.CorrelationId}/{step.Saga.Moves}/{typeof(T).Name}/{step.GetPayload<ConsumeContext>().MessageId:D}");
            context.CorrelationId = step.Saga.RmaId;
        });

    private static Task SayAt<T>(BehaviorContext<ReturnState> step, DateTimeOffset at, T message) where T : class =>
        step.Publish(message, context =>
        {
            context.CorrelationId = step.Saga.RmaId;
            context.VisibleAt(at);
        });

    private static OtcReplacementFacts FactsOf(ReturnState line, UnitTested test) =>
        new(test.TestedAt, test.FaultFound, [.. line.Exclusions().Union(test.Exclusions)]);
}

using MassTransit;
using Rma.Credit.Cases;
using Rma.Credit.Witnesses;
using Rma.EventSourcing;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.CreditCases;

/// <summary>
/// Decides a credit request once and finally, or refers it. A referred case is assessed again when it is requested with other facts.
/// </summary>
/// <param name="Missing">What other services have not said of the return yet; the decision waits for it.</param>
/// <param name="Confirmed">Whether the facts are current; for a license they are requested again when they are not (rule 108).</param>
public sealed record AssessCredit(
    CreditRequest Request, Ledgers.LedgersOfItem Ledgers, PolicyVersion Policy, DateTimeOffset Now, bool Confirmed = true,
    ValueList<string>? Missing = null)
{
    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, AssessCredit command) => state switch
    {
        CreditCase.NotAsked when !command.Confirmed => [new CreditFactsAsked(command.Request, command.Now)],
        CreditCase.Confirming { Asked.Request: var asked } when !command.Request.IsOfTheSameItem(asked) =>
            throw new RefusedException("credit.other-item", "This case was about another item before."),
        // Requested with other facts meanwhile: these may have waited as well.
        CreditCase.Confirming { Asked.Request: var asked } when !command.Confirmed =>
            asked.RequestedAt >= command.Request.RequestedAt ? [] : [new CreditFactsAsked(command.Request, command.Now)],
        CreditCase.Held { Hold.Request: var asked } when !command.Request.IsOfTheSameItem(asked) =>
            throw new RefusedException("credit.other-item", "This case was about another item before."),
        // An older request that arrived late has fewer facts than the case.
        CreditCase.Held { Hold.Request: var asked } when command.Request.IsOlderThan(asked) => [],
        CreditCase.NotAsked or CreditCase.Confirming or CreditCase.Held when command.Missing is { Count: > 0 } missing =>
            IsHeldForTheSame(state, command, missing) ? [] : [new CreditHeld(command.Request, command.Confirmed, missing, command.Now)],
        CreditCase.NotAsked or CreditCase.Confirming or CreditCase.Held => [Answer(state, command)],
        CreditCase.Referred { Referral.Request: var asked } when !command.Request.IsOfTheSameItem(asked) =>
            throw new RefusedException("credit.other-item", "This case was about another item before."),
        CreditCase.Referred { Referral.Request: var asked } when command.Request.IsOlderThan(asked) => [],
        CreditCase.Referred { Referral: var referral } =>
            Answer(state, command) is var answer && SaysTheSame(referral, answer) ? [] : [answer],
        _ => [],
    };

    /// <summary>
    /// The time of the decision. A request that follows a deadline may come from a clock that is ahead of this one; decided on the day
    /// before, it would be referred as before, and no further request would follow.
    /// </summary>
    public static DateTimeOffset NotBeforeAsked(CreditRequest request, DateTimeOffset now) =>
        request.RequestedAt > now ? request.RequestedAt : now;

    private static CreditCaseEvent Answer(CreditCase state, AssessCredit command)
    {
        var (facts, answer) = Assessment.Of(command.Request, command.Ledgers, state.ChosenFee, command.Policy, command.Now);
        return answer switch
        {
            CreditAssessment.Entitled credit => new CreditIssued(
                command.Request, facts, Assessment.CreditIdOf(command.Request.ReturnId), credit.Lines, credit.NetCredit, credit.Total,
                credit.Decision, command.Now),
            CreditAssessment.NotEntitled denial => new CreditDenied(command.Request, facts, denial.Code, denial.Decision, command.Now),
            CreditAssessment.Referred referral => new CreditReferred(
                command.Request, facts, referral.Code, referral.Bounds, referral.Decision, command.Now),
            _ => throw new InvalidOperationException($"The policy answered with {answer.GetType().Name}."),
        };
    }

    private static bool IsHeldForTheSame(CreditCase state, AssessCredit command, ValueList<string> missing) =>
        state is CreditCase.Held { Hold: var hold } && hold.Missing.Equals(missing)
            && hold.Request with { RequestedAt = command.Request.RequestedAt } == command.Request;

    // The decision day moves on by itself, and a fee chosen meanwhile is used when an analyst decides: neither is worth a new event.
    private static bool SaysTheSame(CreditReferred before, CreditCaseEvent now) =>
        now is CreditReferred again && again.Code == before.Code
            && again.Request with { RequestedAt = before.Request.RequestedAt } == before.Request
        && again.Facts with { DecidedOn = before.Facts.DecidedOn, ChosenFeePercent = before.Facts.ChosenFeePercent } == before.Facts;
}

internal sealed class AssessCreditConsumer(HeldCredits credits, TimeProvider clock) : IConsumer<V1.AssessCredit>
{
    public Task Consume(ConsumeContext<V1.AssessCredit> context) => credits.Assess(
        new CreditRequestReader(clock).Read(context.Message), context.Message.Confirmed ?? true, context.CancellationToken);
}

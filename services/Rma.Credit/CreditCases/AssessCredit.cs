using MassTransit;
using Rma.Contracts.Receiving.V1;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.CreditCases;

/// <summary>
/// Answers the question for a credit, once and finally, or refers it. A referred case is assessed again when it is asked about with other facts.
/// </summary>
public sealed record AssessCredit(CreditRequest Request, Ledger Ledger, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, AssessCredit command) => state switch
    {
        CreditCase.NotAsked => [Answer(state, command)],
        CreditCase.Referred { Referral.Request: var asked } when !IsOfTheSameItem(asked, command.Request) =>
            throw new RefusedException("credit.other-item", "This case was about another item before."),
        // An older question that was overtaken on its way knows less than the case does.
        CreditCase.Referred { Referral.Request: var asked } when command.Request.RequestedAt < asked.RequestedAt => [],
        CreditCase.Referred { Referral: var referral } => Answer(state, command) is var answer && SaysTheSame(referral, answer) ? [] : [answer],
        _ => [],
    };

    /// <summary>
    /// The moment of the answer. A question that hangs on a day, such as one that follows a deadline, may come from a clock that is ahead of this one; answered
    /// on the day before, it would be referred as before, and nobody would ask again.
    /// </summary>
    public static DateTimeOffset NotBeforeAsked(CreditRequest request, DateTimeOffset now) => request.RequestedAt > now ? request.RequestedAt : now;

    private static CreditCaseEvent Answer(CreditCase state, AssessCredit command)
    {
        var (facts, answer) = Assessment.Of(command.Request, command.Ledger, state.ChosenFee, command.Policy, command.Now);
        return answer switch
        {
            CreditAssessment.Entitled credit => new CreditIssued(
                command.Request, facts, Assessment.CreditIdOf(command.Request.ReturnId), credit.Lines, credit.NetCredit, credit.Total, credit.Decision, command.Now),
            CreditAssessment.NotEntitled denial => new CreditDenied(command.Request, facts, denial.Code, denial.Decision, command.Now),
            CreditAssessment.Referred referral => new CreditReferred(
                command.Request, facts, referral.Code, referral.Bounds, referral.Decision, command.Now),
            _ => throw new InvalidOperationException($"The policy answered with {answer.GetType().Name}."),
        };
    }

    private static bool IsOfTheSameItem(CreditRequest asked, CreditRequest again) =>
        (asked.RmaId, asked.Line, asked.AccountId, asked.SerialNumber) == (again.RmaId, again.Line, again.AccountId, again.SerialNumber);

    // The day of the decision moves on by itself, and a fee chosen meanwhile speaks when an analyst decides: neither is news to the others.
    private static bool SaysTheSame(CreditReferred before, CreditCaseEvent now) =>
        now is CreditReferred again && again.Code == before.Code && again.Request with { RequestedAt = before.Request.RequestedAt } == before.Request
        && again.Facts with { DecidedOn = before.Facts.DecidedOn, ChosenFeePercent = before.Facts.ChosenFeePercent } == before.Facts;
}

internal sealed class AssessCreditConsumer(CreditDesk desk, PolicyBook policies, TimeProvider clock) : IConsumer<V1.AssessCredit>
{
    private static readonly Incoming Facts = new("credit.invalid-facts");

    public Task Consume(ConsumeContext<V1.AssessCredit> context)
    {
        var request = Read(context.Message);
        var now = AssessCredit.NotBeforeAsked(request, clock.GetUtcNow());
        return desk.Settle(
            request.ReturnId, request.SerialNumber,
            (state, ledger) => AssessCredit.Decide(state, new(request, ledger, policies.InForceAt(now), now)), context.CancellationToken);
    }

    private CreditRequest Read(V1.AssessCredit said) => new(
        said.CreditCaseId == said.ReturnId ? said.ReturnId : throw Facts.Bad("The case is not the one of the return."),
        said.RmaId, Facts.Name(said.RmaNumber, "RMA number"), said.Line, Facts.Name(said.AccountId, "account"), Facts.Name(said.SerialNumber, "serial number"),
        said.Sku, said.IsLicense, Facts.Instant(said.IssuedAt, clock, "time of issue"),
        said.ArrivedAt is { } arrived ? Facts.Instant(arrived, clock, "time of arrival") : null, Facts.Paid(said.Purchase, clock), Read(said.Condition),
        [.. said.Condition?.Photos ?? []], Facts.Instant(said.RequestedAt, clock, "time of the question"), Remedy(said.Remedy), said.InspectedBy,
        Ordered(said.Replacement), said.Replacement?.ValidThrough, said.FaultFound, Excluded(said), Facts.Overrides(said.Overrides),
        said.ReasonCode, said.Defect);

    private static string? Remedy(string? remedy) => remedy is null || Remedies.All.Contains(remedy) ? remedy : throw Facts.Bad($"There is no remedy '{remedy}'.");

    private static ReplacementOrderFacts? Ordered(V1.ReplacementOrder? order) => order is not { PurchaseOrderId: { } number } ? null : new(
        Facts.Name(number, "purchase order"), order.Sku, order.ReferencesRma, order.PlacedAt, order.ReturnedItemIsPhasedOut, order.SuccessorSku);

    // What the housing and the label say is judged from the inspection itself.
    private static ValueList<string>? Excluded(V1.AssessCredit said)
    {
        string[] codes = [.. (said.Condition?.Exclusions ?? []).Where(code => code != "opened")];
        return codes.FirstOrDefault(code => !Exclusions.IsKnown(code)) is { } unknown ? throw Facts.Bad($"There is no exclusion called '{unknown}'.") : [.. codes];
    }

    private static InspectionFacts? Read(UnitCondition? seen) => seen is null ? null : new()
    {
        RetailBoxOpened = seen.RetailBoxOpened, FactorySealBroken = seen.FactorySealBroken, EnclosureOpened = seen.EnclosureOpened,
        MissingAccessories = [.. seen.MissingAccessories], CosmeticDamage = seen.CosmeticDamage, InternalDamage = seen.InternalDamage, Note = seen.Note,
        SerialLabel = seen.SerialLabel switch
        {
            "intact" => SerialLabel.Intact, "missing" => SerialLabel.Missing, "altered" => SerialLabel.Altered, "unreadable" => SerialLabel.Unreadable,
            var other => throw Facts.Bad($"A serial label is not '{other}'."),
        },
    };
}

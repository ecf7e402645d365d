using MassTransit;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.CreditCases;

/// <summary>
/// Decides a credit request once and finally, or refers it. A referred case is assessed again when it is requested with other facts.
/// </summary>
/// <param name="Confirmed">Whether the facts are current; for a license they are requested again when they are not (rule 108).</param>
public sealed record AssessCredit(
    CreditRequest Request, Ledgers.LedgersOfItem Ledgers, PolicyVersion Policy, DateTimeOffset Now, bool Confirmed = true)
{
    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, AssessCredit command) => state switch
    {
        CreditCase.NotAsked when !command.Confirmed => [new CreditFactsAsked(command.Request, command.Now)],
        CreditCase.Confirming { Asked.Request: var asked } when !IsOfTheSameItem(asked, command.Request) =>
            throw new RefusedException("credit.other-item", "This case was about another item before."),
        // Requested with other facts meanwhile: these may have waited as well.
        CreditCase.Confirming { Asked.Request: var asked } when !command.Confirmed =>
            asked.RequestedAt >= command.Request.RequestedAt ? [] : [new CreditFactsAsked(command.Request, command.Now)],
        CreditCase.NotAsked or CreditCase.Confirming => [Answer(state, command)],
        CreditCase.Referred { Referral.Request: var asked } when !IsOfTheSameItem(asked, command.Request) =>
            throw new RefusedException("credit.other-item", "This case was about another item before."),
        // An older request that arrived late has fewer facts than the case.
        CreditCase.Referred { Referral.Request: var asked } when command.Request.RequestedAt < asked.RequestedAt => [],
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

    private static bool IsOfTheSameItem(CreditRequest asked, CreditRequest again) =>
        (asked.RmaId, asked.Line, asked.AccountId, asked.SerialNumber) == (again.RmaId, again.Line, again.AccountId, again.SerialNumber);

    // The decision day moves on by itself, and a fee chosen meanwhile is used when an analyst decides: neither is worth a new event.
    private static bool SaysTheSame(CreditReferred before, CreditCaseEvent now) =>
        now is CreditReferred again && again.Code == before.Code
            && again.Request with { RequestedAt = before.Request.RequestedAt } == before.Request
        && again.Facts with { DecidedOn = before.Facts.DecidedOn, ChosenFeePercent = before.Facts.ChosenFeePercent } == before.Facts;
}

internal sealed class AssessCreditConsumer(CreditDesk desk, PolicyBook policies, TimeProvider clock) : IConsumer<V1.AssessCredit>
{
    public Task Consume(ConsumeContext<V1.AssessCredit> context)
    {
        var request = new CreditRequestReader(clock).Read(context.Message);
        var now = AssessCredit.NotBeforeAsked(request, clock.GetUtcNow());
        return desk.Settle(
            request.ReturnId, request.SerialNumber,
            (state, ledgers) =>
                AssessCredit.Decide(state, new(request, ledgers, policies.InForceAt(now), now, context.Message.Confirmed ?? true)),
            context.CancellationToken, request.Purchase);
    }
}

/// <summary>Reads a request for a credit out of its message.</summary>
internal sealed class CreditRequestReader(TimeProvider clock)
{
    private MessageValidator Check => new("credit.invalid-facts", clock);

    /// <exception cref="DeadLetterException">A member is not readable; the reason names it.</exception>
    public CreditRequest Read(V1.AssessCredit said) => new(
        said.CreditCaseId == said.ReturnId ? said.ReturnId : throw Check.Bad("The case is not the one of the return."),
        said.RmaId, Check.Id(said.RmaNumber, "RMA number"), Check.Count(said.Line, "line"), Check.Id(said.AccountId, "account"),
        Check.Id(said.SerialNumber, "serial number"),
        Check.IdOrNone(said.Sku, "SKU"), said.IsLicense, Check.Instant(said.IssuedAt, "time of issue"),
        Check.InstantOrNone(said.ArrivedAt, "time of arrival"), Check.Paid(said.Purchase), Read(said.Condition),
        [.. said.Condition?.Photos ?? []], Check.Instant(said.RequestedAt, "time of the question"), Remedy(said.Remedy),
        Check.Prose(said.InspectedBy, "inspector"), Ordered(said.Replacement), said.Replacement?.ValidThrough, said.FaultFound,
        Excluded(said), Check.Overrides(said.Overrides), said.Contradictions is { Length: > 0 } contradictions
            ? [.. contradictions.Select(one => Check.Prose(one, "contradiction")!)] : null,
        said.LicenseActivationRevision is { } revision
            ? new(Check.InstantOrNone(said.LicenseActivatedAt, "activation"), Check.Revision(revision)) : null,
        Check.IdOrNone(said.ReasonCode, "reason code"), Check.Prose(said.Defect, "defect"));

    private string? Remedy(string? remedy) => remedy is null ? null : Check.OneOf(remedy, "remedy", Remedies.All, "said.Remedy");

    private ReplacementOrderFacts? Ordered(V1.ReplacementOrder? order) => order is not { PurchaseOrderId: { } number } ? null : new(
        Check.Id(number, "purchase order"), Check.IdOrNone(order.Sku, "ordered SKU"), order.ReferencesRma,
        Check.InstantOrNone(order.PlacedAt, "time of the order"), order.ReturnedItemIsPhasedOut,
        Check.IdOrNone(order.SuccessorSku, "successor"), order.OrderLine, order.Quantity, order.UsedUp);

    // Enclosure and label are judged from the inspection itself.
    private ValueList<string>? Excluded(V1.AssessCredit said)
    {
        string[] codes = [.. (said.Condition?.Exclusions ?? []).Where(code => code != "opened")];
        return codes.FirstOrDefault(code => !Exclusions.IsKnown(code)) is { } unknown
            ? throw Check.Bad($"There is no exclusion called '{unknown}'.") : [.. codes];
    }

    private InspectionFacts? Read(UnitCondition? seen) => seen is null ? null : new()
    {
        RetailBoxOpened = seen.RetailBoxOpened, FactorySealBroken = seen.FactorySealBroken, EnclosureOpened = seen.EnclosureOpened,
        MissingAccessories = [.. seen.MissingAccessories.Select(one => Check.Name(one, "missing accessory"))],
        CosmeticDamage = seen.CosmeticDamage, InternalDamage = seen.InternalDamage, Note = Check.Prose(seen.Note, "note"),
        SerialLabel = seen.SerialLabel switch
        {
            "intact" => SerialLabel.Intact, "missing" => SerialLabel.Missing, "altered" => SerialLabel.Altered, "unreadable" =>
                SerialLabel.Unreadable,
            var other => throw Check.Bad($"A serial label is not '{other}'."),
        },
    };
}

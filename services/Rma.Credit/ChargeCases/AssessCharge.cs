using MassTransit;
using Rma.Credit.Cases;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.ChargeCases;

/// <summary>
/// Decides the charge of a return once and finally, or refers it. A referred case is assessed again when it is requested with other facts.
/// </summary>
public sealed record AssessCharge(ChargeRequest Request, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<ChargeCaseEvent> Decide(ChargeCase state, AssessCharge command) => state switch
    {
        ChargeCase.NotAsked => [Answer(state, command)],
        ChargeCase.Referred { Referral.Request: var asked } when !command.Request.IsOfTheSameItem(asked) =>
            throw new RefusedException("charge.other-item", "This case was about another item before."),
        ChargeCase.Referred { Referral.Request: var asked } when command.Request.IsOlderThan(asked) => [],
        ChargeCase.Referred { Referral: var referral } =>
            Answer(state, command) is var answer && SaysTheSame(referral, answer) ? [] : [answer],
        _ => [],
    };

    /// <summary>The facts of a request on a day.</summary>
    internal static ChargeFacts FactsOf(ChargeRequest request, ChargeFeeChosen? fee, PolicyVersion policy, DateTimeOffset now) => new()
    {
        Remedy = request.Remedy, NetPrice = request.Purchase?.NetPrice, Currency = request.Purchase?.Currency ?? request.Currency,
        MissingAccessories = request.MissingAccessories, NoFaultFound = request.NoFaultFound, ApprovedQuote = request.ApprovedQuote,
        QuoteDeclined = request.QuoteDeclined, Diagnosed = request.Diagnosed, Covered = request.Covered, Freight = request.Freight,
        Overrides = request.Overrides, DecidedOn = policy.Calendar.LocalDate(now),
        // A fee chosen by the inspector of the unit lapses.
        ChosenFeePercent = fee?.ChosenBy == request.InspectedBy ? null : fee?.Percent,
    };

    private static ChargeCaseEvent Answer(ChargeCase state, AssessCharge command)
    {
        var facts = FactsOf(command.Request, state.ChosenFee, command.Policy, command.Now);
        return ChargePolicy.Assess(command.Policy, facts) switch
        {
            ChargeAssessment.Due due => new ChargeRaised(
                command.Request, facts, ChargeCase.ChargeIdOf(command.Request.ReturnId), due.Lines, due.Total, due.Decision, command.Now),
            ChargeAssessment.NothingDue nothing => new NoChargeDue(command.Request, facts, nothing.Decision, command.Now),
            ChargeAssessment.Referred referral =>
                new ChargeReferred(command.Request, facts, referral.Code, referral.Known, referral.Decision, command.Now),
            var answer => throw new InvalidOperationException($"The policy answered with {answer.GetType().Name}."),
        };
    }

    private static bool SaysTheSame(ChargeReferred before, ChargeCaseEvent now) =>
        now is ChargeReferred again && again.Request with { RequestedAt = before.Request.RequestedAt } == before.Request
            && again.Code == before.Code;
}

internal sealed class AssessChargeConsumer(Streams<ChargeCase, ChargeCaseEvent> cases, PolicyBook policies, TimeProvider clock)
    : IConsumer<V1.AssessCharge>
{
    public Task Consume(ConsumeContext<V1.AssessCharge> context)
    {
        var now = clock.GetUtcNow();
        var command = new AssessCharge(new ChargeRequestReader(clock).Read(context.Message), policies.InForceAt(now), now);
        return cases.Append(command.Request.ReturnId, state => AssessCharge.Decide(state, command), context.CancellationToken);
    }
}

/// <summary>Reads a request for a charge out of its message.</summary>
internal sealed class ChargeRequestReader(TimeProvider clock)
{
    private MessageValidator Check => new("charge.invalid-facts", clock);

    /// <exception cref="DeadLetterException">A member is not readable; the reason names it.</exception>
    public ChargeRequest Read(V1.AssessCharge said) => new(
        said.ChargeCaseId == said.ReturnId ? said.ReturnId : throw Check.Bad("The case is not the one of the return."),
        said.RmaId, Check.Id(said.RmaNumber, "RMA number"), Check.Count(said.Line, "line"), Check.Id(said.AccountId, "account"),
        Check.Id(said.SerialNumber, "serial number"),
        Check.IdOrNone(said.Sku, "SKU"), Check.OneOf(said.Remedy, "remedy", Remedies.All), Check.Paid(said.Purchase),
        [.. said.MissingAccessories.Select(one => Check.Name(one, "missing accessory"))], said.NoFaultFound,
        said.ApprovedQuote is { } quote
            ? new(Check.Count(quote.Version, "version of the quote"), Check.AnyAmount(quote.Amount, "amount of the quote"),
                Check.Id(quote.Currency, "currency"))
            : null,
        said.QuoteDeclined, said.Diagnosed, said.Covered,
        said.Freight is { } freight
            ? new(Check.Name(freight.Service, "service"), Check.AnyAmount(freight.Cost, "freight"),
                Check.AnyAmount(freight.GroundCost, "ground freight"),
                Check.Id(freight.Currency, "currency"))
            : null,
        Check.IdOrNone(said.Currency, "currency"), Check.Instant(said.RequestedAt, "time of the question"),
        Check.Overrides(said.Overrides), Check.Prose(said.InspectedBy, "inspector"));
}

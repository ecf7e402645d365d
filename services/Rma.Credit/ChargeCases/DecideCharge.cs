using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.ChargeCases;

/// <summary>
/// An analyst decides a referred charge: waives it, or charges lines that a clause makes due, each up to its known amount, and a restocking
/// fee inside its band (I4, A-33). Unknown amounts are not charged.
/// </summary>
/// <param name="Lines">Kind and amount; none = waived.</param>
public sealed record DecideCharge(
    ValueList<AskedLine> Lines, string Reason, string Analyst, string Role, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<ChargeCaseEvent> Decide(ChargeCase state, DecideCharge command) => state switch
    {
        ChargeCase.Referred { Referral.Request.InspectedBy: { } inspector } when Persons.AreSame(inspector, command.Analyst) =>
            throw ChargeCase.InspectedBySamePerson(),
        ChargeCase.Referred { Referral: var referral } => Judged(referral, state.ChosenFee, command),
        ChargeCase.Raised { Judgement: { } judgement } when Same(judgement, command) => [],
        ChargeCase.NothingDue { Judgement: not null } when command.Lines.Count == 0 => [],
        ChargeCase.NotAsked =>
            throw new RefusedException("charge.not-asked", "Nobody has asked what this return costs, or it does not exist."),
        _ => throw ChargeCase.AlreadyDecided(),
    };

    private static ChargeCaseEvent[] Judged(ChargeReferred referral, ChargeFeeChosen? fee, DecideCharge command)
    {
        var facts = AssessCharge.FactsOf(referral.Request, fee, command.Policy, command.Now);
        var known = ChargePolicy.Assess(command.Policy, facts) is ChargeAssessment.Referred { Known: var lines } ? lines : referral.Known;
        ValueList<ChargeLine> charged = [.. command.Lines.Select(asked => Within(known, asked, facts, command.Policy))];
        var judgement = new ChargeDecided(charged, command.Reason, command.Analyst, command.Role, command.Now);
        var decision = referral.Decision with
        {
            PolicyVersionId = command.Policy.Id, BusinessDate = facts.DecidedOn, MissingFacts = [], WouldChange = null,
            DecidedBy = command.Analyst,
        };
        if (charged.Count == 0)
            return [judgement, new NoChargeDue(
                referral.Request, facts, decision with { Outcome = Outcome.No,
                    Reason = $"{command.Analyst} waived the charge: {command.Reason}" }, command.Now)];
        if (charged.Select(line => line.Amount.Currency).Distinct().Count() > 1)
            throw new RefusedException("charge.currencies-differ", "One charge is in one currency: leave the other lines out.");
        var total = ChargeLine.Sum(charged);
        return [judgement, new ChargeRaised(
            referral.Request, facts, ChargeCase.ChargeIdOf(referral.Request.ReturnId), charged, total,
            decision with
            {
                Outcome = Outcome.Yes, Reason = $"{command.Analyst} charged {total}: {command.Reason}", ExpectedAmount = total,
                Clauses = [.. charged.Select(line => line.Clause).Distinct()],
            }, command.Now)];
    }

    private static ChargeLine Within(ValueList<ChargeLine> known, AskedLine asked, ChargeFacts facts, PolicyVersion policy)
    {
        var most = known.FirstOrDefault(line => line.Kind == asked.Kind)
            ?? throw new RefusedException("charge.no-clause", $"Nothing makes a line '{asked.Kind}' due here. No clause, no charge.")
            {
                WouldChange = known.Count == 0 ? "Find out the missing fact, or waive the charge."
                    : $"Lines that may be charged: {string.Join(", ", known.Select(line => line.Kind))}.",
            };
        var (least, bound) = ChargePolicy.Bounds(policy, facts, most);
        return asked.Amount >= least.Amount && asked.Amount <= bound.Amount
            && decimal.Round(asked.Amount, policy.Settings.CurrencyMinorUnits[most.Amount.Currency]) == asked.Amount
            ? most with { Amount = most.Amount with { Amount = asked.Amount } }
            : throw new RefusedException("charge.amount-outside-bounds", $"'{asked.Kind}' is {least} to {bound}, or left out.")
            {
                Clauses = [most.Clause], WouldChange = most.Kind == ChargeLine.RestockingFee
                    ? "A fee inside the band, none, or exactly the fee that an override allows." : null,
            };
    }

    private static bool Same(ChargeDecided judgement, DecideCharge command) =>
        judgement.Charged.Select(line => new AskedLine(line.Kind, line.Amount.Amount)).SequenceEqual(command.Lines);
}

/// <summary>A line to charge, in the currency in which it is known.</summary>
public sealed record AskedLine(string Kind, decimal Amount);

/// <param name="Outcome"><c>charge</c> or <c>waive</c>.</param>
/// <param name="Lines">With <c>charge</c> only: known kinds, each once.</param>
public sealed record DecideChargeRequest([OneOf("charge", "waive")] string Outcome, string Reason, AskedLine[]? Lines = null);

internal static class DecideChargeEndpoint
{
    public static void MapDecideCharge(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/charge-cases/{id:guid}/decision", (
            Guid id, DecideChargeRequest request, [AsParameters] Change<ChargeCase, ChargeCaseEvent> change) =>
        {
            Check(request);
            var command = new DecideCharge(
                [.. request.Lines ?? []], request.Reason.Trim(), change.By, Roles.CreditAnalyst, change.Policy, change.Now);
            return change.Append(id, command, DecideCharge.Decide);
        }).Allow(Roles.CreditAnalyst)
            .WithName("decideReferredCharge").WithSummary("Decides a referred charge.")
            .Refuses(400, "decision.lines-missing", "decision.lines-repeated", "decision.lines-unwanted",
                "decision.outcome-unknown", "decision.reason-missing")
            .Refuses(409, "charge.already-decided", "charge.amount-outside-bounds", "charge.currencies-differ",
                "charge.inspected-by-same-person", "charge.no-clause", "charge.not-asked");

    private static void Check(DecideChargeRequest request)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("decision.reason-missing", "Say why.");
        if (request.Outcome is not ("charge" or "waive"))
            throw new InvalidInputException("decision.outcome-unknown", "The outcome is 'charge' or 'waive'.");
        if (request is { Outcome: "charge", Lines: null or { Length: 0 } })
            throw new InvalidInputException("decision.lines-missing", "Say what is charged.");
        if (request is { Outcome: "waive", Lines.Length: > 0 })
            throw new InvalidInputException("decision.lines-unwanted", "What is waived has no lines.");
        if (request.Lines is { } lines && lines.DistinctBy(line => line.Kind).Count() != lines.Length)
            throw new InvalidInputException("decision.lines-repeated", "Each kind of line once.");
    }
}

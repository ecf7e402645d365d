using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.CreditCases;

/// <summary>
/// An analyst decides a referred case: a credit within the bounds of the policy, or none (C5, A-44). The facts are assessed again, so that
/// changes since the referral count: a license activation (A-46), another credit (W13), a chosen fee.
/// </summary>
/// <param name="NetAmount">Price less all fees, without tax, in the invoice's currency; null = no credit.</param>
public sealed record DecideReferral(
    decimal? NetAmount, string Reason, ValueList<string> Photos, string Analyst, string Role, LedgersOfItem Ledgers, PolicyVersion Policy,
    DateTimeOffset Now)
{
    /// <summary>What one person may grant alone.</summary>
    public ApprovalLimits Limits { get; init; } = ApprovalLimits.Default;

    /// <summary>The line for the deduction for damage (C5).</summary>
    public const string DamageFeeKind = "damage-fee";

    /// <summary>The line for credits of other items on the same invoice line (W13).</summary>
    public const string CreditedElsewhereKind = "credited-elsewhere";

    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, DecideReferral command) => state switch
    {
        CreditCase.Referred { Referral.Request: var request } when Persons.AreSame(request.InspectedBy, command.Analyst) =>
            throw CreditCase.InspectedBySamePerson(),
        CreditCase.Referred referred when command.NetAmount is { } amount => Credit(referred, amount, command),
        CreditCase.Referred referred => Deny(referred, command),
        CreditCase.Issued { Judgement.Granted: { } granted } when granted.Amount == command.NetAmount => [],
        CreditCase.Denied { Judgement: not null } when command.NetAmount is null => [],
        CreditCase.NotAsked or CreditCase.Confirming =>
            throw new RefusedException("credit.not-asked",
            "Nobody has asked for a credit of this return yet; it is not inspected, or it does not exist."),
        CreditCase.Held { Hold.Missing: var missing } => throw new RefusedException(
            "credit.held", $"Nothing is decided before the {string.Join(" and the ", missing)} of the return is there."),
        _ => throw CreditCase.AlreadyDecided(),
    };

    private static CreditCaseEvent[] Credit(CreditCase.Referred referred, decimal amount, DecideReferral command)
    {
        var request = referred.Referral.Request;
        var assessment = Assessment.Of(request, command.Ledgers, referred.Fee, command.Policy, command.Now);
        if (assessment.Answer is CreditAssessment.NotEntitled no)
            throw new RefusedException(no.Code, no.Decision.Reason) { Clauses = no.Decision.Clauses,
                WouldChange = no.Decision.WouldChange };
        var found = assessment.Answer.Decision;
        var bounds = assessment.Bounds
            ?? throw new RefusedException(
            "credit.facts-missing", $"No amount can be granted while facts are missing: {string.Join(", ", found.MissingFacts)}.")
        {
            Clauses = found.Clauses, WouldChange = found.WouldChange,
        };
        var net = Payable(amount, bounds, command.Policy);
        if (command.Limits.ExceededBy(net, command.Role, request.Remedy) is { } limit && !IsSeconded(referred, net, command))
            return Propose(referred, net, limit, command);
        var (lines, total) = LinesOf(net, bounds, assessment.Facts, command.Policy);
        var decision = found with
        {
            Outcome = Outcome.Yes, Clauses = [.. found.Clauses.Union([Clauses.C5, Clauses.C6, Clauses.W13])], WouldChange = null,
            ExpectedAmount = total, DecidedBy = command.Analyst,
            Reason = $"{command.Analyst} granted {net} of at most {bounds.Maximum}: {command.Reason}" + OfFirst(referred.Proposal, net),
        };
        return
        [
            Judgement(net, command),
            new CreditIssued(request, assessment.Facts, Assessment.CreditIdOf(request.ReturnId), lines, net, total, decision, command.Now),
        ];
    }

    private static bool IsSeconded(CreditCase.Referred referred, Money net, DecideReferral command) =>
        referred.Proposal is { } proposal && proposal.Net == net && !Persons.AreSame(proposal.ProposedBy, command.Analyst);

    // Another amount is a new proposal, whoever makes it; the same one by the same person changes nothing.
    private static CreditCaseEvent[] Propose(CreditCase.Referred referred, Money net, Money limit, DecideReferral command) =>
        referred.Proposal is { } proposal && proposal.Net == net ? []
            : [new CreditGrantProposed(net, limit, command.Reason, command.Photos, command.Analyst, command.Role, command.Now)];

    private static string OfFirst(CreditGrantProposed? proposal, Money net) => proposal is { } first && first.Net == net
        ? $" ({first.ProposedBy} had proposed it: {first.Reason})" : "";

    private static CreditCaseEvent[] Deny(CreditCase.Referred referred, DecideReferral command)
    {
        var request = referred.Referral.Request;
        var (facts, answer) = Assessment.Of(request, command.Ledgers, referred.Fee, command.Policy, command.Now);
        var decision = answer.Decision with
        {
            Outcome = Outcome.No, Clauses = [.. answer.Decision.Clauses.Union([Clauses.C5])], MissingFacts = [], WouldChange = null,
            ExpectedAmount = null, DecidedBy = command.Analyst,
            Reason = $"{command.Analyst} denied the credit: {command.Reason}",
        };
        return [Judgement(null, command), new CreditDenied(request, facts, "credit.denied-by-analyst", decision, command.Now)];
    }

    private static AnalystDecided Judgement(Money? granted, DecideReferral command) =>
        new(granted, command.Reason, command.Photos, command.Analyst, command.Role, command.Now);

    private static Money Payable(decimal amount, CreditBounds bounds, PolicyVersion policy)
    {
        var asked = new Money(amount, bounds.Maximum.Currency);
        var net = asked.Rounded(policy.Settings.CurrencyMinorUnits[asked.Currency]);
        return amount > 0m && net.Amount == amount && bounds.Allows(net)
            ? net
            : throw new RefusedException("credit.amount-outside-bounds",
                $"{asked} cannot be granted: more than {bounds.Minimum}, at most {bounds.Maximum}, " +
                    $"in whole minor units of {asked.Currency}.")
            {
                Clauses = [Clauses.C5, Clauses.C3, Clauses.W13],
                WouldChange = $"Grant more than {bounds.Minimum} and at most {bounds.Maximum}, or deny the credit.",
            };
    }

    // The upper bound is the price less the restocking fee; what the analyst deducts beyond that is for damage.
    private static (ValueList<CreditLine> Lines, Money Total) LinesOf(
        Money net, CreditBounds bounds, CreditFacts facts, PolicyVersion policy)
    {
        var minorUnits = policy.Settings.CurrencyMinorUnits[net.Currency];
        var price = new Money(facts.NetPrice!.Value, net.Currency).RoundedDown(minorUnits);
        var tax = new Money(facts.Tax!.Value, net.Currency).Rounded(minorUnits);
        var fee = CreditPolicy.FeeOf(policy, facts) ?? Money.Zero(net.Currency);
        CreditLine[] lines =
        [
            new(CreditLine.PriceKind, price), new(CreditLine.RestockingFeeKind, -fee),
            new(CreditedElsewhereKind, bounds.Maximum - (price - fee)), new(DamageFeeKind, net - bounds.Maximum),
            new(CreditLine.TaxReversalKind, tax),
        ];
        return ([.. lines.Where(line => line.Kind == CreditLine.PriceKind || line.Amount.Amount != 0m)], net + tax);
    }
}

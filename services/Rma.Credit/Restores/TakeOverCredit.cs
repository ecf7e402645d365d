using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Restores;

/// <summary>
/// A credit that was issued, or denied, and told, before a restore lost it: it is stored again as it was told, never decided anew. Where
/// the policy gives the same answer on the request, the event is the one that was lost; where a person had decided, what was told counts.
/// </summary>
public sealed record TakeOverCredit(CreditRequest Request, LedgersOfItem Ledgers, PolicyVersion Policy, ToldCredit Told)
{
    /// <summary>Who decided what is taken over and is not what the policy alone says.</summary>
    internal const string Decider = "service:credit, before its restore";

    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, TakeOverCredit command)
    {
        var told = command.Told;
        return state switch
        {
            CreditCase.Issued { Credit: var known } when told.Issued is { } issued
                && (known.CreditId, known.Total) == (issued.CreditId, new Money(issued.Amount, issued.Currency)) => [],
            CreditCase.Denied { Denial.Code: var code } when told.Denied is { } denied && denied.Code == code => [],
            CreditCase.Issued or CreditCase.Denied =>
                throw new RefusedException("restore.decided-otherwise", "Its credit is decided here in another way than was told."),
            _ when told.Issued is { } issued && issued.CreditId != Assessment.CreditIdOf(command.Request.ReturnId) =>
                throw new RefusedException("restore.other-credit", "The credit that was told is not the one of this return."),
            _ => [Again(state, command)],
        };
    }

    private static CreditCaseEvent Again(CreditCase state, TakeOverCredit command)
    {
        var (request, told) = (command.Request, command.Told);
        var (facts, answer) = Assessment.Of(request, command.Ledgers, state.ChosenFee, command.Policy, told.At);
        return (told, answer) switch
        {
            ({ Issued: { } issued }, CreditAssessment.Entitled credit) when IsWhatWasTold(credit, issued) => new CreditIssued(
                request, facts, issued.CreditId, credit.Lines, credit.NetCredit, credit.Total, credit.Decision, told.At),
            ({ Denied: { } denied }, CreditAssessment.NotEntitled no) when no.Code == denied.Code =>
                new CreditDenied(request, facts, no.Code, no.Decision, told.At),
            ({ Issued: { } issued }, _) => AsTold(request, facts, issued),
            ({ Denied: { } denied }, _) => new CreditDenied(request, facts, denied.Code ?? "credit.denied-by-analyst",
                DecisionOf(Outcome.No, facts.DecidedOn, denied.PolicyVersion, denied.Clauses, denied.Reason), told.At),
            _ => throw new InvalidOperationException("Neither a credit nor a denial was told."),
        };
    }

    private static CreditIssued AsTold(CreditRequest request, CreditFacts facts, V1.CreditIssued issued)
    {
        ValueList<CreditLine> lines = [.. issued.Lines.Select(line => new CreditLine(line.Kind, new Money(line.Amount, issued.Currency)))];
        var total = new Money(issued.Amount, issued.Currency);
        var tax = lines.Where(line => line.Kind == CreditLine.TaxReversalKind).Sum(line => line.Amount.Amount);
        var decision = DecisionOf(Outcome.Yes, issued.BusinessDate, issued.PolicyVersion, issued.Clauses, "Taken over as it was told.");
        return new CreditIssued(
            request, facts, issued.CreditId, lines, total with { Amount = total.Amount - tax }, total,
            decision with { ExpectedAmount = total }, issued.IssuedAt);
    }

    private static bool IsWhatWasTold(CreditAssessment.Entitled credit, V1.CreditIssued issued) =>
        credit.Total == new Money(issued.Amount, issued.Currency) && credit.Decision.BusinessDate == issued.BusinessDate
        && credit.Decision.Clauses.SequenceEqual(issued.Clauses)
        && credit.Lines.Select(line => (line.Kind, line.Amount.Amount))
            .SequenceEqual(issued.Lines.Select(line => (line.Kind, line.Amount)));

    internal static Decision DecisionOf(Outcome outcome, DateOnly date, string policy, string[] clauses, string reason) => new(
        outcome, policy, date, [.. clauses], reason, [], [], WouldChange: null, LastDay: null, DecidedBy: Decider);
}

/// <summary>What was told of a credit: that it was issued, or that it was denied.</summary>
public sealed record ToldCredit(V1.CreditIssued? Issued, V1.CreditDenied? Denied)
{
    /// <summary>When it was decided.</summary>
    public DateTimeOffset At => Issued?.IssuedAt ?? Denied!.DeniedAt;
}

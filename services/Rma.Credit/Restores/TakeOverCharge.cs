using Rma.Credit.ChargeCases;
using Rma.EventSourcing;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Restores;

/// <summary>A charge that was raised, or found not to be due, and told, before a restore lost it: stored again as it was told.</summary>
public sealed record TakeOverCharge(ChargeRequest Request, PolicyVersion Policy, ToldCharge Told)
{
    public static IEnumerable<ChargeCaseEvent> Decide(ChargeCase state, TakeOverCharge command)
    {
        var told = command.Told;
        return state switch
        {
            ChargeCase.Raised { Charge: var known } when told.Raised is { } raised
                && (known.ChargeId, known.Total) == (raised.ChargeId, new Money(raised.Amount, raised.Currency)) => [],
            ChargeCase.NothingDue when told.NothingDue is not null => [],
            ChargeCase.Raised or ChargeCase.NothingDue =>
                throw new RefusedException("restore.decided-otherwise", "Its charge is decided here in another way than was told."),
            _ when told.Raised is { } raised && raised.ChargeId != ChargeCase.ChargeIdOf(command.Request.ReturnId) =>
                throw new RefusedException("restore.other-charge", "The charge that was told is not the one of this return."),
            _ => [Again(state, command)],
        };
    }

    private static ChargeCaseEvent Again(ChargeCase state, TakeOverCharge command)
    {
        var (request, told) = (command.Request, command.Told);
        var facts = AssessCharge.FactsOf(request, state.ChosenFee, command.Policy, told.At);
        return (told, ChargePolicy.Assess(command.Policy, facts)) switch
        {
            ({ Raised: { } raised }, ChargeAssessment.Due due) when IsWhatWasTold(due, raised) =>
                new ChargeRaised(request, facts, raised.ChargeId, due.Lines, due.Total, due.Decision, told.At),
            ({ NothingDue: not null }, ChargeAssessment.NothingDue nothing) => new NoChargeDue(request, facts, nothing.Decision, told.At),
            ({ Raised: { } raised }, var answer) => AsTold(request, facts, raised, answer),
            ({ NothingDue: { } none }, _) => new NoChargeDue(request, facts, TakeOverCredit.DecisionOf(
                Outcome.No, facts.DecidedOn, none.PolicyVersion, none.Clauses, none.Reason), told.At),
            _ => throw new InvalidOperationException("Neither a charge nor its absence was told."),
        };
    }

    // The message of a charge has no clause for each line; the policy knows the lines that may be due.
    private static ChargeRaised AsTold(ChargeRequest request, ChargeFacts facts, V1.ChargeRaised raised, ChargeAssessment answer)
    {
        var known = (answer switch
        {
            ChargeAssessment.Due due => due.Lines,
            ChargeAssessment.Referred referral => referral.Known,
            _ => [],
        }).ToLookup(line => line.Kind, line => line.Clause);
        ValueList<ChargeLine> lines =
        [
            .. raised.Lines.Select(line => new ChargeLine(
                line.Kind, new Money(line.Amount, raised.Currency), known[line.Kind].FirstOrDefault() ?? raised.Clauses[0])),
        ];
        var decision = TakeOverCredit.DecisionOf(
            Outcome.Yes, raised.BusinessDate, raised.PolicyVersion, raised.Clauses, "Taken over as it was told.");
        var total = new Money(raised.Amount, raised.Currency);
        return new ChargeRaised(request, facts, raised.ChargeId, lines, total, decision with { ExpectedAmount = total }, raised.RaisedAt);
    }

    private static bool IsWhatWasTold(ChargeAssessment.Due due, V1.ChargeRaised raised) =>
        due.Total == new Money(raised.Amount, raised.Currency) && due.Decision.BusinessDate == raised.BusinessDate
        && due.Decision.Clauses.SequenceEqual(raised.Clauses)
        && due.Lines.Select(line => (line.Kind, line.Amount.Amount)).SequenceEqual(raised.Lines.Select(line => (line.Kind, line.Amount)));
}

/// <summary>What was told of a charge: that it was raised, or that nothing is due.</summary>
public sealed record ToldCharge(V1.ChargeRaised? Raised, V1.NoChargeDue? NothingDue)
{
    /// <summary>When it was decided.</summary>
    public DateTimeOffset At => Raised?.RaisedAt ?? NothingDue!.DecidedAt;
}

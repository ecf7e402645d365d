using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>
/// The named steps of a return that are about money: what credit is asked, and what it answered. All in the saga's transaction.
/// </summary>
internal sealed class MoneySteps(
    Streams<Unit, UnitEvent> units, Orders.ReplacementOrders orders, TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>With every fact that is known now; a missing one refers the case, it never pays.</summary>
    /// <param name="confirmed">
    /// Whether credit asked for the facts itself, right before deciding. Without it the question about a licence is put so that credit asks
    /// back: the code may be activated while the question waits (rule 108).
    /// </param>
    public async Task AskForCredit(BehaviorContext<ReturnState> step, bool confirmed = false)
    {
        var line = step.Saga;
        var unit = await units.Get(line.SerialNumber, step.CancellationToken);
        var sale = Sale.Of(unit, line.MeantSku);
        var latest = unit.Activations.OrderBy(stated => stated.Revision).LastOrDefault();
        await ReturnSteps.Say(step, new AssessCredit(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku,
            line.IsLicense, line.IssuedAt, line.ArrivedAt, PaidBy(sale, line), Seen(line), Now, line.Remedy, line.InspectedBy,
            line.IsAdvanceReplacement ? await orders.Of(line, step.CancellationToken) : null, line.FaultFound, OverridesOf(unit),
            sale.Contradictions.Count == 0 ? null : [.. sale.Contradictions], unit.Activation?.ActivatedAt, latest?.Revision,
            line.IsLicense ? confirmed : null, line.ReasonCode, line.Defect));
    }

    public Task TakeTheCredit(BehaviorContext<ReturnState, CreditIssued> step)
    {
        var credit = step.Message;
        step.Saga.CreditId = credit.CreditId;
        var note = new NoteCredit(new UnitCredited(
            credit.ReturnId, credit.CreditId, credit.InvoiceId, credit.Amount, credit.Currency, credit.IssuedAt));
        return units.Append(step.Saga.SerialNumber, unit => NoteCredit.Decide(unit, note), step.CancellationToken);
    }

    /// <summary>Whether something is due is for credit to say: it is told how the unit left, and decides by the clauses.</summary>
    public async Task AskForCharge(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        var unit = await units.Get(line.SerialNumber, step.CancellationToken);
        var sale = Sale.Of(unit, line.MeantSku);
        await ReturnSteps.Say(step, new AssessCharge(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku,
            line.Remedy, PaidBy(sale, line), line.Condition?.MissingAccessories
                ?? [], NoFaultFound: line.PendingOutcome == "no-fault-found", line.ApprovedQuote, line.QuoteDeclined, line.Diagnosed,
            line.Covered, line.Freight, sale.Purchase?.Currency, Now, OverridesOf(unit), line.InspectedBy));
    }

    public Task TakeTheCharge(BehaviorContext<ReturnState, ChargeRaised> step)
    {
        var charge = step.Message;
        step.Saga.ChargeId = charge.ChargeId;
        var note = new NoteInBiography(new UnitCharged(charge.ReturnId, charge.ChargeId, charge.Amount, charge.Currency, charge.RaisedAt));
        return units.Append(step.Saga.SerialNumber, unit => NoteInBiography.Decide(unit, note), step.CancellationToken);
    }

    // What the bench found against the warranty counts like what the inspector saw.
    private static UnitCondition? Seen(ReturnState line) => line.Condition is { } seen && line.BenchExclusions.Length > 0
        ? seen with { Exclusions = [.. (seen.Exclusions ?? []).Union(line.BenchExclusions)] } : line.Condition;

    // A piece of a line is credited under its own name, each of them once; the line itself holds as many prices as pieces.
    private static Contracts.Credit.V1.Purchase? PaidBy(Sale sale, ReturnState line) =>
        sale.Purchase is { } paid && paid.AccountId == line.AccountId
        ? new(paid.InvoiceId, paid.InvoiceDate, paid.NetPrice, paid.Tax, paid.Currency, Pieces.IsPiece(line.SerialNumber) ? null
            : paid.InvoiceLine) : null;

    private static GrantedOverride[]? OverridesOf(Unit unit) => unit.Overrides.Count == 0 ? null
        : [.. unit.Overrides.Select(given =>
            new GrantedOverride(given.Override.Id, given.Override.Code, given.Override.Clause, given.Override.Percent,
            given.Override.ExpiresOn))];
}

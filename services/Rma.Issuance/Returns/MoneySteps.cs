using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Issuance.Products;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>The named steps of a return that are about money: what credit is asked, and what it answered. All in the saga's transaction.</summary>
internal sealed class MoneySteps(
    Streams<Unit, UnitEvent> units, Streams<ReturnAuthorization, RmaEvent> rmas, Streams<Product, ProductEvent> products, TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>With every fact that is known now; a missing one refers the case, it never pays.</summary>
    public async Task AskForCredit(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        var unit = await units.Get(line.SerialNumber, step.CancellationToken);
        await ReturnSteps.Say(step, new AssessCredit(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku, line.IsLicense,
            line.IssuedAt, line.ArrivedAt, PaidBy(unit, line.AccountId), Seen(line), Now, line.Remedy, line.InspectedBy,
            line.IsAdvanceReplacement ? await OrderOf(line, step.CancellationToken) : null, line.FaultFound, OverridesOf(unit),
            line.ReasonCode, line.Defect));
    }

    public Task TakeTheCredit(BehaviorContext<ReturnState, CreditIssued> step)
    {
        var credit = step.Message;
        step.Saga.CreditId = credit.CreditId;
        var note = new NoteCredit(new UnitCredited(credit.ReturnId, credit.CreditId, credit.InvoiceId, credit.Amount, credit.Currency, credit.IssuedAt));
        return units.Append(step.Saga.SerialNumber, unit => NoteCredit.Decide(unit, note), step.CancellationToken);
    }

    /// <summary>Whether something is due is for credit to say: it is told how the unit left, and decides by the clauses.</summary>
    public async Task AskForCharge(BehaviorContext<ReturnState> step)
    {
        var line = step.Saga;
        var unit = await units.Get(line.SerialNumber, step.CancellationToken);
        await ReturnSteps.Say(step, new AssessCharge(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku, line.Remedy,
            PaidBy(unit, line.AccountId), line.Condition?.MissingAccessories ?? [], NoFaultFound: line.PendingOutcome == "no-fault-found", line.ApprovedQuote, line.QuoteDeclined, line.Diagnosed,
            line.Covered, line.Freight, unit.LatestPurchase?.Currency, Now, OverridesOf(unit), line.InspectedBy));
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

    private static Contracts.Credit.V1.Purchase? PaidBy(Unit unit, string accountId) => unit.PurchaseBy(accountId) is { } paid
        ? new(paid.InvoiceId, paid.InvoiceDate, paid.NetPrice, paid.Tax, paid.Currency) : null;

    private static GrantedOverride[]? OverridesOf(Unit unit) => unit.Overrides.Count == 0 ? null
        : [.. unit.Overrides.Select(given => new GrantedOverride(given.Override.Id, given.Override.Code, given.Override.Clause, given.Override.Percent, given.Override.ExpiresOn))];

    // Even without an order: whether the product is phased out, and until when an order can come, is known.
    private async Task<ReplacementOrder> OrderOf(ReturnState line, CancellationToken cancellationToken)
    {
        var order = (await rmas.Get(line.RmaId, cancellationToken) as ReturnAuthorization.Issued)?.Order;
        var product = line.Sku is null ? null : (await products.Get(line.Sku, cancellationToken)).On(DateOnly.FromDateTime(Now.UtcDateTime));
        var item = order is null ? null
            : order.Skus.FirstOrDefault(sku => sku == line.Sku) ?? order.Skus.FirstOrDefault(sku => sku == product?.SuccessorSku) ?? order.Skus[0];
        return new(order?.PurchaseOrderId, item, ReferencesRma: order is not null, order?.PlacedAt, product?.PhasedOut ?? false, product?.SuccessorSku, line.ValidThrough);
    }
}

using Rma.Credit.CreditCases;
using Rma.Credit.InvoiceLines;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Issuance.InvoiceLines;
using Rma.Issuance.Orders;
using Rma.Issuance.Units;
using Rma.Policy;
using RecordActivation = Rma.Issuance.Units.RecordActivation;

namespace Rma.Histories.Tests.Feeds;

/// <summary>
/// One message of a feed; <see cref="Price"/>, <see cref="Owner"/> and the rest are derived from its key and revision, so that no two
/// revisions contradict.
/// </summary>
/// <param name="Kind"><c>invoice</c>, <c>shipment</c>, <c>activation</c>, <c>order</c>, or <c>ask</c>: the unit is returned for
/// credit.</param>
/// <param name="Key">The document or the unit.</param>
internal sealed record Said(string Kind, int Key, int Revision, int Variant)
{
    public string Owner => $"S{(Key + Variant) % 3}";

    public decimal Price => 100m + (Variant * 7);

    public bool Withdrawn => Revision > 1 && Variant % 5 == 0;
}

/// <summary>The deciders of issuance and credit on a feed, in memory, connected like their streams and reactions.</summary>
internal sealed class FeedOfFacts
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly MondayDate = new(2026, 3, 2);
    private static readonly PolicyVersion Us = PolicyBook.Load().InForceOn(MondayDate);
    private static readonly InspectionFacts Sealed = new()
    {
        RetailBoxOpened = false, FactorySealBroken = false, EnclosureOpened = false, MissingAccessories = [],
        SerialLabel = SerialLabel.Intact, CosmeticDamage = false, InternalDamage = false,
    };

    private readonly Dictionary<string, InvoiceLine> lines = [];
    private readonly Dictionary<string, Unit> units = [];
    private readonly Dictionary<string, PurchaseOrder> orders = [];
    private readonly Dictionary<string, Ledger> ledgers = [];
    private readonly Dictionary<string, InvoiceLineLedger> onLines = [];
    private int asked;

    /// <summary>The credits, and their lines.</summary>
    public List<(string Line, decimal Net)> Credits { get; } = [];

    public Unit Of(string serial) => units.GetValueOrDefault(serial, Unit.Initial);

    public PurchaseOrder Order(int key) => orders.GetValueOrDefault($"PO-{key}", PurchaseOrder.Initial);

    public void Hear(Said said)
    {
        switch (said.Kind)
        {
            case "invoice": Invoice(said); break;
            case "shipment":
                Append(units, said.Owner, unit =>
                    RecordShipment.Decide(unit, new(new($"SH-{said.Key}-{said.Owner}", said.Revision, "CAM-2", $"ACC-{said.Variant % 2}",
                    Monday.AddDays(-said.Key), Monday, said.Withdrawn))), Unit.Initial, Unit.Evolve);
                break;
            case "activation":
                Append(units, $"S{said.Key % 3}", unit =>
                    RecordActivation.Decide(unit, new(new("CAM-2", Monday.AddHours(-said.Variant), Monday, said.Revision, said.Withdrawn))),
                Unit.Initial, Unit.Evolve);
                break;
            case "order":
                Append(orders, $"PO-{said.Key}", order => StateOrder.Decide(order, new(new(
                    $"PO-{said.Key}", said.Revision, "ACC-0", said.Withdrawn ? []
                        : [new(1, "CAM-2", (said.Variant % 3) + 1, [$"RMA-{said.Variant % 2}"])], Monday, said.Withdrawn, Monday), [])),
                    PurchaseOrder.Initial, PurchaseOrder.Evolve);
                break;
            default: Ask($"S{said.Key % 3}"); break;
        }
    }

    private void Invoice(Said said)
    {
        var purchase = new UnitPurchaseRecorded(
            $"INV-{said.Key}", 1, said.Revision, "CAM-2", "ACC-0", MondayDate.AddDays(-said.Key), said.Price, 0m, 0m, 0m, "USD", Monday);
        var line = Append(lines, $"INV-{said.Key}/1", known =>
            StateInvoiceLine.Decide(known, new(new(said.Owner, purchase, said.Withdrawn), [])), InvoiceLine.Initial, InvoiceLine.Evolve);
        if (line is not InvoiceLine.Known stated) return;
        foreach (var serial in stated.Statements.Select(one => one.SerialNumber).Distinct())
            Append(units, serial, unit => FollowInvoiceLine.Decide(unit, new(serial, stated)), Unit.Initial, Unit.Evolve);
    }

    // A return of the unit that arrived sealed, as issuance requests it and the credit desk settles it.
    private void Ask(string serial)
    {
        var (sale, id) = (Of(serial).Sale, NameBasedId.Of($"return/{asked++}"));
        var paid = sale.Purchase is { } bought
            ? new PurchasePaid(bought.InvoiceId, bought.InvoiceDate, bought.NetPrice, bought.Tax, bought.Currency, bought.InvoiceLine)
            : null;
        var request = new CreditRequest(
            id, id, RmaNumber.FromSequence(asked).ToString(), 1, "ACC-0", serial, "CAM-2", false, Monday.AddDays(-1), Monday, paid, Sealed,
            [], Monday, Contradictions: sale.Contradictions.Count == 0 ? null : sale.Contradictions);
        var line = InvoiceLineLedger.IdOf(paid) ?? "";
        var known = new LedgersOfItem(
            ledgers.GetValueOrDefault(serial, Ledger.Initial), onLines.GetValueOrDefault(line, InvoiceLineLedger.Initial));
        foreach (var credit in AssessCredit.Decide(CreditCase.Initial, new(request, known, Us, Monday)).OfType<CreditIssued>())
        {
            Append(ledgers, serial, ledger =>
                PostCredit.Decide(ledger, new(
                new(credit.CreditId, id, request.RmaNumber, paid!.InvoiceId, credit.Net, paid.NetPrice, Monday, 1))), Ledger.Initial,
            Ledger.Evolve);
            Append(onLines, line, ledger =>
                PostOnLine.Decide(ledger, new(new(credit.CreditId, id, serial, credit.Net, paid!.NetPrice, Monday))),
            InvoiceLineLedger.Initial, InvoiceLineLedger.Evolve);
            Append(units, serial, unit => NoteCredit.Decide(
                unit, new(new(id, credit.CreditId, paid!.InvoiceId, credit.Total.Amount, "USD", Monday))), Unit.Initial, Unit.Evolve);
            Credits.Add((line, credit.Net.Amount));
        }
    }

    // A repeat changes nothing; a refused message changes nothing.
    private static TState Append<TState, TEvent>(
        Dictionary<string, TState> states, string key, Func<TState, IEnumerable<TEvent>> decide, TState initial,
        Func<TState, TEvent, TState> evolve)
    {
        var state = states.GetValueOrDefault(key, initial);
        return states[key] = decide(state).Aggregate(state, evolve);
    }
}

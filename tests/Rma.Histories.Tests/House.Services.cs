using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.ReceivedUnits;
using Rma.Repair.RepairJobs;

namespace Rma.Histories.Tests;

/// <summary>
/// Passes messages between the services as the saga does: the same requests in the same situations, without decisions of its own.
/// </summary>
internal static class Conductor
{
    /// <summary>Until no messages are left.</summary>
    public static void Conduct(House house)
    {
        if (house.Open is not { } item || item.Rma is not ReturnAuthorization.Issued { Authorization: var issued }) return;
        Expect(house, item, issued);
        if (item.Received is ReceivedUnit.Inspected inspected)
        {
            if (Remedies.IsCredit(item.Remedy)) AskForCredit(house, item, inspected, null);
            else if (Remedies.IsRepair(item.Remedy)) OpenJob(house, item, issued, "repair", Exclusions(inspected, null));
            else AfterTest(house, item, issued, inspected);
        }

        AfterBench(house, item);
    }

    /// <summary>Expiry depends on the date, and then on whether anything has arrived.</summary>
    public static void Expire(House house)
    {
        if (house.Open is { Rma: ReturnAuthorization.Issued { Authorization: var issued } } item
            && item.Received is ReceivedUnit.NotReceived && house.Today > issued.ValidThrough)
            End(house, item, "expired");
    }

    private static void Expect(House house, ReturnCase item, RmaIssued issued)
    {
        var line = issued.Lines[0];
        house.OfUnit(unit => OpenRemedy.Decide(unit, new(item.ReturnId, item.RmaId, issued.RmaNumber, item.Remedy, issued.IssuedAt)));
        item.Dock = house.Decide(item.Dock, dock => ExpectReturn.Decide(dock, new(new ReturnExpected(
            item.ReturnId, item.RmaId, issued.RmaNumber, 1, House.Account, House.Serial, House.Sku, house.HasDrive, line.Accessories,
            issued.IssuedAt, issued.ValidThrough, issued.IssuedAt))), ExpectedRma.Evolve);
    }

    private static void AfterTest(House house, ReturnCase item, RmaIssued issued, ReceivedUnit.Inspected inspected)
    {
        OpenJob(house, item, issued, "test", Exclusions(inspected, null));
        if (item.Bench["test"] is not RepairJob.Done { End: UnitTested test }) return;
        if (item.Remedy == Remedies.AdvanceReplacement)
        {
            AskForCredit(house, item, inspected, test);
            if (item.Credit is CreditCase.Denied)
                OpenJob(house, item, issued, test.FaultFound ? "repair" : "return-unrepaired", Exclusions(inspected, test));
            return;
        }

        var facts = new OtcReplacementFacts(test.TestedAt, test.FaultFound, Exclusions(inspected, test));
        OpenJob(house, item, issued, OtcPolicy.Replace(house.Policy, facts).Outcome == Outcome.Yes ? "replace-stock"
            : "return-unrepaired", facts.Exclusions);
    }

    private static void OpenJob(House house, ReturnCase item, RmaIssued issued, string purpose, ValueList<string> exclusions)
    {
        var coverage = issued.Lines[0].Coverage;
        var job = item.Bench.GetValueOrDefault(purpose, RepairJob.Initial);
        item.Bench[purpose] = house.Decide(job, state => OpenRepairJob.Decide(state, new(new RepairJobOpened(
            EventSourcing.NameBasedId.Of($"job/{item.ReturnId}/{purpose}"), item.ReturnId, item.RmaId, issued.RmaNumber, 1, House.Account,
            House.Serial, House.Sku, purpose, house.HasDrive, house.Now,
            item.Remedy, coverage is null ? null
                : new CoverageFacts(coverage.WithinPeriod, coverage.EndsOn, coverage.Basis, issued.Decision.BusinessDate), exclusions, "A",
            "USD", purpose == "return-unrepaired" ? "no-credit" : null))), RepairJob.Evolve);
    }

    private static void AskForCredit(House house, ReturnCase item, ReceivedUnit.Inspected inspected, UnitTested? test)
    {
        var issued = ((ReturnAuthorization.Issued)item.Rma).Authorization;
        var order = ((ReturnAuthorization.Issued)item.Rma).Order;
        var paid = house.Unit.LatestPurchase;
        var request = new CreditRequest(
            item.ReturnId, item.RmaId, issued.RmaNumber, 1, House.Account, House.Serial, House.Sku, false, issued.IssuedAt,
            inspected.Unit.ArrivedAt, paid is null ? null
                : new PurchasePaid(paid.InvoiceId, paid.InvoiceDate, paid.NetPrice, paid.Tax, paid.Currency), Seen(inspected), [],
            house.Now, item.Remedy, inspected.Inspection.InspectedBy, order is null ? null
                : new(order.PurchaseOrderId, order.Skus[0], true, order.PlacedAt, false, null), issued.ValidThrough, test?.FaultFound,
            Exclusions(inspected, test));
        Settle(house, item, (state, ledger) => AssessCredit.Decide(state, new(request, ledger, house.Policy, house.Now)));
        if (item.Credit is CreditCase.Issued && !house.HasDrive) End(house, item, "credited");
        if (item.Credit is CreditCase.Issued && house.HasDrive) OpenJob(house, item, issued, "release-to-stock", []);
        if (item.Credit is CreditCase.Denied && Remedies.IsCredit(item.Remedy)) OpenJob(house, item, issued, "return-unrepaired", []);
    }

    /// <summary>A case is decided together with its ledger, as the credit desk does.</summary>
    public static void Settle(House house, ReturnCase item, Func<CreditCase, LedgersOfItem, IEnumerable<CreditCaseEvent>> decide)
    {
        item.Credit = house.Decide(item.Credit, state =>
        {
            CreditCaseEvent[] decided = [.. decide(state, house.Ledgers)];
            foreach (var credit in decided.OfType<CreditIssued>()) _ = PostCredit.Decide(house.Ledger, new(Posting(credit))).ToArray();
            return decided;
        }, CreditCase.Evolve);
        if (item.Credit is not CreditCase.Issued { Credit: var issued }) return;
        house.OfLedger(ledger => PostCredit.Decide(ledger, new(Posting(issued))));
        house.OfUnit(unit => NoteCredit.Decide(
            unit, new(new UnitCredited(item.ReturnId, issued.CreditId, issued.Request.Purchase!.InvoiceId, issued.Total.Amount, "USD",
            issued.IssuedAt))));
    }

    private static CreditPosted Posting(CreditIssued credit) => new(
        credit.CreditId, credit.Request.ReturnId, credit.Request.RmaNumber, credit.Request.Purchase!.InvoiceId, credit.Net,
        credit.Request.Purchase.NetPrice, credit.IssuedAt);

    private static void AfterBench(House house, ReturnCase item)
    {
        foreach (var end in item.Bench.Values.OfType<RepairJob.Done>().Select(job => job.End).ToArray())
        {
            switch (end)
            {
                case UnitReleasedToStock: End(house, item, "credited"); break;
                case UnitReturnedUnrepaired left: Leave(
                    house, item, left.Because == "no-fault-found" ? left.Because
                    : "returned-unrepaired", null, left.DeclinedQuoteVersion is not null, left.Diagnosed, false); break;
                case UnitShippedBack left: Leave(
                    house, item, left.Outcome, left.QuoteVersion is { } version ? new(version, left.QuoteAmount!.Value, left.Currency!)
                    : null, false, true, left.Covered); break;
                case UnitSwapped left:
                    Replace(house, item, left.ReplacementSerialNumber, "refurbished-swap");
                    Leave(house, item, "replaced", null, false, true, true);
                    break;
                case StockReplaced left:
                    Replace(house, item, left.ReplacementSerialNumber, "stock-replacement");
                    Leave(house, item, "exchanged", null, false, true, false);
                    break;
                default: break;
            }
        }
    }

    private static void Replace(House house, ReturnCase item, string replacement, string kind) =>
        house.OfUnit(unit => NoteInBiography.Decide(unit, new(new UnitReplacedBy(item.ReturnId, replacement, kind, house.Now))));

    private static void Leave(House house, ReturnCase item, string outcome, QuotedRepair? quote, bool declined, bool diagnosed,
        bool covered)
    {
        if (item.Outcome is not null) return;
        if (!Remedies.IsCredit(item.Remedy))
        {
            var missing = item.Received is ReceivedUnit.Inspected inspected ? inspected.Inspection.Condition.MissingAccessories : [];
            var paid = house.Unit.LatestPurchase;
            var request = new ChargeRequest(
                item.ReturnId, item.RmaId, item.Number.ToString(), 1, House.Account, House.Serial, House.Sku, item.Remedy,
                paid is null ? null : new PurchasePaid(paid.InvoiceId, paid.InvoiceDate, paid.NetPrice, paid.Tax, paid.Currency), missing,
                outcome == "no-fault-found", quote, declined, diagnosed, covered, null, "USD", house.Now);
            item.Charge = house.Decide(item.Charge, state =>
                AssessCharge.Decide(state, new(request, house.Policy, house.Now)), ChargeCase.Evolve);
        }

        foreach (var granted in house.Log.Select(entry => entry.Event).OfType<Repair.RepairJobs.RepairWarrantyGranted>().ToArray())
            house.OfUnit(unit => NoteInBiography.Decide(
                unit, new(new WarrantyExtended(item.ReturnId, granted.From, granted.Through, granted.GrantedAt))));
        End(house, item, outcome);
    }

    public static void End(House house, ReturnCase item, string outcome)
    {
        item.Outcome = outcome;
        house.OfUnit(unit => CloseRemedy.Decide(unit, new(item.ReturnId, outcome, house.Now)));
        item.Rma = house.Decide(item.Rma, rma => CloseLine.Decide(rma, new(item.ReturnId, outcome, house.Now)), ReturnAuthorization.Evolve);
    }

    private static ValueList<string> Exclusions(ReceivedUnit.Inspected inspected, UnitTested? test)
    {
        var seen = inspected.Inspection.Condition;
        return
        [
            .. (seen.EnclosureOpened ? new[] { "opened" } : []).Concat(seen.SerialLabel == "intact" ? [] : [$"serial-{seen.SerialLabel}"])
                .Concat(seen.Exclusions ?? [])
                .Concat(seen.OtherExclusion is null ? [] : ["other"]).Concat(test?.Exclusions ?? []).Distinct(),
        ];
    }

    private static InspectionFacts Seen(ReceivedUnit.Inspected inspected)
    {
        var seen = inspected.Inspection.Condition;
        return new()
        {
            RetailBoxOpened = seen.RetailBoxOpened, FactorySealBroken = seen.FactorySealBroken, EnclosureOpened = seen.EnclosureOpened,
            MissingAccessories = seen.MissingAccessories,
            SerialLabel = seen.SerialLabel switch { "intact" => SerialLabel.Intact, "missing" => SerialLabel.Missing, "altered" =>
                SerialLabel.Altered, _ => SerialLabel.Unreadable },
            CosmeticDamage = seen.CosmeticDamage, InternalDamage = seen.InternalDamage, Note = seen.Note,
        };
    }
}

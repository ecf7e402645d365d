using Rma.Contracts.Receiving;
using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Issuance.Exchanges;
using Rma.Issuance.Orders;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Receiving.ReceivedUnits;
using Rma.Repair.RepairJobs;

namespace Rma.Histories.Tests;

/// <summary>Actions of people and systems, timely or not: an action and a number that selects its variant.</summary>
internal static class Deeds
{
    private static readonly string[] Excluding = ["tampered", "flood", "surge", "foreign-components", "fire"];

    /// <summary>All actions; a history picks any of them at any time.</summary>
    public static readonly Action<House, int>[] All =
    [
        (house, how) => house.Now += TimeSpan.FromDays(how % 45),
        (house, how) =>
            house.OfUnit(unit => RecordShipment.Decide(
            unit, new(new("SH-1", 1, House.Sku, House.Account, House.Start.AddDays(-(how % 600)), house.Now)))),
        (house, how) =>
            house.OfUnit(unit => RecordShipment.Decide(
            unit, new(new("SH-1", 2, House.Sku, House.Account, House.Start.AddDays(-(how % 900)), house.Now)))),
        (house, how) =>
            house.Invoice(new("INV-1", 1, 1, House.Sku, House.Account, DateOnly.FromDateTime(House.Start.Date).AddDays(-(how % 250)),
            house.Price, 0m, 0m, 5m, "USD", house.Now)),
        Validate, Exchange, Request, Request, Order, Scan, Scan, TakeOut, Inspect, AnswerOther, Test, Diagnosis, Quote, Approve,
        (house, _) => OnBench(house, "repair", job => DeclineQuote.Decide(job, new(Version(job), "too much", "ada", house.Now))),
        (house, _) => OnBench(house, "repair", job => RepairUnit.Decide(job, new("new board", [], 30, "tina", house.Now))),
        (house, how) => EveryJob(house, job => ClearDrive.Decide(job, new(how % 7 == 0, "tina", house.Now))),
        (house, _) => OnBench(house, "repair", job => CompleteRepair.Decide(job, new("tina", house.Now))),
        (house, _) => OnBench(house, "repair", job => ShipBack.Decide(job, new(Ground, "tina", house.Policy, house.Now))),
        (house, how) =>
            OnBench(house, "repair", job =>
            SwapUnit.Decide(job, new("R1", how % 3 == 0 ? "B" : "A", Ground, "tina", house.Policy, house.Now))),
        (house, _) => OnBench(house, "replace-stock", job => ReplaceStock.Decide(job, new("N1", Ground, "tina", house.Now))),
        (house, how) => EveryJob(house, job => ReturnUnrepaired.Decide(job, new(Ground, how % 5 == 0, "tina", house.Now))),
        (house, _) => EveryJob(house, job => ReleaseToStock.Decide(job, new("tina", house.Now))),
        Analyse, ChooseFeeOf, Cancel, DecideChargeOf, Lend, TakeBack, TakeBack, Retry,
    ];

    private static Shipment Ground => new("UPS", "1Z");

    /// <summary>The actions in the usual order of a return: each is a likely next one.</summary>
    public static readonly int[] Usual = [1, 3, 4, 5, 6, 8, 9, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27];

    private static void Validate(House house, int how)
    {
        var command = new ValidateSerial(
            EventSourcing.NameBasedId.Of($"validation/{house.Log.Count}"), House.Account,
            new(house.Now, new(how % 9 == 0 ? "integrator" : "distributor", true),
                house.Line with { ExchangedAt = null, ExchangedForSku = null, AccountAtExchange = null }), house.Policy, house.Now);
        house.OfUnit(unit => ValidateSerial.Decide(unit, command));
    }

    private static void Exchange(House house, int how) => house.OfUnit(unit => ReportExchange.Decide(unit, new(new UnitExchanged(
        House.Account, "X1", how % 6 == 0 ? "OTHER" : House.Sku, house.Now.AddHours(how % 4 == 0 ? -1 : 1), "ada", house.Now)) { Serial =
            House.Serial }));

    private static void Request(House house, int how)
    {
        if (house.Open is not null) return; // a second open remedy has its own property
        var remedy = Remedies.All[how % Remedies.All.Count];
        var item = new ReturnCase(house, remedy, house.Cases.Count + 1);
        var facts = new IssuanceFacts(house.Now, remedy, new(how % 11 == 0 ? "integrator" : "distributor", how % 13 != 0), [house.Line]);
        var product = new LineProduct(
            House.Serial, House.Sku, false, house.HasDrive, ["bracket"], WarrantyPeriod.On(house.Line, house.Today), "A");
        house.OfRma(item, rma => RequestRma.Decide(rma, new(
            new RmaRequest(item.RmaId, House.Account, remedy, [House.Serial], "ada", "no picture"), item.Number, house.Policy, facts,
            [product], house.Now)));
        if (item.Rma is not ReturnAuthorization.Issued { Authorization: var issued }) return;
        house.Cases.Add(item);
        house.OfUnit(unit => OpenRemedy.Decide(unit, new(item.ReturnId, item.RmaId, issued.RmaNumber, item.Remedy, issued.IssuedAt)));
    }

    private static void Order(House house, int how)
    {
        if (house.Open is not { } item) return;
        var (sku, placedAt) = (how % 5 == 0 ? "OTHER" : House.Sku, how % 4 == 0 ? house.Now.AddDays(-20) : house.Now);
        var stated = new OrderStated(
            "PO-1", 1, House.Account, [new(1, sku, 1, [item.Number.ToString()])], placedAt, false, house.Now);
        house.Attempt(async () =>
        {
            await house.Issuance.PurchaseOrders.Append("PO-1", order => order.Statements.Count == 0
                ? StateOrder.Decide(order, new(stated, [])) : [], default);
            var rma = await house.Issuance.Rmas.Append(item.RmaId, state =>
                NoteOrder.Decide(state, new(new("PO-1", 1, [sku], placedAt, house.Now), House.Account)), default);
            await house.Issuance.Orders.Claim(rma, "PO-1", default);
        });
    }

    private static void Scan(House house, int how)
    {
        if (house.Cases.LastOrDefault() is not { } item) return;
        var scan = new ParcelScan(
            ParcelScan.IdOf("dock-1", $"p{item.Number}{item.Parcels.Count}"), $"p{item.Parcels.Count}", "dock-1", "main", how % 6 == 0
                ? null : item.Number.ToString(),
            how % 9 == 0 ? FreightTerms.Collect : FreightTerms.Prepaid, house.Now, house.Now, []);
        var book = new PolicyBook([house.Policy]);
        var parcel = house.Decide(Parcel.Initial, state => ScanParcel.Decide(state, new(scan, item.Dock, book)), Parcel.Evolve);
        item.Parcels.Add(parcel);
    }

    private static void TakeOut(House house, int how)
    {
        if (house.Open is not { } item || item.Parcels.OfType<Parcel.Accepted>().LastOrDefault() is not { } parcel) return;
        var scan = new UnitScan($"u{how % 5}", "dock-1", "main", parcel.Scan.ParcelId, parcel.Scan.ScannedAt, how % 8 == 0 ? "STRANGER"
            : House.Serial, null, house.Now, house.Now);
        item.Dock = house.Decide(item.Dock, dock => ScanUnit.Decide(dock, new(scan)), ExpectedRma.Evolve);
        house.TakeFromDock(item);
    }

    private static void Inspect(House house, int how)
    {
        if (house.Open is not { } item) return;
        var seen = new ObservedCondition
        {
            RetailBoxOpened = how % 3 == 0, FactorySealBroken = how % 4 == 0, EnclosureOpened = how % 17 == 0,
            MissingAccessories = how % 5 == 0 ? ["bracket"] : [],
            SerialLabel = how % 19 == 0 ? SerialLabels.Missing : SerialLabels.Intact, CosmeticDamage = how % 13 == 0,
            InternalDamage = false, Note = "seen", Photos = [],
            Exclusions = how % 7 == 0 ? [Excluding[how % Excluding.Length]] : null, OtherExclusion = how % 23 == 0 ? "a bear" : null,
        };
        item.Received = house.Decide(item.Received, unit => InspectUnit.Decide(unit, new(seen, "ina", house.Now)), ReceivedUnit.Evolve,
            ReceivedUnitIntegrationEvents.Of);
    }

    private static void AnswerOther(House house, int how)
    {
        if (house.Open is not { } item) return;
        item.Received = house.Decide(item.Received, unit =>
            AnswerOtherExclusion.Decide(unit, new(how % 2 == 0, "seen it", how % 5 == 0 ? "ina" : "ivan", house.Now)), ReceivedUnit.Evolve,
            ReceivedUnitIntegrationEvents.Of);
    }

    private static void Test(House house, int how) =>
        OnBench(house, "test", job => RecordTest.Decide(
            job, new(how % 4 != 0, "tried it", how % 9 == 0 ? ["tampered"] : [], "tina", house.Now)));

    private static void Diagnosis(House house, int how) => OnBench(house, "repair", job => Diagnose.Decide(job, new(
        how % 6 != 0, how % 6 == 0 ? null : how % 4 != 0, "looked at it", how % 8 == 0
            ? [new("surge", ExclusionFound.OnTheBench, null, "tina")] : [], null, "tina", house.Policy, house.Now)));

    private static void Quote(House house, int how) => OnBench(house, "repair", job => QuoteRepair.Decide(job, new(
        [new QuoteLine("labour", "bench", 10m + (how % 90)), new QuoteLine("parts", "board", 5m)], "USD", "tina", house.Policy,
        house.Now)));

    private static void Approve(House house, int how) => OnBench(house, "repair", job => ApproveQuote.Decide(job, new(
        Version(job), (job.StandingQuote?.Amount ?? 0m) + (how % 5 == 0 ? 1m : 0m), "USD", "ada", house.Now)));

    private static void Analyse(House house, int how)
    {
        if (house.Open is not { } item) return;
        house.Settle(item, (state, ledger) => DecideReferral.Decide(state, new(
            how % 3 == 0 ? null : new Money(house.Price * (how % 130) / 100m, "USD").Rounded(2).Amount, "as seen", [], how % 6 == 0 ? "ina"
                : "anna", "credit-analyst", ledger, house.Policy, house.Now)));
    }

    private static void ChooseFeeOf(House house, int how)
    {
        if (house.Open is not { } item) return;
        house.Settle(item, (state, _) =>
            ChooseFee.Decide(state, new(12m + (how % 16), "as agreed", how % 6 == 0 ? "ina"
            : "anna", "credit-analyst", house.Policy, house.Now)));
    }

    private static void Cancel(House house, int how)
    {
        if (house.Open is not { } item || how % 3 != 0) return;
        house.OfRma(item, rma => CancelRma.Decide(rma, new("mistake", "ada", house.Now)));
    }

    private static void DecideChargeOf(House house, int how)
    {
        if (house.Open is { } item)
            house.OfCharge(item, state => DecideCharge.Decide(
                state, new([], "as agreed", how % 6 == 0 ? "ina" : "anna", "credit-analyst", house.Policy, house.Now)));
    }

    private static void Lend(House house, int how)
    {
        if (house.Open is not { Line: { } line } item) return;
        var loaner = new LoanerSentOut(item.RmaId, item.Number.ToString(), 1, $"L{how % 2}", "UPS", "1Z", "ada", house.Now);
        house.OfReturn(item, state => SendLoaner.Decide(state, new(loaner, line.Remedy)));
    }

    private static void TakeBack(House house, int how)
    {
        foreach (var item in house.Cases)
            house.OfReturn(item, state => TakeLoanerBack.Decide(state, new($"L{how % 2}", "ada", house.Now)));
    }

    private static void Retry(House house, int how)
    {
        if (house.Open is { Line: { } line })
            house.Bus.Publish(ReturnStages.RetryMessage(line, "olga", "as asked"), NameBasedId.Of($"retry/{house.Log.Count}"), house.Now);
    }

    private static int Version(RepairJob job) => job.StandingQuote?.QuoteVersion ?? 1;

    private static void OnBench(House house, string purpose, Func<RepairJob, IEnumerable<RepairJobEvent>> decide)
    {
        if (house.Open is { } item) house.OnBench(item, purpose, decide);
    }

    private static void EveryJob(House house, Func<RepairJob, IEnumerable<RepairJobEvent>> decide)
    {
        foreach (var purpose in house.Open?.Bench.Keys.ToArray() ?? []) OnBench(house, purpose, decide);
    }
}

using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Receiving.Parcels;
using Rma.Receiving.ReceivedUnits;
using Rma.Repair.RepairJobs;
using UnitReceived = Rma.Receiving.ReceivedUnits.UnitReceived;

namespace Rma.Histories.Tests;

/// <summary>
/// The fifteen invariants of the policy, checked against all decisions of a history. I13 is checked after every action, in <see
/// cref="House"/>.
/// </summary>
internal static class Invariants
{
    private static readonly PolicyBook Book = PolicyBook.Load();

    public static readonly IReadOnlyDictionary<string, Func<House, bool>> All = new Dictionary<string, Func<House, bool>>
    {
        ["I1 the credits of a serial number never exceed the price paid for it (W13)"] = house =>
            house.Ledger.Postings.GroupBy(posting => posting.InvoiceId)
                .All(posted => posted.Sum(posting => posting.Net.Amount) <= house.Price),
        ["I2 no line of a credit is freight (C6)"] = house =>
            Of<CreditIssued>(house).All(credit =>
                credit.Lines.All(line => line.Kind is "price" or "restocking-fee" or "damage-fee" or "tax-reversal")),
        ["I3 an exchange never has a credit (T9)"] = house =>
            Of<CreditIssued>(house).All(credit => credit.Request.Remedy != Remedies.OtcExchange),
        ["I4 a restocking fee is nothing, or 15 to 25 percent of its base (V4, C3, T5)"] = house =>
            Of<CreditIssued>(house).SelectMany(credit => credit.Lines.Where(line => line.Kind == "restocking-fee"))
                .All(line => InBand(-line.Amount.Amount, house.Price))
            && Of<ChargeRaised>(house).SelectMany(charge => charge.Lines.Where(line => line.Kind == "restocking-fee"))
                .All(line => InBand(line.Amount.Amount, house.Price)),
        ["I5 a swap ends with the warranty of the original (W9)"] = house =>
            Of<UnitSwapped>(house).Count() == Of<UnitReplacedBy>(house).Count(replaced => replaced.Kind == "refurbished-swap")
            && Of<UnitSwapped>(house).All(_ => house.Unit.ReplacedBy is not null),
        ["I6 an extension exists only after a paid repair of an expired unit and is six calendar months (O2)"] = house =>
            Of<RepairWarrantyGranted>(house).All(granted =>
            granted.Through == granted.From.AddMonths(6) && Of<UnitShippedBack>(house).Any(left => left.QuoteVersion is not null)
            && house.Cases.Any(item => item.Line is { Coverage.WithinPeriod: false })),
        ["I7 nothing replaces an exchanged unit without a fault (T10)"] = house => house.Cases.All(item =>
            item.Bench.GetValueOrDefault("test") is not RepairJob.Done { End: UnitTested { FaultFound: false } }
                || item.Remedy != Remedies.OtcExchange || !item.Bench.ContainsKey("replace-stock")),
        ["I8 the number was issued before the order (V5)"] = house =>
            Of<CreditIssued>(house).Where(credit => credit.Request.Remedy == Remedies.AdvanceReplacement)
            .All(credit => credit.Request.AuthorizedAt < credit.Request.Replacement!.PlacedAt),
        ["I9 the serial number was validated before the exchange (T4)"] = house =>
            Of<RmaIssued>(house).Where(issued => issued.Request.Remedy == Remedies.OtcExchange)
            .All(issued => issued.Facts!.Lines[0].ValidatedAt < issued.Facts.Lines[0].ExchangedAt),
        ["I10 no repair of a unit with a drive is complete before the drive is clear (D1)"] = house =>
            !house.HasDrive || house.Cases.All(item =>
            item.Bench.GetValueOrDefault("repair") is not RepairJob.Completed || Of<DriveCheckedAndReformatted>(house).Any()
                || Of<DriveFoundAbsent>(house).Any()),
        ["I11 every decision cites a clause and a version, and is decided the same again"] = house =>
            house.Log.Select(entry => entry.Event).OfType<IDecided>().SelectMany(stored => stored.Decided)
            .All(decided => decided.Decisions.All(decision => decision.Clauses.Count > 0 && decision.PolicyVersionId.Length > 0)
                && decided.Differences(Book).Count == 0),
        ["I12 a what-if decides and appends nothing"] = house =>
        {
            var (before, unit) = (house.Log.Count, house.Unit);
            _ = Issuance.Rmas.WhatIf.Answer(
                house.Policy, house.Now, house.Today, new("distributor", true), house.Line, false, House.Serial);
            return house.Log.Count == before && unit == house.Unit;
        },
        ["I14 nothing is received out of a refused carton (P3)"] = house =>
            Of<UnitReceived>(house).All(received => Of<ParcelRefused>(house).All(refused => refused.Scan.ParcelId != received.ParcelId)),
        ["I15 nothing is decided before the inspection but refusals (C4)"] = house =>
            house.Log.Select((entry, index) => (entry.Event, index))
            .Where(entry => entry.Event is CreditIssued or UnitSwapped or StockReplaced or Repair.RepairJobs.UnitRepaired or RepairQuoted)
            .All(entry => house.Log.Take(entry.index).Any(earlier => earlier.Event is UnitInspected)),
        ["a unit is received once under a number (I13)"] = house =>
            Of<UnitReceived>(house).GroupBy(received => received.ReturnId).All(received => received.Count() == 1),
        ["a return is credited once and charged once"] = house =>
            Of<CreditIssued>(house).GroupBy(credit => credit.Request.ReturnId).All(credits => credits.Count() == 1)
            && Of<ChargeRaised>(house).GroupBy(charge => charge.Request.ReturnId).All(charges => charges.Count() == 1),
        ["every message is expected by the one who hears it"] = house => house.DeadLetters.Count == 0,
        ["a return stands where its history says"] = house => house.Cases.Where(item => item.Line is not null).All(item =>
        {
            var history = IssuanceInMemory.Now(house.Issuance.Returns, item.ReturnId.ToString("D"));
            return history.State == item.Line!.CurrentState && history.Moves == item.Line.Moves;
        }),
        ["an ended return leaves its unit free"] = house => house.Cases.Where(item => !item.IsOpen).All(item =>
            house.Unit.OpenRemedies.All(open => open.ReturnId != item.ReturnId)),
        ["a return that ended as credited has its credit"] = house => house.Cases.Where(item => item.Outcome == "credited").All(item =>
            Of<CreditIssued>(house).Any(credit => credit.CreditId == item.Line!.CreditId && credit.Request.ReturnId == item.ReturnId)),
        ["a closed return has no loaner out"] = house =>
            house.Cases.All(item => item.Line is not { CurrentState: "Closed", LoanerSerial: not null }),
        ["whoever inspected a unit has not decided its credit"] = house =>
            Of<AnalystDecided>(house).All(decided => decided.DecidedBy != "ina"),
    };

    private static IEnumerable<T> Of<T>(House house) => house.Log.Select(entry => entry.Event).OfType<T>();

    private static bool InBand(decimal fee, decimal price) => fee == 0m || fee >= price * 0.15m && fee <= price * 0.25m;
}

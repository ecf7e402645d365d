using System.Globalization;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Issuance.Tests.Returns;

/// <summary>
/// The messages of a return by the names they have in its history, with a detail after a colon: <c>Authorized:otc-exchange</c>.
/// </summary>
internal static class ReturnMessages
{
    public static readonly DateTimeOffset Now = IssuanceUnderTest.Now;

    public static object Of(string message, Guid id, string serial)
    {
        const string number = "RMA-222222-2";
        var today = IssuanceUnderTest.Today;
        var (kind, detail) = message.Split(':') is [var first, var second] ? (first, second) : (message, null);
        var version = int.TryParse(detail, CultureInfo.InvariantCulture, out var given) ? given : 1;
        return kind switch
        {
            "Authorized" => new ReturnAuthorized(
                id, id, number, 1, "ACC-1", detail ?? "credit-return", serial, "CAM-2", false, false, ["bracket"], Now, today.AddDays(30),
                new WarrantyCoverage(detail != "paid-repair", today.AddDays(detail == "paid-repair" ? -1 : 100), "warranty", today), "A"),
            "AuthorizedWithDrive" => (ReturnAuthorized)Of($"Authorized:{detail}", id, serial) with { HasDrive = true },
            "AuthorizedLicence" => (ReturnAuthorized)Of("Authorized", id, serial) with { IsLicense = true },
            "AuthorizedByTicket" => (ReturnAuthorized)Of("Authorized:paid-repair", id, serial) with { ValidThrough = DateOnly.MaxValue },
            "AuthorizedLongAgo" => new ReturnAuthorized(
                id, id, number, 1, "ACC-1", detail ?? "credit-return", serial, "CAM-2", false, false, [], Now.AddDays(-60),
                today.AddDays(-30)),
            "Withdrawn" => new ReturnWithdrawn(id, id, number, 1, Now, "test"),
            "DeadlineApproaching" => new ReturnDeadlineApproaching(id, id, number, 1, today.AddDays(30)),
            "DeadlineReached" => new ReturnDeadlineReached(id, id, number, 1, today.AddDays(30)),
            "Received" => new UnitReceived(id, id, number, 1, serial, id, Now, Now),
            "Inspected" => new InspectionCompleted(
                id, id, number, 1, serial, new UnitCondition(false, false, false, [], "intact", false, false, null, []), "ina", Now),
            "Credited" => new CreditIssued(
                id, id, id, id, number, 1, "ACC-1", serial, "INV", 180m, "USD", [new("price", 180m)], Now, today, "v", ["C2"]),
            "Ordered" => new ReplacementOrdered(id, id, number, 1, "PO-1", "CAM-2", Now, Now),
            "Tested" => new UnitTested(
                id, id, id, number, 1, serial, detail != "sound", "tried it", detail == "tampered" ? ["tampered"] : [], "tina", Now),
            "Quoted" => new RepairQuoted(
                id, id, id, number, 1, serial, version, 90m, "USD", "board", "/quote-links/x", Now, "v", ["O1"]),
            "Reminded" => new QuoteReminded(id, id, id, number, 1, serial, 1, 90m, "USD", "/quote-links/x", false, Now, Now),
            "Approved" => new QuoteApproved(id, id, id, number, 1, serial, version, 90m, "USD", "ada", Now),
            "Declined" => new QuoteDeclined(id, id, id, number, 1, serial, version, "too much", "ada", Now),
            "Repaired" => new RepairCompleted(id, id, id, number, 1, serial, "new board", true, Now),
            "ShippedBack" => new UnitShippedBack(
                id, id, id, number, 1, serial, detail ?? "repaired", true, null, null, null, "UPS Ground", "1Z", null, Now),
            "Replaced" => new UnitReplaced(
                id, id, id, number, 1, serial, $"{serial}-R", detail ?? "refurbished-swap", "A", "UPS Ground", "1Z", null, Now),
            "Extended" => new RepairWarrantyGranted(id, id, id, number, 1, serial, today, today.AddMonths(6), Now, "v", ["O2"]),
            "Charged" => new ChargeRaised(
                id, id, id, id, number, 1, "ACC-1", serial, 90m, "USD", [new("repair", 90m)], Now, today, "v", ["O1"]),
            "NothingDue" => new NoChargeDue(id, id, id, number, 1, "ACC-1", serial, "covered", Now, "v", ["W1"]),
            "ChargeOpen" => new ChargeReferred(
                id, id, id, number, 1, "ACC-1", serial, "no price", ["net price"], Now, "v", ["W13"]),
            "LoanerOut" => new LoanerSent(id, id, number, 1, "LOAN-1", Now),
            "LoanerBack" => new LoanerReturned(id, id, number, 1, "LOAN-1", Now),
            "FactsRequested" => new CreditFactsRequested(id, id, id, number, 1, Now),
            "Nudged" => new ReturnNudged(id, id, number, 1, "olga", "test"),
            "Restated" => new PurchaseRestated(id, id, number, Now),
            "Denied" => new CreditDenied(
                id, id, id, number, 1, "ACC-1", serial, "late", Now, "v", ["C2"], detail is null ? null : $"credit.{detail}"),
            "Referred" => new CreditReferred(id, id, id, number, 1, "ACC-1", serial, "damage", [], Now, "v", ["C5"]),
            "ReleasedToStock" => new UnitReleasedToStock(id, id, id, number, 1, serial, Now),
            "ReturnedUnrepaired" => new UnitReturnedUnrepaired(id, id, id, number, 1, serial, "UPS Ground", "1Z", Now, detail),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message, null),
        };
    }
}

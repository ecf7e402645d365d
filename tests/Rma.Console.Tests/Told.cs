using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Console.Tests;

/// <summary>What the other services tell of one return, in the order in which it happens.</summary>
internal sealed record Told(string Serial, string Account = "ACC-1")
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public Guid RmaId { get; } = Guid.CreateVersion7();

    public Guid ReturnId { get; } = Guid.CreateVersion7();

    public Guid ParcelId { get; } = Guid.CreateVersion7();

    public string Number => $"RMA-{Serial}";

    public RmaIssued Issued => new(
        RmaId, Number, Account, "paid-repair", Monday, new(2026, 12, 23), [new(1, ReturnId, Serial, "CAM-2", false)], "2026-01", ["P4"],
        Reference: $"PO/{Serial}");

    public ReturnAuthorized Authorized => new(
        ReturnId, RmaId, Number, 1, Account, "paid-repair", Serial, "CAM-2", false, false, [], Monday, new(2026, 12, 23),
        Defect: "no picture");

    public ReturnMoved Moved(int number, string from, string to, int hours) =>
        new(ReturnId, number, from, to, "test", Monday.AddHours(hours));

    public ParcelAccepted Parcel => new(
        ParcelId, RmaId, Number, "east", Monday.AddHours(20), Monday.AddHours(20),
        Carrier: "DHL", TrackingNumber: $"1Z {Serial}");

    public UnitReceived Received => new(
        ReturnId, RmaId, Number, 1, Serial, ParcelId, Monday.AddHours(20), Monday.AddHours(21));

    public RepairQuoted Quoted(int version, decimal amount) => new(
        Guid.CreateVersion7(), ReturnId, RmaId, Number, 1, Serial, version, amount, "USD", "The board is dead.", "/quote-links/secret",
        Monday.AddHours(30 + version), "2026-01", ["R3"]);

    public CreditIssued Credited => new(
        Guid.CreateVersion7(), ReturnId, ReturnId, RmaId, Number, 1, Account, Serial, "INV-1", 91.50m, "USD",
        [new("price", 91.50m)], Monday.AddHours(60), new(2026, 11, 25), "2026-01", ["C1"]);

    public LineClosed Closed(string outcome) => new(ReturnId, RmaId, Number, 1, outcome, Monday.AddHours(61));

    /// <summary>Up to the quote that waits for an answer.</summary>
    public object[] UntilQuote() =>
    [
        Issued, Authorized, Moved(1, "Initial", "AwaitingArrival", 0), Parcel, Received,
        Moved(2, "AwaitingArrival", "AwaitingInspection", 21), Moved(3, "AwaitingInspection", "InRepair", 25), Quoted(1, 145.50m),
        Moved(4, "InRepair", "AwaitingQuoteAnswer", 31), Quoted(2, 120.00m),
    ];
}

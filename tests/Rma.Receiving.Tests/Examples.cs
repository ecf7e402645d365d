using System.Globalization;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Receiving.ReceivedUnits;

namespace Rma.Receiving.Tests;

internal static class Examples
{
    public static readonly PolicyBook Book = PolicyBook.Load();
    public static readonly DateTimeOffset Monday = At("2025-03-03T10:00:00-08:00");
    public static readonly string Number = RmaNumber.FromSequence(33).ToString();
    public static readonly Guid RmaId = new("0195f000-0000-7000-8000-0000000000bb");
    public static readonly Guid ReturnOfS1 = new("0195f000-0000-7000-8000-000000000001");
    public static readonly Guid ReturnOfS2 = new("0195f000-0000-7000-8000-000000000002");
    public static readonly Guid ParcelId = ParcelScan.IdOf("dock-1", "scan-1");

    // Clocks spring forward on 9 March 2025, the last good day.
    public static readonly ReturnExpected S1 = new(
        ReturnOfS1, RmaId, Number, 1, "ACC-1", "S1", "CAM-2", HasDrive: false, ["power supply", "bracket"],
        At("2025-02-07T09:00:00-08:00"), new DateOnly(2025, 3, 9), At("2025-02-07T09:00:05-08:00"));

    public static readonly ReturnExpected S2 = S1 with { ReturnId = ReturnOfS2, Line = 2, SerialNumber = "S2" };

    public static readonly ParcelScan Scan = new(
        ParcelId, "scan-1", "dock-1", "main", Number, FreightTerms.Prepaid, Monday, Monday.AddMinutes(1), []);

    public static readonly UnitScan UnitOfS1 = new(
        "unit-1", "dock-1", "main", ParcelId, Monday, "S1", null, Monday.AddMinutes(10), Monday.AddMinutes(11));

    public static readonly UnitReceived ReceivedS1 = new(
        ReturnOfS1, RmaId, Number, 1, "ACC-1", "S1", "CAM-2", HasDrive: false, ["power supply", "bracket"], ParcelId, "main", "dock-1",
        Monday, Monday.AddMinutes(10), Monday.AddMinutes(11));

    public static readonly ObservedCondition Sound = new()
    {
        RetailBoxOpened = false, FactorySealBroken = false, EnclosureOpened = false, MissingAccessories = [],
        SerialLabel = Contracts.Receiving.SerialLabels.Intact, CosmeticDamage = false, InternalDamage = false, Photos = [],
    };

    public static ReturnCalledOff CalledOff(this ReturnExpected line, DateTimeOffset at) =>
        new(line.ReturnId, line.RmaId, line.RmaNumber, line.Line, "cancelled", at, at.AddSeconds(2));

    public static ExpectedRma Known(params ExpectedRmaEvent[] history) =>
        EventSourcing.Folding.Fold<ExpectedRma, ExpectedRmaEvent>(history);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using Microsoft.Extensions.Configuration;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.Parcels;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.Parcels;

/// <summary>What is read from a carrier's label, a scan and the clock of its device, at the ends of what is allowed.</summary>
public sealed class CarrierLabelTests : Spec<Parcel, ParcelEvent>
{
    private static readonly ScanParcelRequest Plain = new("scan-1", Number, "prepaid", Monday);
    private static readonly DateTimeOffset Recorded = Monday.AddMinutes(30);

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(100_000, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(100_000.001, false)]
    [InlineData(1.0005, false)]
    public void A_weight_is_in_kilograms_to_the_gram(double weight, bool allowed) =>
        Read(Plain with { WeightKg = (decimal)weight }, allowed ? null : "scan.weight-out-of-range");

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(null, 1, true)]
    [InlineData(999, 999, true)]
    [InlineData(2, 3, true)]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, false)]
    [InlineData(0, null, false)]
    [InlineData(1000, null, false)]
    [InlineData(null, 0, false)]
    [InlineData(null, 1000, false)]
    public void A_carton_is_one_of_its_shipment(int? carton, int? cartons, bool allowed) =>
        Read(Plain with { Carton = carton, Cartons = cartons }, allowed ? null : "scan.carton-out-of-range");

    [Theory]
    [InlineData(40, 128, true)]
    [InlineData(41, 128, false)]
    [InlineData(40, 129, false)]
    public void Carrier_and_number_have_a_length(int carrier, int number, bool allowed) => Read(
        Plain with { Carrier = new string('C', carrier), TrackingNumber = new string('N', number) },
        allowed ? null : "scan.label-too-long");

    [Fact]
    public void A_label_without_content_is_none()
    {
        Assert.Null(CarrierLabel.Read(Plain with { Carrier = " " }));
        Assert.Equal(new CarrierLabel("UPS", WeightKg: 2m), CarrierLabel.Read(Plain with { Carrier = "UPS", WeightKg = 2m }));
    }

    [Theory]
    [InlineData("1Z999", "RMA", "1Z999")] // the label comes first
    [InlineData(null, "1Z 999", "1Z999")] // a marking that is no number may be a tracking number
    [InlineData(null, "RMA", null)]
    public void A_shipment_is_looked_for_by_label_or_marking(string? tracking, string marking, string? key)
    {
        var scan = Scan with { Marking = marking == "RMA" ? Number : marking, Label = tracking is null ? null : new(null, tracking) };
        Assert.Equal(Policy.Scanning.TrackingNumbers.KeyOf(key), scan.TrackingKey);
    }

    [Fact]
    public void What_was_read_counts_before_the_marking()
    {
        var read = RmaNumber.FromSequence(34).ToString();
        Assert.Equal((read, Number), ((Scan with { ReadNumber = read }).RmaNumber, Scan.RmaNumber));
        Assert.Equal(read, (Scan with { Marking = "nothing", ReadNumber = read }).RmaNumber);
    }

    [Fact]
    public void A_scan_is_judged_by_the_version_of_its_time_or_of_its_recording_when_the_clock_is_wrong()
    {
        Assert.Equal(Scan.ScannedAt, Scan.JudgedAt);
        Assert.Equal(Scan.ScannedAt, (Scan with { Clock = new(Monday, null, null) }).JudgedAt);
        Assert.Equal(Scan.RecordedAt, (Scan with { Clock = new(Monday, null, null, IsUnreliable: true) }).JudgedAt);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("00:00:00", "00:00:00", true)]
    [InlineData("00:05:00", "30.00:00:00", true)]
    [InlineData("00:05:00", "30.00:00:01", false)]
    [InlineData("00:05:00", "00:04:59", false)]
    [InlineData("-00:00:01", "00:05:00", false)]
    public void Settings_of_the_clock_have_bounds(string? ignored, string? corrected, bool allowed)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ScanClock:IgnoredSkew"] = ignored, ["ScanClock:CorrectedSkew"] = corrected,
        }).Build();
        if (allowed) Assert.Equal(ignored is null, ClockSettings.Of(configuration) == ClockSettings.Default);
        else Assert.Throws<InvalidOperationException>(() => ClockSettings.Of(configuration));
    }

    [Theory]
    [InlineData(-3_660, 0, true)]
    [InlineData(0, 3_660, true)]
    [InlineData(-3_661, 0, false)]
    [InlineData(0, 3_661, false)]
    public void A_time_ten_years_off_is_none(int scanned, int sent, bool allowed)
    {
        Func<object> read = () => ScanTimes.Read(Recorded.AddDays(scanned), Recorded.AddDays(sent), Recorded, ClockSettings.Default);
        if (allowed) Assert.NotNull(read());
        else Assert.Equal("scan.time-implausible", Assert.Throws<InvalidInputException>(read).Code);
    }

    [Fact]
    public void A_scan_may_be_dated_five_minutes_after_it_was_sent() => Assert.Equal(Monday.AddMinutes(5),
        ScanTimes.Read(Monday.AddMinutes(5), Monday, Monday, ClockSettings.Default).ScannedAt);

    [Fact]
    public void Photos_of_a_held_parcel_stay_with_it()
    {
        var held = Assert.IsType<ParcelHeld>(Assert.Single(ScanParcel.Decide(Parcel.Initial, new(Scan, Known(), Book))));
        var refused = new ParcelRefused(Scan, null, ParcelRefusals.UnknownNumber, held.Decision, Monday);
        var taken = new ParcelPhotographed(ParcelId, ["aa"], "dock-1", Monday, held.Decision);
        foreach (var last in new ParcelEvent[] { held, refused })
            Assert.Equal(["aa"], Assert.IsAssignableFrom<Parcel.Scanned>(Given(held, taken, last).State).LaterPhotos);
    }

    private static void Read(ScanParcelRequest request, string? refusal)
    {
        if (refusal is null) Assert.NotNull(CarrierLabel.Read(request));
        else Assert.Equal(refusal, Assert.Throws<InvalidInputException>(() => { _ = CarrierLabel.Read(request); }).Code);
    }
}

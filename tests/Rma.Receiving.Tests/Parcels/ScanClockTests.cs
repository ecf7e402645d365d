using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.Parcels;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.Parcels;

/// <summary>Devices whose clocks are off, and scans dated before their number was issued.</summary>
public sealed class ScanClockTests : Spec<Parcel, ParcelEvent>
{
    private static readonly DateTimeOffset Recorded = Monday.AddMinutes(30);

    private static ScanParcel Scanned(DateTimeOffset scannedAt, DateTimeOffset? sentAt)
    {
        var (at, clock) = ScanTimes.Read(scannedAt, sentAt, Recorded, ClockSettings.Default);
        return new(Scan with { ScannedAt = at, RecordedAt = Recorded, Clock = clock }, Known(S1), Book);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 0)] // noise
    [InlineData(-300, 0)]
    [InlineData(301, 301)]
    [InlineData(-301, -301)]
    [InlineData(86_400, 86_400)]
    [InlineData(-86_400, -86_400)]
    public void A13_a_small_skew_is_corrected_and_noted(int skew, int corrected)
    {
        var scannedAt = Monday.AddSeconds(skew);
        var accepted = Assert.IsType<ParcelAccepted>(
            ScanParcel.Decide(Parcel.Initial, Scanned(scannedAt, Recorded.AddSeconds(skew))).Single());
        Assert.Equal((scannedAt.AddSeconds(-corrected), new ScanClock(scannedAt, Recorded.AddSeconds(skew), skew)),
            (accepted.Scan.ScannedAt, accepted.Scan.Clock));
    }

    [Theory]
    [InlineData(86_401)]
    [InlineData(-86_401)]
    [InlineData(-60 * 86_400)]
    [InlineData(-400 * 86_400)]
    public void A13_a_large_skew_is_held_for_a_person(int skew)
    {
        var command = Scanned(Monday.AddSeconds(skew), Recorded.AddSeconds(skew));
        var held = Assert.IsType<ParcelHeld>(ScanParcel.Decide(Parcel.Initial, command).Single());
        Assert.Equal((ParcelRefusals.TimeImplausible, true, Monday.AddSeconds(skew)),
            (held.Code, held.Scan.Clock!.IsUnreliable, held.Scan.DeviceTime));
        Given(held).When(parcel => ScanParcel.Decide(parcel, command)).ThenNothing();
        Assert.Empty(ScanParcel.Decide(Known(S1), command)); // no news of the number is waited for
    }

    [Fact]
    public void A13_the_same_scan_sent_later_is_the_same_scan()
    {
        var first = ScanParcel.Decide(Parcel.Initial, Scanned(Monday, Recorded.AddHours(1))).Single();
        Given(first).When(parcel => ScanParcel.Decide(parcel, Scanned(Monday, Recorded.AddHours(3)))).ThenNothing();
        Given(first).When(parcel => ScanParcel.Decide(parcel, Scanned(Monday, null))).ThenNothing();
        Given(first).When(parcel => ScanParcel.Decide(parcel, Scanned(Monday.AddSeconds(1), Recorded.AddHours(1))))
            .ThenRefused("scan.conflict");
    }

    [Fact]
    public void A13_a_scan_is_not_sent_before_it_is_made() => Assert.Equal("scan.sent-before-scanned",
        Assert.Throws<InvalidInputException>(() => ScanTimes.Read(Monday.AddMinutes(6), Monday, Recorded, ClockSettings.Default)).Code);

    [Fact]
    public void A13_times_nothing_can_be_reckoned_with_are_bad_requests()
    {
        foreach (var at in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
            Assert.Equal("scan.time-implausible",
                Assert.Throws<InvalidInputException>(() => ScanTimes.Read(at, at, Recorded, ClockSettings.Default)).Code);
    }

    [Fact]
    [Rule("P2/3", Shows.Refused)]
    public void A13_a_scan_dated_before_its_number_was_issued_is_recorded_and_not_judged()
    {
        var command = new ScanParcel(Scan with { ScannedAt = S1.IssuedAt.AddDays(-40) }, Known(S1), Book);
        var held = Assert.IsType<ParcelHeld>(ScanParcel.Decide(Parcel.Initial, command).Single());
        Assert.Equal((ParcelRefusals.TimeImplausible, Policy.Outcome.Refer), (held.Code, held.Decision.Outcome));
        Assert.Equal(["P2"], held.Clauses);
        Assert.IsType<ParcelAccepted>(
            ScanParcel.Decide(Parcel.Initial, command with { Scan = Scan with { ScannedAt = S1.IssuedAt.AddMinutes(-5) } }).Single());
        Assert.IsType<ParcelHeld>(ScanParcel.Decide(
            Parcel.Initial, command with { Scan = Scan with { ScannedAt = S1.IssuedAt.AddSeconds(-301) } }).Single());
    }

    [Fact]
    public void A13_a_parcel_held_for_news_then_waits_for_a_person()
    {
        var early = Scan with { ScannedAt = S1.IssuedAt.AddDays(-40) };
        var unknown = ScanParcel.Decide(Parcel.Initial, new(early, Known(), Book)).Single();
        Assert.Null(Assert.IsType<ParcelHeld>(unknown).Code);
        var judge = new JudgeHeldParcel(Known(S1), Book, Monday.AddHours(1));
        var held = Assert.IsType<ParcelHeld>(JudgeHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, unknown), judge).Single());
        Assert.Equal(ParcelRefusals.TimeImplausible, held.Code);
        Given(unknown).When(parcel => JudgeHeldParcel.Decide(parcel, judge)).Then(held);
        // Neither its deadline nor a later message ends that.
        Given(unknown, held).When(parcel => JudgeHeldParcel.Decide(parcel, judge with { Now = Monday.AddDays(30) })).ThenNothing();
        Given(unknown, held).When(parcel => JudgeHeldParcel.Decide(parcel, judge with { Number = Known(S1, S1.CalledOff(Monday)) }))
            .ThenNothing();
    }

    [Fact]
    public void A13_what_refuses_a_parcel_anyway_is_not_held()
    {
        var command = Scanned(Monday.AddDays(-60), Recorded.AddDays(-60));
        foreach (var scan in new[] { command.Scan with { Marking = null, ReadNumber = null },
            command.Scan with { Freight = FreightTerms.Collect } })
            Assert.IsType<ParcelRefused>(ScanParcel.Decide(Parcel.Initial, command with { Scan = scan }).Single());
    }
}

public sealed class DateHeldParcelTests : Spec<Parcel, ParcelEvent>
{
    private static readonly ParcelScan Early = Scan with { ScannedAt = S1.IssuedAt.AddDays(-40) };
    private static readonly ParcelEvent Held = ScanParcel.Decide(Parcel.Initial, new ScanParcel(Early, Known(S1), Book)).Single();

    private static DateHeldParcel Came(DateTimeOffset? at) => new(at, "the gate book", "dora", Known(S1), Book, Monday.AddDays(1));

    [Fact]
    public void A13_the_parcel_is_judged_as_of_when_a_person_says_it_came()
    {
        var accepted = Assert.IsType<ParcelAccepted>(DateHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, Held), Came(Monday)).Single());
        Assert.Equal((Monday, new ScanClock(Early.ScannedAt, null, null, SetBy: "dora", Reason: "the gate book")),
            (accepted.Scan.ScannedAt, accepted.Scan.Clock));
        Given(Held).When(parcel => DateHeldParcel.Decide(parcel, Came(Monday))).Then(accepted);
        Given(Held, accepted).When(parcel => DateHeldParcel.Decide(parcel, Came(Monday.AddMinutes(-1))))
            .ThenRefused("parcel.already-judged");
        Given(Held, accepted).When(parcel => DateHeldParcel.Decide(parcel, Came(null))).ThenRefused("parcel.already-judged");
    }

    [Fact]
    public void A13_dated_after_the_last_good_day_it_is_refused_as_expired()
    {
        var late = Early with { RecordedAt = At("2025-03-12T10:00:00-07:00") };
        var held = ScanParcel.Decide(Parcel.Initial, new ScanParcel(late, Known(S1), Book)).Single();
        var refused = DateHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, held), Came(At("2025-03-10T10:00:00-07:00"))).Single();
        Assert.Equal("parcel.expired", Assert.IsType<ParcelRefused>(refused).Code);
    }

    [Fact]
    public void A13_a_date_that_cannot_be_true_either_is_refused()
    {
        Given(Held).When(parcel => DateHeldParcel.Decide(parcel, Came(S1.IssuedAt.AddDays(-1)))).ThenRefused("parcel.time-implausible");
        var later = Came(Scan.RecordedAt.AddHours(1));
        Assert.Equal("scan.time-implausible",
            Assert.Throws<InvalidInputException>(() => DateHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, Held), later).ToArray()).Code);
    }

    [Fact]
    public void A13_what_nobody_can_date_goes_back()
    {
        var refused = Assert.IsType<ParcelRefused>(DateHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, Held), Came(null)).Single());
        Assert.Equal(("parcel.time-implausible", RmaId, "dora"), (refused.Code, refused.RmaId, refused.Decision.DecidedBy));
        Given(Held).When(parcel => DateHeldParcel.Decide(parcel, Came(null))).Then(refused);
    }

    [Fact]
    public void A13_only_a_parcel_that_waits_for_a_person_is_dated()
    {
        Given(ScanParcel.Decide(Parcel.Initial, new ScanParcel(Scan, Known(), Book)).Single())
            .When(parcel => DateHeldParcel.Decide(parcel, Came(Monday))).ThenRefused("parcel.held");
        Given(ScanParcel.Decide(Parcel.Initial, new ScanParcel(Scan, Known(S1), Book)).Single())
            .When(parcel => DateHeldParcel.Decide(parcel, Came(Monday))).ThenRefused("parcel.already-judged");
    }
}

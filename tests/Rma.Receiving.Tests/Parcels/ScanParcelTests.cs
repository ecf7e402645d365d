using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.Parcels;

public sealed class ScanParcelTests : Spec<Parcel, ParcelEvent>
{
    private static readonly ScanParcel Command = new(Scan, Known(S1, S2), Book);

    private static ParcelEvent Decided(ScanParcel command) => ScanParcel.Decide(Parcel.Initial, command).Single();

    [Fact]
    [Rule("P3/9", Shows.Accepted)]
    public void A_parcel_with_a_good_number_comes_in()
    {
        var accepted = Assert.IsType<ParcelAccepted>(Decided(Command));
        Assert.Equal((Scan, RmaId, Number, Scan.RecordedAt), (accepted.Scan, accepted.RmaId, accepted.RmaNumber, accepted.DecidedAt));
        Assert.Equal(["P2", "P3", "P4"], accepted.Clauses);
        Given().When(parcel => ScanParcel.Decide(parcel, Command)).Then(accepted);
    }

    [Fact]
    public void Scanning_twice_is_one_parcel() =>
        Given(Decided(Command)).When(parcel =>
            ScanParcel.Decide(parcel, Command with { Scan = Scan with { RecordedAt = Monday.AddDays(400), Photos = [] } })).ThenNothing();

    [Fact]
    public void Refuses_another_content_under_the_same_scan()
    {
        foreach (var other in new[] { Scan with { Marking = null }, Scan with { Freight = FreightTerms.Collect },
            Scan with { ScannedAt = Monday.AddSeconds(1) }, Scan with { Photos = ["0"] } })
            Given(Decided(Command)).When(parcel => ScanParcel.Decide(parcel, Command with { Scan = other })).ThenRefused("scan.conflict");
    }

    [Theory]
    [Rule("P3/7", Shows.Refused)]
    [InlineData(null, "parcel.unmarked", "P3")]
    [InlineData("RMA-0000", "parcel.illegible", "P3")]
    public void A_parcel_without_a_clear_number_is_refused(string? marking, string code, string clause)
    {
        var refused = Refused(Command with { Scan = Scan with { Marking = marking }, Number = ExpectedRma.Initial });
        Assert.Equal((code, null), (refused.Code, refused.RmaId));
        Assert.Equal([clause], refused.Clauses);
        Assert.NotNull(refused.Decision.WouldChange);
    }

    [Fact]
    [Rule("P2/6", Shows.Refused)]
    public void A_parcel_whose_freight_is_not_paid_is_refused()
    {
        var collect = Scan with { Freight = FreightTerms.Collect };
        Assert.Equal(("parcel.freight-collect", RmaId), Code(Command with { Scan = collect }));
        // A parcel that is refused for another reason is not held.
        Assert.Equal(("parcel.freight-collect", null), Code(Command with { Scan = collect, Number = ExpectedRma.Initial }));
        Assert.Empty(ScanParcel.Decide(ExpectedRma.Initial, Command with { Scan = collect }));
    }

    [Theory]
    [Rule("P4/13", Shows.Accepted)]
    [Trait("Example", "E09")]
    [InlineData("2025-03-09T23:50:00-07:00", true)] // b: offline; the message comes after midnight, the scan counts
    [InlineData("2025-03-10T06:59:59Z", true)]
    [InlineData("2025-03-09T00:30:00-08:00", true)] // the day on which clocks change
    [InlineData("2025-03-10T00:00:00-07:00", false)]
    [InlineData("2025-03-10T01:00:00-07:00", false)] // a: no job needs to have run
    public void The_local_date_of_the_scan_decides_about_expiry(string scannedAt, bool comesIn)
    {
        var scan = Scan with { ScannedAt = At(scannedAt), RecordedAt = At("2025-03-11T09:20:00-07:00") };
        var judged = Decided(Command with { Scan = scan });
        Assert.Equal(comesIn ? typeof(ParcelAccepted) : typeof(ParcelRefused), judged.GetType());
        Assert.Equal(new DateOnly(2025, 3, 9), judged.Decision.LastDay);
        if (judged is ParcelRefused refused) Assert.Equal(("parcel.expired", scan), (refused.Code, refused.Scan));
    }

    [Fact]
    [Rule("P2/3", Shows.Refused)]
    public void A_number_whose_every_line_was_called_off_is_cancelled_from_then_on()
    {
        var off = new ExpectedRmaEvent[] { S1, S2, S1.CalledOff(Monday.AddHours(-1)), S2.CalledOff(Monday) };
        Assert.Equal(("parcel.cancelled", RmaId), Code(Command with { Number = Known(off) }));
        Assert.IsType<ParcelAccepted>(Decided(Command with { Number = Known(off), Scan = Scan with { ScannedAt = Monday.AddTicks(-1) } }));
        Assert.IsType<ParcelAccepted>(Decided(Command with { Number = Known(S1, S2, S1.CalledOff(Monday.AddHours(-1))) }));
    }

    [Fact]
    [Rule("P3/19", Shows.Refused)]
    public void A_sound_number_nobody_told_of_is_held_for_a_day()
    {
        var held = Assert.IsType<ParcelHeld>(Decided(Command with { Number = ExpectedRma.Initial }));
        Assert.Equal((Number, Scan.RecordedAt.AddHours(24)), (held.RmaNumber, held.HeldUntil));
        Assert.Equal(Policy.Outcome.Refer, held.Decision.Outcome);
    }

    private static ParcelRefused Refused(ScanParcel command) => Assert.IsType<ParcelRefused>(Decided(command));

    private static (string, Guid?) Code(ScanParcel command) => (Refused(command).Code, Refused(command).RmaId);
}

/// <summary>The decision on a scan that is stored with the number.</summary>
public sealed class HoldForNumberTests : Spec<ExpectedRma, ExpectedRmaEvent>
{
    private static readonly ScanParcel Command = new(Scan, ExpectedRma.Initial, Book);

    [Fact]
    public void A_parcel_that_waits_is_noted_where_the_news_arrives() =>
        Given().When(rma => ScanParcel.Decide(rma, Command)).Then(new ParcelHeldForNumber(ParcelId, Monday, Scan.RecordedAt));

    [Fact]
    public void A_call_off_alone_is_no_news_of_the_number() =>
        Given(S1.CalledOff(Monday)).When(rma => ScanParcel.Decide(rma, Command))
            .Then(new ParcelHeldForNumber(ParcelId, Monday, Scan.RecordedAt));

    [Fact]
    public void A_parcel_with_a_known_number_does_not_wait() => Given(S1).When(rma => ScanParcel.Decide(rma, Command)).ThenNothing();
}

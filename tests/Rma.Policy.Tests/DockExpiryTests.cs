using System.Globalization;
using Rma.Testing;
using static Rma.Policy.Tests.DockAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Expired and cancelled numbers.</summary>
public sealed class DockExpiryTests
{
    private static readonly DateOnly LastDay = Day("2025-03-02");
    private static readonly DockFacts InTime = Scan(Local(2025, 3, 1), LastDay);

    [Theory]
    [Rule("P4/13", Shows.Accepted)]
    [Rule("P4/13", Shows.Refused)]
    [InlineData("2025-03-02T23:50:00-08:00", true)] // E09b: offline, reported after midnight; the scan counts
    [InlineData("2025-03-02T23:59:59-08:00", true)]
    [InlineData("2025-03-03T07:59:59Z", true)]
    [InlineData("2025-03-03T00:00:00-08:00", false)]
    [InlineData("2025-03-03T01:00:00-08:00", false)] // E09a: no job needs to have run
    public void The_local_date_of_the_scan_decides_about_expiry(string scannedAt, bool comesIn)
    {
        var judgement = DockPolicy.Judge(Us, Scan(DateTimeOffset.Parse(scannedAt, CultureInfo.InvariantCulture), LastDay));

        Assert.Equal(comesIn ? Outcome.Yes : Outcome.No, judgement.Decision.Outcome);
        if (!comesIn)
            Assert.Equal((ParcelRefusals.Expired, "P4 P3"), Refusal(judgement));
    }

    [Theory]
    [Rule("P4/12", Shows.Accepted)]
    [Rule("P4/12", Shows.Refused)]
    [Rule("P4/11", Shows.Refused)]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void A_number_is_good_through_day_30(int day, bool comesIn)
    {
        var issued = Day("2026-02-20"); // clocks change inside the 30 days
        var scan = Scan(NoonOf(issued.AddDays(day)), IssuancePolicy.ValidThrough(Us, issued));
        Assert.Equal(comesIn, DockPolicy.Judge(Us, scan) is DockJudgement.Accepted);
    }

    [Fact]
    [Rule("P4/15", Shows.Refused)]
    [Rule("P4/18", Shows.Refused)]
    public void An_expired_number_is_told_that_only_a_new_one_helps()
    {
        var judgement = DockPolicy.Judge(Us, Scan(Local(2025, 3, 3), LastDay));

        Assert.Equal(LastDay, judgement.Decision.LastDay);
        Assert.Equal($"{Number} was valid through 2025-03-02; the parcel came on 2025-03-03.", judgement.Decision.Reason);
        Assert.Equal("A new RMA number; an expired one is never revived.", judgement.Decision.WouldChange);
    }

    [Fact]
    [Rule("P2/3", Shows.Refused)]
    public void A_cancelled_number_is_refused_from_the_instant_of_cancellation_on()
    {
        var cancelledAt = Local(2025, 3, 1);
        var cancelled = InTime with { Authorization = new DockAuthorization.Cancelled(cancelledAt, LastDay) };

        Assert.IsType<DockJudgement.Accepted>(DockPolicy.Judge(Us, cancelled with { ScannedAt = cancelledAt.AddTicks(-1) }));
        Assert.Equal((ParcelRefusals.Cancelled, "P2 P3"), Refusal(cancelled with { ScannedAt = cancelledAt }));
        Assert.Equal((ParcelRefusals.Cancelled, "P2 P3"), Refusal(cancelled with { ScannedAt = cancelledAt.AddDays(10) }));
    }

    [Fact]
    [Rule("P4/14", Shows.Refused)]
    public void A_scan_before_the_cancellation_but_after_expiry_is_expired() =>
        Assert.Equal(
            (ParcelRefusals.Expired, "P4 P3"),
            Refusal(Scan(Local(2025, 3, 3), LastDay) with { Authorization = new DockAuthorization.Cancelled(Local(2025, 3, 4), LastDay) }));
}

using Rma.EventSourcing;
using Rma.Receiving.ExpectedRmas;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.ExpectedRmas;

[Trait("Rule", "P2/17")]
public sealed class ScanUnitTests : Spec<ExpectedRma, ExpectedRmaEvent>
{
    private static readonly LineReceived S1Received = new(ReturnOfS1, UnitOfS1, FoundBefore: false);

    private static UnitScan Unit(string? serial, string scanId) => UnitOfS1 with { SerialNumber = serial, ScanId = scanId };

    [Fact]
    [Rule("P2/17", Shows.Accepted)]
    [Rule("P4/18", Shows.Accepted)]
    public void Receives_a_listed_unit()
    {
        Given(S1, S2).When(rma => ScanUnit.Decide(rma, new(UnitOfS1))).Then(S1Received);
        Assert.Equal(("received", ReturnOfS1), Answer(Known(S1, S2, S1Received), UnitOfS1));
    }

    [Fact]
    public void D3_a_product_without_serial_numbers_is_scanned_by_its_code_each_scan_the_next_piece()
    {
        var pieces = new[] { S1 with { SerialNumber = "INV-9/2#1", Sku = "PSU-1" }, S2 with { SerialNumber = "INV-9/2#2", Sku = "PSU-1" } };
        var (first, second, third) = (Unit("PSU-1", "p-1"), Unit("PSU-1", "p-2"), Unit("PSU-1", "p-3"));
        var one = new LineReceived(pieces[0].ReturnId, first with { SerialNumber = "INV-9/2#1" }, FoundBefore: false);
        var two = new LineReceived(pieces[1].ReturnId, second with { SerialNumber = "INV-9/2#2" }, FoundBefore: false);
        Given(pieces).When(rma => ScanUnit.Decide(rma, new(first))).Then(one);
        Given([.. pieces, one]).When(rma => ScanUnit.Decide(rma, new(second))).Then(two);
        Given([.. pieces, one]).When(rma => ScanUnit.Decide(rma, new(first))).ThenNothing();
        Assert.Equal(("received", pieces[0].ReturnId), Answer(Known([.. pieces, one]), first));
        Given([.. pieces, one, two]).When(rma => ScanUnit.Decide(rma, new(third))).Then(new UnlistedUnitFound(third, "surplus"));
        Given(pieces).When(rma => ScanUnit.Decide(rma, new(Unit("INV-9/2#2", "p-4")))).Then(two with { Scan = Unit("INV-9/2#2", "p-4") });
        Given(S1, S2).When(rma => ScanUnit.Decide(rma, new(Unit(S1.Sku, "p-5"))))
            .Then(new UnlistedUnitFound(Unit(S1.Sku, "p-5"), "surplus"));
    }

    [Fact]
    [Trait("Rule", "I13")]
    public void A_unit_is_received_once_whoever_scans_it_again()
    {
        var again = UnitOfS1 with { ScanId = "unit-7", Scanner = "dock-2", ParcelId = Guid.CreateVersion7() };
        Given(S1, S1Received).When(rma => ScanUnit.Decide(rma, new(again))).ThenNothing();
        Assert.Equal(("already-received", ReturnOfS1), Answer(Known(S1, S1Received), again));
    }

    [Fact]
    public void The_same_scan_reported_again_gets_the_same_answer()
    {
        var later = UnitOfS1 with { RecordedAt = Monday.AddDays(200) };
        Given(S1, S1Received).When(rma => ScanUnit.Decide(rma, new(later))).ThenNothing();
        Assert.Equal(("received", ReturnOfS1), Answer(Known(S1, S1Received), later));
    }

    [Fact]
    public void Refuses_another_content_under_the_same_scan() =>
        Given(S1, S2, S1Received).When(rma => ScanUnit.Decide(rma, new(UnitOfS1 with { SerialNumber = "S2" })))
            .ThenRefused("scan.conflict");

    [Fact]
    [Trait("Example", "E08")]
    public void Surplus_units_are_put_aside_and_fill_no_line()
    {
        var (s9, s3) = (Unit("S9", "unit-2"), Unit("S3", "unit-3"));
        Given(S1, S2, S1Received).When(rma => ScanUnit.Decide(rma, new(s9))).Then(new UnlistedUnitFound(s9, "surplus"));
        Given(S1, S2, S1Received, new UnlistedUnitFound(s9, "surplus"))
            .When(rma => ScanUnit.Decide(rma, new(s3))).Then(new UnlistedUnitFound(s3, "surplus"));

        var rma = Assert.IsType<ExpectedRma.Expected>(
            Known(S1, S2, S1Received, new UnlistedUnitFound(s9, "surplus"), new UnlistedUnitFound(s3, "surplus")));
        Assert.Equal("S2", rma.Lines.Single(line => line.IsOutstanding).SerialNumber);
        Assert.Equal(("surplus", null), Answer(rma, s9));
    }

    [Fact]
    public void A_surplus_unit_scanned_twice_is_put_aside_once()
    {
        var again = Unit("S9", "unit-4");
        var found = Known(S1, new UnlistedUnitFound(Unit("S9", "unit-2"), "surplus"));
        Given(S1, new UnlistedUnitFound(Unit("S9", "unit-2"), "surplus")).When(rma => ScanUnit.Decide(rma, new(again))).ThenNothing();
        Assert.Equal(("surplus", null), Answer(found, again));
    }

    [Fact]
    [Trait("Example", "E08")]
    public void A_unit_in_the_place_of_an_outstanding_one_is_swapped()
    {
        var swapped = Unit("S9", "unit-2") with { InsteadOf = "S2" };
        Given(S1, S2).When(rma => ScanUnit.Decide(rma, new(swapped))).Then(new UnlistedUnitFound(swapped, "swapped"));
        Given(S1, S1Received).When(rma => ScanUnit.Decide(rma, new(swapped with { InsteadOf = "S1" })))
            .Then(new UnlistedUnitFound(swapped with { InsteadOf = "S1" }, "surplus"));
    }

    [Fact]
    public void Two_unreadable_units_are_two()
    {
        var (one, two) = (Unit(null, "unit-2"), Unit(null, "unit-3"));
        Given(S1, new UnlistedUnitFound(one, "unreadable")).When(rma => ScanUnit.Decide(rma, new(two)))
            .Then(new UnlistedUnitFound(two, "unreadable"));
        Assert.NotEqual(one.QuarantineId, two.QuarantineId);
        Given(S1, new UnlistedUnitFound(one, "unreadable")).When(rma => ScanUnit.Decide(rma, new(one))).ThenNothing();
    }

    [Fact]
    public void A_line_called_off_before_the_parcel_came_is_not_listed() =>
        Given(S1, S2, S1.CalledOff(Monday)).When(rma => ScanUnit.Decide(rma, new(UnitOfS1)))
            .Then(new UnlistedUnitFound(UnitOfS1, "surplus"));

    [Fact]
    public void A_line_called_off_after_the_parcel_came_is_listed() =>
        Given(S1, S2, S1.CalledOff(Monday.AddTicks(1))).When(rma => ScanUnit.Decide(rma, new(UnitOfS1))).Then(S1Received);

    [Theory]
    [InlineData(5 * 60, true)]
    [InlineData(5 * 60 + 1, false)]
    [InlineData(-90 * 86_400, true)]
    [InlineData(-90 * 86_400 - 1, false)]
    public void The_time_of_a_scan_has_to_be_possible(int secondsAhead, bool possible)
    {
        var scan = UnitOfS1 with { ScannedAt = UnitOfS1.RecordedAt.AddSeconds(secondsAhead) };
        if (possible) Given(S1).When(rma => ScanUnit.Decide(rma, new(scan))).Then(new LineReceived(ReturnOfS1, scan, false));
        else Assert.Equal("scan.time-implausible",
            Assert.Throws<InvalidInputException>(() => ScanUnit.Decide(Known(S1), new(scan)).ToArray()).Code);
    }

    [Fact]
    public void Refuses_while_the_number_is_not_known() =>
        Given().When(rma => ScanUnit.Decide(rma, new(UnitOfS1))).ThenRefused("parcel.held");

    private static (string, Guid?) Answer(ExpectedRma rma, UnitScan scan)
    {
        var answer = ScanUnitAnswer.Of(rma, scan);
        return (answer.Answer, answer.ReturnId);
    }
}

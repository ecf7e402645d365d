using Rma.Receiving.ExpectedRmas;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.ExpectedRmas;

[Trait("Rule", "P2/3")]
public sealed class ExpectReturnTests : Spec<ExpectedRma, ExpectedRmaEvent>
{
    private static readonly UnlistedUnitFound EarlyS2 = new(UnitOfS1 with { ScanId = "unit-2", SerialNumber = "S2" }, "surplus");

    [Fact]
    public void Lets_a_unit_come() => Given().When(rma => ExpectReturn.Decide(rma, new(S1))).Then(S1);

    [Fact]
    public void Lets_a_second_line_come() => Given(S1).When(rma => ExpectReturn.Decide(rma, new(S2))).Then(S2);

    [Fact]
    public void Being_told_again_later_changes_nothing() =>
        Given(S1).When(rma => ExpectReturn.Decide(rma, new(S1 with { HeardAt = Monday }))).ThenNothing();

    [Fact]
    public void A_correction_counts_while_the_unit_is_outstanding()
    {
        var corrected = S1 with { Accessories = ["power supply"], HeardAt = Monday };
        Given(S1).When(rma => ExpectReturn.Decide(rma, new(corrected))).Then(corrected);
    }

    [Fact]
    public void A_correction_after_the_unit_came_changes_nothing() =>
        Given(S1, new LineReceived(ReturnOfS1, UnitOfS1, false)).When(rma => ExpectReturn.Decide(rma, new(S1 with { Sku = "CAM-3" })))
            .ThenNothing();

    [Fact]
    public void A_number_that_parcels_wait_for_is_expected_like_any_other() =>
        Given(new ParcelHeldForNumber(ParcelId, Monday, Monday)).When(rma => ExpectReturn.Decide(rma, new(S1))).Then(S1);

    [Fact]
    public void A_late_message_receives_the_unit_that_was_found_before_it() =>
        Given(S1, EarlyS2).When(rma => ExpectReturn.Decide(rma, new(S2)))
            .Then(S2, new LineReceived(ReturnOfS2, EarlyS2.Scan, FoundBefore: true));

    [Fact]
    public void A_late_message_leaves_a_unit_in_quarantine_whose_line_was_called_off_before_its_parcel_came() =>
        Given(S1, EarlyS2, S2.CalledOff(Monday.AddDays(-1))).When(rma => ExpectReturn.Decide(rma, new(S2))).Then(S2);
}

[Trait("Rule", "P2/3")]
public sealed class StopExpectingReturnTests : Spec<ExpectedRma, ExpectedRmaEvent>
{
    private static readonly ReturnCalledOff Off = S1.CalledOff(Monday);

    [Fact]
    public void Calls_a_return_off() => Given(S1).When(rma => StopExpectingReturn.Decide(rma, new(Off))).Then(Off);

    [Fact]
    public void Calling_off_twice_changes_nothing() =>
        Given(S1, Off).When(rma => StopExpectingReturn.Decide(rma, new(S1.CalledOff(Monday.AddDays(1))))).ThenNothing();

    [Fact]
    public void A_call_off_before_its_return_is_remembered()
    {
        Given().When(rma => StopExpectingReturn.Decide(rma, new(Off))).Then(Off);
        var known = Assert.IsType<ExpectedRma.Expected>(Known(Off, S1));
        Assert.Empty(known.LinesFor(Monday));
        Assert.Single(known.LinesFor(Monday.AddTicks(-1)));
    }

    [Fact]
    public void What_was_received_stays_received() =>
        Assert.False(((ExpectedRma.Expected)Known(S1, new LineReceived(ReturnOfS1, UnitOfS1, false), Off)).Lines.Single().IsOutstanding);
}

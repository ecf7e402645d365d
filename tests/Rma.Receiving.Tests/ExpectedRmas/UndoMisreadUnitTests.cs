using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.QuarantinedUnits;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.ExpectedRmas;

[Trait("Rule", "P2/17")]
public sealed class UndoMisreadUnitTests : Spec<ExpectedRma, ExpectedRmaEvent>
{
    private static readonly UnlistedUnitFound Found = new(UnitOfS1 with { SerialNumber = "5I", ScanId = "unit-0" }, "surplus");
    private static readonly UndoMisreadUnit Undo = new(Found.Scan.QuarantineId, "a creased label", "dock-1", Monday.AddMinutes(20));
    private static readonly UnlistedUnitMisread Misread = new(Found.Scan, "a creased label", "dock-1", Monday.AddMinutes(20));

    [Fact]
    public void B8_takes_back_a_unit_that_never_was() => Given(S1, Found).When(rma => UndoMisreadUnit.Decide(rma, Undo)).Then(Misread);

    [Fact]
    public void B8_taking_it_back_again_changes_nothing() =>
        Given(S1, Found, Misread).When(rma => UndoMisreadUnit.Decide(rma, Undo)).ThenNothing();

    [Fact]
    public void B8_the_well_read_scan_receives_the_unit() =>
        Given(S1, Found, Misread).When(rma => ScanUnit.Decide(rma, new(UnitOfS1)))
            .Then(new LineReceived(ReturnOfS1, UnitOfS1, FoundBefore: false));

    [Fact]
    public void B8_the_repeat_of_the_scan_that_was_taken_back_changes_nothing()
    {
        Given(S1, Found, Misread).When(rma => ScanUnit.Decide(rma, new(Found.Scan))).ThenNothing();
        Assert.Equal("misread", ScanUnitAnswer.Of(Known(S1, Found, Misread), Found.Scan).Answer);
        Given(S1, Found, Misread).When(rma => ScanUnit.Decide(rma, new(Found.Scan with { SerialNumber = "S1" })))
            .ThenRefused("scan.conflict");
    }

    [Fact]
    public void B8_a_unit_that_really_is_there_is_put_aside_again()
    {
        var again = Found with { Scan = Found.Scan with { ScanId = "unit-9" } };
        Given(S1, Found, Misread).When(rma => ScanUnit.Decide(rma, new(again.Scan))).Then(again);
    }

    [Fact]
    public void B8_news_of_its_line_does_not_receive_what_never_was()
    {
        var line = S2 with { SerialNumber = "5I" };
        Given(S1, Found, Misread).When(rma => ExpectReturn.Decide(rma, new(line))).Then(line);
    }
}

public sealed class MisreadQuarantineTests : Spec<QuarantinedUnit, QuarantinedUnitEvent>
{
    private static readonly UnexpectedUnitQuarantined S9 = new(
        Guid.Empty, ParcelId, RmaId, Number, "S9", "surplus", null, "main", "dock-1", Monday, Monday.AddMinutes(1));

    private static readonly QuarantinedUnitSettled Misread = new("misread", "a creased label", null, "dock-1", Monday.AddMinutes(2));

    [Fact]
    public void B8_its_quarantine_ends_as_misread() => Given(S9).When(unit => SettleQuarantinedUnit.Undo(unit, Misread)).Then(Misread);

    [Fact]
    public void B8_what_found_another_end_is_not_misread()
    {
        Given(S9, Misread with { Outcome = "scrapped" }).When(unit => SettleQuarantinedUnit.Undo(unit, Misread))
            .ThenRefused("quarantine.already-settled");
        Given(S9, new QuarantineLifted(ReturnOfS1)).When(unit => SettleQuarantinedUnit.Undo(unit, Misread))
            .ThenRefused("quarantine.lifted");
        Given().When(unit => SettleQuarantinedUnit.Undo(unit, Misread)).ThenRefused("quarantine.unknown");
    }

    [Fact]
    public void B8_what_was_misread_is_not_scrapped() => Given(S9, Misread)
        .When(unit => SettleQuarantinedUnit.Decide(
            unit, new(Misread with { Outcome = "scrapped", SettledAt = Monday.AddDays(3) }, Book.InForceAt(Monday))))
            .ThenRefused("quarantine.misread");

    [Fact]
    public void B8_what_is_found_after_all_is_put_aside_again() =>
        Given(S9, Misread).When(unit => QuarantineUnit.Decide(unit, new(S9))).Then(S9);
}

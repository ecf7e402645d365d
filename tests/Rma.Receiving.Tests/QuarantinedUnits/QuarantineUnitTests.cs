using Rma.Receiving.QuarantinedUnits;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.QuarantinedUnits;

[Trait("Rule", "P2/17")]
public sealed class QuarantineUnitTests : Spec<QuarantinedUnit, QuarantinedUnitEvent>
{
    private static readonly UnexpectedUnitQuarantined S9 = new(
        Guid.Empty, ParcelId, RmaId, Number, "S9", "surplus", null, "main", "dock-1", Monday, Monday.AddMinutes(1));

    [Fact]
    public void Puts_a_unit_aside() => Given().When(unit => QuarantineUnit.Decide(unit, new(S9))).Then(S9);

    [Fact]
    public void Putting_it_aside_twice_changes_nothing() => Given(S9).When(unit => QuarantineUnit.Decide(unit, new(S9))).ThenNothing();

    [Fact]
    public void Lets_a_unit_go_that_was_listed_after_all() =>
        Given(S9).When(unit => LiftQuarantine.Decide(unit, new(ReturnOfS1))).Then(new QuarantineLifted(ReturnOfS1));

    [Fact]
    public void What_is_not_in_quarantine_stays_where_it_is()
    {
        Given().When(unit => LiftQuarantine.Decide(unit, new(ReturnOfS1))).ThenNothing();
        Given(S9, new QuarantineLifted(ReturnOfS1)).When(unit => LiftQuarantine.Decide(unit, new(ReturnOfS2))).ThenNothing();
    }
}

public sealed class SettleQuarantinedUnitTests : Spec<QuarantinedUnit, QuarantinedUnitEvent>
{
    private static readonly UnexpectedUnitQuarantined S9 = new(
        Guid.Empty, ParcelId, RmaId, Number, "S9", "surplus", null, "main", "dock-1", Monday, Monday.AddMinutes(1));

    private static readonly QuarantinedUnitSettled Scrapped =
        new("scrapped", "nobody asked for it", null, "dora", Monday.AddMinutes(1).AddHours(24));

    private static SettleQuarantinedUnit Settle(QuarantinedUnitSettled settlement) => new(settlement, Book.InForceAt(Monday));

    [Fact]
    public void Scraps_it_once_news_of_its_line_would_have_come() =>
        Given(S9).When(unit => SettleQuarantinedUnit.Decide(unit, Settle(Scrapped))).Then(Scrapped);

    [Fact]
    public void Refuses_a_moment_earlier() =>
        Given(S9).When(unit => SettleQuarantinedUnit.Decide(unit, Settle(Scrapped with { SettledAt = Scrapped.SettledAt.AddSeconds(-1) })))
            .ThenRefused("quarantine.too-early");

    [Fact]
    public void Settling_it_again_changes_nothing() =>
        Given(S9, Scrapped).When(unit => SettleQuarantinedUnit.Decide(unit, Settle(Scrapped with { SettledBy = "donna" }))).ThenNothing();

    [Fact]
    public void Refuses_another_end() => Given(S9, Scrapped)
        .When(unit => SettleQuarantinedUnit.Decide(unit, Settle(Scrapped with { Outcome = "released", TrackingNumber = "1Z" })))
            .ThenRefused("quarantine.already-settled");

    [Fact]
    public void Refuses_what_was_received_after_all_and_what_was_never_there()
    {
        Given(S9, new QuarantineLifted(ReturnOfS1)).When(unit => SettleQuarantinedUnit.Decide(unit, Settle(Scrapped)))
            .ThenRefused("quarantine.lifted");
        Given().When(unit => SettleQuarantinedUnit.Decide(unit, Settle(Scrapped))).ThenRefused("quarantine.unknown");
    }

    [Fact]
    public void What_is_settled_stays_so_when_its_line_is_heard_of_late() =>
        Given(S9, Scrapped).When(unit => LiftQuarantine.Decide(unit, new(ReturnOfS1))).ThenNothing();
}

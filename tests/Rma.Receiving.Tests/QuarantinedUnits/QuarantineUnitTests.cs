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

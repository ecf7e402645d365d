using Rma.Issuance.Orders;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Facts;

/// <summary>Orders that are not known, released claims, and equal arrivals.</summary>
public sealed class OrderEdgeTests : Spec<PurchaseOrder, PurchaseOrderEvent>
{
    private static readonly Guid First = new("0195f000-0000-7000-8000-0000000000f1");
    private static readonly Guid Second = new("0195f000-0000-7000-8000-0000000000f2");
    private static readonly OrderStated Stated = new("PO-1", 1, "ACC-1", [new(1, "CAM-2", 1, ["RMA-X", "RMA-Y"])], Monday, false, Monday);
    private static readonly ReplacementClaimed Claim = new(First, RmaId, "RMA-X", 1, ["CAM-2"], Monday, Monday);
    private static readonly ReplacementReserved Reserved = new(First, 1, Monday);

    private static Guid[] StandsFor(params PurchaseOrderEvent[] history) => [.. Given(history).State.Allocation.Keys];

    [Fact]
    public void An_order_that_is_not_known_stands_for_nobody()
    {
        Assert.Empty(PurchaseOrder.Initial.LinesFor("RMA-X"));
        Assert.Empty(StandsFor(Claim));
    }

    [Fact]
    public void Of_two_that_came_at_once_the_lower_number_and_the_lower_line_come_first()
    {
        var other = Claim with { ReturnId = Second, RmaNumber = "RMA-Y" };
        Assert.Equal([First], StandsFor(Stated, other, Claim));
        Assert.Equal([First], StandsFor(Stated, Claim with { ReturnId = Second, RmaLine = 2 }, Claim));
    }

    [Fact]
    public void A_reserved_unit_does_not_wait_as_well()
    {
        var two = Stated with { Lines = [Stated.Lines[0] with { Quantity = 2 }] };
        Assert.Equal([First, Second], StandsFor(two, Claim, Reserved, Claim with { ReturnId = Second }).Order());
        Assert.Equal([First], StandsFor(Stated, Claim, Reserved, Claim with { ReturnId = Second, ArrivedAt = Monday.AddHours(-1) }));
    }

    [Fact]
    public void A_reservation_without_its_claim_stands_for_nothing_and_takes_its_place()
    {
        Assert.Empty(StandsFor(Stated, Reserved, Claim with { ReturnId = Second }));
    }

    [Fact]
    public void Only_what_was_claimed_or_reserved_is_released()
    {
        var released = new ReplacementReleased(First, Monday);
        Given(Stated, Claim).When(order => ReleaseReplacement.Decide(order, new(First, Monday))).Then(released);
        Given(Stated, Reserved).When(order => ReleaseReplacement.Decide(order, new(First, Monday))).Then(released);
        Given(Stated, Claim, Reserved).When(order => ReleaseReplacement.Decide(order, new(Second, Monday))).ThenNothing();
        Given(Stated).When(order => ReleaseReplacement.Decide(order, new(First, Monday))).ThenNothing();
    }
}

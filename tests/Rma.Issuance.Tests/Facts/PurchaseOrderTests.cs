using Rma.Issuance.Orders;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Facts;

public sealed class PurchaseOrderTests : Spec<PurchaseOrder, PurchaseOrderEvent>
{
    private static readonly Guid[] Returns = [.. Enumerable.Range(1, 4).Select(n => new Guid($"0195f000-0000-7000-8000-0000000000f{n}"))];
    private static readonly OrderedLine One = new(1, "CAM-2", 1, ["RMA-X"]);
    private static readonly OrderStated Stated = new("PO-1", 1, "ACC-1", [One], Monday, false, Monday);

    private static OrderStated Revised(int revision, params OrderedLine[] lines) =>
        Stated with { Revision = revision, Lines = [.. lines], Withdrawn = lines.Length == 0 };

    private static ReplacementClaimed Arrived(int unit, int hour, string number = "RMA-X", int line = 1) =>
        new(Returns[unit], RmaId, number, line, ["CAM-2"], Monday.AddHours(hour), Monday.AddHours(hour));

    private static ReplacementReserved Asked(int unit, int line = 1) => new(Returns[unit], line, Monday.AddDays(1));

    private static int[] StandsFor(params PurchaseOrderEvent[] history) =>
        [.. Given(history).State.Allocation.Keys.Select(id => Array.IndexOf(Returns, id)).Order()];

    private static IEnumerable<PurchaseOrderEvent> State(PurchaseOrder order, OrderStated stated, params OrderStated[] earlier) =>
        StateOrder.Decide(order, new(stated, [.. earlier]));

    [Fact]
    public void Records_what_is_ordered_and_the_same_again_changes_nothing()
    {
        Given().When(order => State(order, Stated)).Then(Stated);
        Given(Stated).When(order => State(order, Stated with { StatedAt = Monday.AddDays(3) })).ThenNothing();
    }

    [Fact]
    public void Two_orders_under_one_revision_are_a_conflict() =>
        Given(Stated).When(order => State(order, Stated with { Lines = [One with { Quantity = 2 }] })).ThenRefused("feed.conflict");

    [Fact]
    public void A5_an_order_that_no_longer_names_the_number_stands_for_nobody_in_whatever_order_it_is_heard_of()
    {
        var unnamed = Revised(2, One with { RmaNumbers = [] });
        Assert.Empty(StandsFor(Stated, Arrived(0, 1), unnamed));
        Assert.Empty(StandsFor(unnamed, Arrived(0, 1), Stated));
        Assert.Equal(["RMA-X"], Given(unnamed, Stated).State.NumbersEverNamed);
    }

    [Fact]
    public void A6_an_order_that_moves_stands_for_the_number_it_names_now()
    {
        var moved = Revised(2, One with { RmaNumbers = ["RMA-Y"] });
        Assert.Equal([1], StandsFor(Stated, Arrived(0, 1), Arrived(1, 2, "RMA-Y"), moved));
        Assert.Equal([1], StandsFor(moved, Stated, Arrived(1, 2, "RMA-Y"), Arrived(0, 1)));
    }

    [Fact]
    public void A6_what_credit_was_asked_with_is_not_given_to_another_number_before_it_is_released()
    {
        var moved = Revised(2, One with { RmaNumbers = ["RMA-Y"] });
        Assert.Empty(StandsFor(Stated, Arrived(0, 1), Asked(0), moved, Arrived(1, 2, "RMA-Y")));
        Assert.Equal([1], StandsFor(Stated, Arrived(0, 1), Asked(0), moved, Arrived(1, 2, "RMA-Y"),
            new ReplacementReleased(Returns[0], Monday)));
    }

    [Fact]
    public void A7_a_line_stands_for_as_many_as_it_orders_in_the_order_of_the_arrivals()
    {
        Assert.Equal([1], StandsFor(Stated, Arrived(0, 3), Arrived(1, 1), Arrived(2, 2)));
        Assert.Equal([1, 2], StandsFor(Stated with { Lines = [One with { Quantity = 2 }] }, Arrived(0, 3), Arrived(1, 1), Arrived(2, 2)));
        Assert.Equal([0], StandsFor(Stated, Arrived(1, 1, line: 2), Arrived(0, 1)));
    }

    [Fact]
    public void A7_across_numbers_as_well() => Assert.Equal(
        [1], StandsFor(Stated with { Lines = [One with { RmaNumbers = ["RMA-X", "RMA-Y"] }] }, Arrived(0, 5), Arrived(1, 2, "RMA-Y")));

    [Fact]
    public void A7_whoever_was_asked_with_keeps_it_though_another_turns_out_to_have_arrived_before()
    {
        Assert.Equal([0], StandsFor(Stated, Arrived(0, 5), Asked(0), Arrived(1, 1)));
        Given(Stated, Arrived(0, 5), Asked(0), Arrived(1, 1))
            .When(order => ReserveReplacement.Decide(order, new(Arrived(1, 1), [], Monday))).ThenNothing();
    }

    [Fact]
    public void A7_one_of_the_quantity_is_taken_when_credit_is_asked_and_given_back_without_a_credit()
    {
        Given(Stated, Arrived(0, 1)).When(order => ReserveReplacement.Decide(order, new(Arrived(0, 1), [], Monday.AddDays(1))))
            .Then(Asked(0));
        Given(Stated).When(order => ReserveReplacement.Decide(order, new(Arrived(0, 1), [], Monday.AddDays(1))))
            .Then(Arrived(0, 1), Asked(0));
        Given(Stated, Arrived(0, 1), Asked(0)).When(order => ReleaseReplacement.Decide(order, new(Returns[0], Monday)))
            .Then(new ReplacementReleased(Returns[0], Monday));
        Given(Stated).When(order => ReleaseReplacement.Decide(order, new(Returns[0], Monday))).ThenNothing();
    }

    [Fact]
    public void D4_who_stands_on_an_order_before_this_one_leaves_this_one_to_the_others()
    {
        PurchaseOrder order = Given(Stated, Arrived(0, 1), Arrived(1, 2)).State;
        Assert.Equal(Returns[1], Assert.Single(order.Allocate([Returns[0]]).Keys));
        Given(Stated, Arrived(0, 1), Arrived(1, 2))
            .When(state => ReserveReplacement.Decide(state, new(Arrived(1, 2), [Returns[0]], Monday.AddDays(1)))).Then(Asked(1));
    }

    [Fact]
    public void A_smaller_order_keeps_who_was_asked_first() =>
        Assert.Equal([0], StandsFor(Stated with { Lines = [One with { Quantity = 2 }] }, Arrived(0, 2), Asked(0), Arrived(1, 1), Asked(1),
            Revised(2, One)));

    [Fact]
    public void Its_own_product_comes_before_its_successor()
    {
        var both = Stated with { Lines = [new(1, "CAM-3", 1, ["RMA-X"]), new(2, "CAM-2", 1, ["RMA-X"])] };
        var claim = Arrived(0, 1) with { Skus = ["CAM-2", "CAM-3"] };
        Assert.Equal(2, Given(both, claim).State.Allocation[Returns[0]].Line);
    }

    [Fact]
    public void D4_an_order_that_was_cancelled_or_never_was_stands_for_nobody()
    {
        Assert.Empty(StandsFor(Stated, Arrived(0, 1), Revised(2)));
        Assert.Equal([0], StandsFor(Revised(2), Stated, Arrived(0, 1), Revised(3, One)));
    }

    [Fact]
    public void What_numbers_knew_before_orders_had_streams_comes_first_but_says_nothing_of_quantities()
    {
        var noted = Stated with { Lines = [One with { Quantity = 3 }] };
        Given().When(order => State(order, Revised(2, One), noted)).Then(noted, Revised(2, One));
        Given().When(order => State(order, Stated, noted)).Then(Stated);
    }
}

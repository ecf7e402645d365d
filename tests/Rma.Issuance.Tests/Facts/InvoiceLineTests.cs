using Rma.Issuance.InvoiceLines;
using Rma.Issuance.Units;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Facts;

public sealed class StateInvoiceLineTests : Spec<InvoiceLine, InvoiceLineEvent>
{
    private static readonly InvoiceLineStated OfA = new("R1-A", Invoiced);
    private static readonly InvoiceLineStated OfB = new("R1-B", Invoiced with { Revision = 2 });

    private static IEnumerable<InvoiceLineEvent> State(InvoiceLine line, InvoiceLineStated stated, params InvoiceLineStated[] earlier) =>
        StateInvoiceLine.Decide(line, new(stated, [.. earlier]));

    [Fact]
    public void Records_to_whom_a_line_belongs() => Given().When(line => State(line, OfA)).Then(OfA);

    [Fact]
    public void The_same_again_changes_nothing_whenever_it_was_recorded() =>
        Given(OfA).When(line => State(line, OfA with { Purchase = Invoiced with { RecordedAt = Monday } })).ThenNothing();

    [Fact]
    public void A4_the_same_revision_with_another_serial_number_is_a_conflict() =>
        Given(OfA).When(line => State(line, OfA with { SerialNumber = "R1-B" })).ThenRefused("feed.conflict");

    [Fact]
    public void A4_and_so_is_one_with_another_price_date_or_withdrawal()
    {
        Given(OfA).When(line => State(line, OfA with { Purchase = Invoiced with { NetPrice = 1m } })).ThenRefused("feed.conflict");
        Given(OfA).When(line => State(line, OfA with { Purchase = Invoiced with { InvoiceDate = MondayDate } }))
            .ThenRefused("feed.conflict");
        Given(OfA).When(line => State(line, OfA with { Withdrawn = true })).ThenRefused("feed.conflict");
    }

    [Fact]
    public void The_highest_revision_stands_in_whatever_order_they_came()
    {
        Assert.Equal(OfB, Given(OfA, OfB).State.Standing);
        Assert.Equal(OfB, Given(OfB, OfA).State.Standing);
        var gone = OfB with { Purchase = Invoiced with { Revision = 3 }, Withdrawn = true };
        Assert.Null(Given(gone, OfB, OfA).State.Standing);
        Assert.Null(Given().State.Standing);
    }

    [Fact]
    public void What_units_knew_before_lines_had_streams_comes_first_once()
    {
        Given().When(line => State(line, OfB, OfA)).Then(OfA, OfB);
        Given(OfA).When(line => State(line, OfB, OfA)).Then(OfB);
        Given().When(line => State(line, OfA, OfA)).Then(OfA);
        Given().When(line => State(line, OfA with { SerialNumber = "R1-B" }, OfA)).ThenRefused("feed.conflict");
    }
}

public sealed class FollowInvoiceLineTests : Spec<Unit, UnitEvent>
{
    private static readonly InvoiceLineStated OfA = new("R1-A", Invoiced);
    private static readonly InvoiceLineStated OfB = new("R1-B", Invoiced with { Revision = 2 });
    private static readonly UnitPurchaseWithdrawn MovedAway = new("INV-1", 1, 2, "R1-B", Invoiced.RecordedAt);

    private static IEnumerable<UnitEvent> Follow(Unit unit, string serial, params InvoiceLineStated[] line) =>
        FollowInvoiceLine.Decide(unit, new(serial, new InvoiceLine.Known([.. line])));

    [Fact]
    public void A_unit_takes_the_line_that_names_it() => Given().When(unit => Follow(unit, "R1-A", OfA)).Then(Invoiced);

    [Fact]
    public void Taking_it_twice_changes_nothing() => Given(Invoiced).When(unit => Follow(unit, "R1-A", OfA)).ThenNothing();

    [Fact]
    public void A3_a_line_that_moves_takes_what_was_paid_along()
    {
        Given(Invoiced).When(unit => Follow(unit, "R1-A", OfA, OfB)).Then(MovedAway);
        Given().When(unit => Follow(unit, "R1-B", OfA, OfB)).Then(OfB.Purchase);
        Assert.Null(Given(Invoiced, MovedAway).State.LatestPurchase);
    }

    [Fact]
    public void A3_also_when_the_move_is_heard_of_first()
    {
        Given().When(unit => Follow(unit, "R1-A", OfB, OfA)).ThenNothing();
        Given(OfB.Purchase).When(unit => Follow(unit, "R1-B", OfB, OfA)).ThenNothing();
    }

    [Fact]
    public void A_line_that_moves_back_is_the_first_units_again()
    {
        var back = OfA with { Purchase = Invoiced with { Revision = 3 } };
        Given(Invoiced, MovedAway).When(unit => Follow(unit, "R1-A", OfA, OfB, back)).Then(back.Purchase);
        Assert.Equal(back.Purchase, Given(Invoiced, MovedAway, back.Purchase).State.LatestPurchase);
    }

    [Fact]
    public void D1_a_line_that_never_was_is_nobodys()
    {
        var gone = OfA with { Purchase = Invoiced with { Revision = 2 }, Withdrawn = true };
        Given(Invoiced).When(unit => Follow(unit, "R1-A", OfA, gone)).Then(MovedAway with { MovedTo = null });
        Given().When(unit => Follow(unit, "R1-A", gone)).ThenNothing();
    }
}

public sealed class SaleTests : Spec<Unit, UnitEvent>
{
    private static readonly UnitPurchaseRecorded Inv9 = Invoiced with { InvoiceId = "INV-9" };
    private static readonly UnitPurchaseRecorded Inv10 = Invoiced with { InvoiceId = "INV-10", NetPrice = 150m };

    private static void AreReferred(string naming, string andNaming, params UnitEvent[] facts)
    {
        foreach (var history in new[] { facts, [.. facts.Reverse()] })
        {
            var sale = Given(history).State.Sale;
            var contradiction = Assert.Single(sale.Contradictions);
            Assert.Contains(naming, contradiction, StringComparison.Ordinal);
            Assert.Contains(andNaming, contradiction, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A8_two_invoices_of_one_day_have_no_order_neither_by_arrival_nor_by_their_numbers()
    {
        AreReferred("invoice INV-9 line 1", "invoice INV-10 line 1", Inv9, Inv10);
        Assert.Null(Given(Inv9, Inv10).State.LatestPurchase);
        AreReferred("invoice INV-11 line 1", "invoice INV-12 line 1", Invoiced with { InvoiceId = "INV-11" },
            Invoiced with { InvoiceId = "INV-12", NetPrice = 150m });
    }

    [Fact]
    public void A8_and_so_have_two_lines_of_one_invoice() =>
        AreReferred("invoice INV-1 line 1", "invoice INV-1 line 2", Invoiced, Invoiced with { InvoiceLine = 2 });

    [Fact]
    public void A8_a_shipment_to_one_of_two_buyers_says_who_bought_it_last()
    {
        var toBeta = Inv10 with { AccountId = "ACC-2" };
        UnitEvent[] facts = [Inv9, toBeta, Shipped,
            Shipped with { ShipmentId = "SH-2", AccountId = "ACC-2", ShippedAt = Shipped.ShippedAt.AddHours(5) }];
        foreach (var history in new[] { facts, [.. facts.Reverse()] })
        {
            Assert.Empty(Given(history).State.Sale.Contradictions);
            Assert.Equal(toBeta, Given(history).State.LatestPurchase);
        }
    }

    [Fact]
    public void A8_invoices_of_two_days_are_ordered_by_their_days() =>
        Assert.Equal(Inv9 with { InvoiceDate = MondayDate }, Given(Inv10, Inv9 with { InvoiceDate = MondayDate }).State.LatestPurchase);

    [Fact]
    public void A15_one_serial_number_on_two_products_is_referred_naming_both()
    {
        AreReferred("CAM-2 by invoice INV-1 line 1", "NVR-1 by shipment SH-9", Invoiced,
            new UnitShipmentRecorded("SH-9", 1, "NVR-1", "ACC-1", Monday, Monday));
        var camera = Sale.Of(Given(Invoiced, Shipped with { ShipmentId = "SH-9", Sku = "NVR-1", AccountId = "ACC-2" }, Shipped).State,
            "CAM-2");
        Assert.Equal((Shipped, Invoiced, 0), (camera.Shipment, camera.Purchase, camera.Contradictions.Count));
    }

    [Fact]
    public void A15_and_so_are_an_invoice_and_a_later_shipment_to_somebody_else()
    {
        AreReferred("invoice INV-1 line 1", "shipment SH-9", Invoiced,
            Shipped with { ShipmentId = "SH-9", AccountId = "ACC-2", ShippedAt = Monday });
        Assert.Equal(["ACC-1", "ACC-2"], Given(Invoiced, Shipped with { AccountId = "ACC-2" }).State.Sale.Accounts);
        AreReferred("shipment SH-1", "shipment SH-9", Shipped, Shipped with { ShipmentId = "SH-9", AccountId = "ACC-2" });
    }

    [Fact]
    public void A_unit_sold_again_with_both_its_facts_is_no_contradiction() => Assert.Empty(Given(
        Invoiced, Shipped, Invoiced with { InvoiceId = "INV-2", AccountId = "ACC-2", InvoiceDate = MondayDate },
        Shipped with { ShipmentId = "SH-2", AccountId = "ACC-2", ShippedAt = Monday }).State.Sale.Contradictions);

    [Fact]
    public void Nothing_known_is_no_contradiction() => Assert.Empty(Given().State.Sale.Contradictions);
}

using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Units;

/// <summary>What a biography answers about open returns, credits and replacements.</summary>
public sealed class UnitStateTests : Spec<Unit, UnitEvent>
{
    private static readonly Guid First = new("0195f000-0000-7000-8000-0000000000a1");
    private static readonly Guid Second = new("0195f000-0000-7000-8000-0000000000a2");
    private static readonly RemedyOpened Camera2 = new(First, RmaId, "RMA-1", "credit-return", Monday, "CAM-2");
    private static readonly RemedyOpened Recorder = Camera2 with { ReturnId = Second, RmaNumber = "RMA-2", Sku = "NVR-8" };

    [Fact]
    public void Two_products_with_one_serial_number_have_an_open_return_each()
    {
        var unit = Given(Camera2, Recorder).State;
        Assert.Equal([Camera2, Recorder], unit.OpenRemedies);
        Assert.Equal((Recorder, Camera2, Recorder, null),
            (unit.OpenRemedy, unit.OpenRemedyOf("CAM-2"), unit.OpenRemedyOf(null), unit.OpenRemedyOf("NVR-9")));
        Assert.Equal([Camera2 with { ReturnId = Second }], Given(Camera2, Camera2 with { ReturnId = Second }).State.OpenRemedies);
        var unnamed = Recorder with { Sku = null };
        Assert.Equal([unnamed], Given(unnamed).State.OpenRemedies);
        Assert.Equal(unnamed, Given(unnamed).State.OpenRemedyOf("CAM-2"));
        Assert.Equal([Camera2], Given(unnamed, Camera2).State.OpenRemedies);
        Assert.Null(Unit.Initial.OpenRemedy);
    }

    [Fact]
    public void A_second_remedy_is_refused_by_its_clause_and_says_which_to_close()
    {
        var refused = Given(Camera2).When(unit => OpenRemedy.Decide(unit, new(Second, RmaId, "RMA-2", "credit-return", Monday)))
            .ThenRefused("line.remedy-open");
        Assert.Equal(("P2", "Close or cancel RMA-1 first."), (string.Join(' ', refused.Clauses), refused.WouldChange));
    }

    [Fact]
    public void A_credit_is_of_its_own_invoice()
    {
        var credited = new UnitCredited(First, First, "INV-1", 180m, "USD", Monday);
        var other = credited with { InvoiceId = "INV-0" };
        Assert.True(Given(Invoiced, other, credited).State.LatestSaleIsCredited);
        Assert.False(Given(Invoiced, other).State.LatestSaleIsCredited);
        Assert.False(Given(credited).State.LatestSaleIsCredited);
    }

    [Fact]
    public void A_withdrawn_purchase_stays_withdrawn_up_to_its_revision()
    {
        var withdrawn = new UnitPurchaseWithdrawn("INV-1", 1, 1, null, Monday);
        Assert.Null(Given(Invoiced, withdrawn).State.LatestPurchase);
        var again = Invoiced with { Revision = 2 };
        Assert.Equal(again, Given(Invoiced, withdrawn, again).State.LatestPurchase);
    }

    [Theory]
    [InlineData("refurbished-swap", "W8,W9")]
    [InlineData("stock-replacement", "T9")]
    public void A_replacement_cites_the_clauses_of_its_kind(string kind, string clauses)
    {
        Assert.Equal(clauses, string.Join(',', new UnitReplacedBy(First, "S2", kind, Monday).Clauses));
        Assert.Equal(clauses, string.Join(',', new UnitReplaces(First, "S1", kind, "CAM-2", "ACC-1", null, "A", Monday).Clauses));
    }

    [Fact]
    public void Contradicting_sales_are_named_in_one_order()
    {
        var twice = Invoiced with { InvoiceId = "INV-2", AccountId = "ACC-2" };
        foreach (var history in new UnitEvent[][] { [Invoiced, twice], [twice, Invoiced] })
        {
            var sale = Given(history).State.Sale;
            Assert.Null(sale.Purchase);
            var said = Assert.Single(sale.Contradictions);
            Assert.True(said.IndexOf("INV-1", StringComparison.Ordinal) < said.IndexOf("INV-2", StringComparison.Ordinal));
        }

        Assert.Empty(Given(Invoiced).State.Sale.Contradictions);
        var recorder = Shipped with { ShipmentId = "SH-2", Sku = "ARM-1", ShippedAt = Monday.AddDays(-30) };
        Assert.Contains("ARM-1 by shipment SH-2 and CAM-2 by", Assert.Single(Given(Shipped, recorder).State.Sale.Contradictions),
            StringComparison.Ordinal);
        var later = Shipped with { ShipmentId = "SH-2" };
        Assert.Equal(later, Given(later, Shipped).State.LatestShipment);
    }
}

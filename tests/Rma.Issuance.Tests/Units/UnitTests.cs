using Rma.Issuance.Units;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Units;

public sealed class RecordShipmentTests : Spec<Unit, UnitEvent>
{
    [Fact]
    public void Records_that_a_unit_left() => Given().When(unit => RecordShipment.Decide(unit, new(Shipped))).Then(Shipped);

    [Fact]
    public void The_same_shipment_again_changes_nothing() =>
        Given(Shipped).When(unit => RecordShipment.Decide(unit, new(Shipped with { RecordedAt = Monday }))).ThenNothing();

    [Fact]
    public void Two_ship_dates_under_one_revision_are_a_conflict() =>
        Given(Shipped).When(unit => RecordShipment.Decide(unit, new(Shipped with { ShippedAt = Monday }))).ThenRefused("feed.conflict");

    [Fact]
    [Trait("Rule", "W7/A-12")]
    public void A_correction_counts_and_the_first_statement_is_kept()
    {
        var corrected = Shipped with { Revision = 2, ShippedAt = Monday.AddDays(-12) };
        Given(Shipped).When(unit => RecordShipment.Decide(unit, new(corrected))).Then(corrected);
        Assert.Equal(corrected, Given(corrected, Shipped).State.LatestShipment);
    }

    [Fact]
    [Rule("W7/28", Shows.Accepted)]
    public void A_unit_sold_again_counts_from_the_new_shipment()
    {
        var again = Shipped with { ShipmentId = "SH-2", AccountId = "ACC-2", ShippedAt = Monday };
        Assert.Equal(again, Given(again, Shipped).State.LatestShipment);
    }
}

public sealed class RecordPurchaseTests : Spec<Unit, UnitEvent>
{
    [Fact]
    public void Records_what_was_paid() => Given().When(unit => RecordPurchase.Decide(unit, new(Invoiced))).Then(Invoiced);

    [Fact]
    public void The_same_invoice_again_changes_nothing() =>
        Given(Invoiced).When(unit => RecordPurchase.Decide(unit, new(Invoiced with { RecordedAt = Monday }))).ThenNothing();

    [Fact]
    public void Two_prices_under_one_revision_are_a_conflict() =>
        Given(Invoiced).When(unit => RecordPurchase.Decide(unit, new(Invoiced with { NetPrice = 250m }))).ThenRefused("feed.conflict");

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    public void What_an_account_paid_is_not_what_somebody_else_paid_later()
    {
        Assert.Equal(Invoiced, Given(Invoiced).State.PurchaseBy("ACC-1"));
        Assert.Null(Given(Invoiced).State.PurchaseBy("ACC-2"));
        var resold = Invoiced with { InvoiceId = "INV-2", InvoiceDate = MondayDate, AccountId = "ACC-2", NetPrice = 640.50m };
        Assert.Null(Given(Invoiced, resold).State.PurchaseBy("ACC-1"));
    }

    [Fact]
    public void The_latest_invoice_counts_as_last_corrected()
    {
        var corrected = Invoiced with { Revision = 2, NetPrice = 170m };
        Assert.Equal(corrected, Given(corrected, Invoiced).State.LatestPurchase);
        var resold = Invoiced with { InvoiceId = "INV-2", InvoiceDate = MondayDate, AccountId = "ACC-2" };
        Assert.Equal(resold, Given(resold, corrected, Invoiced).State.LatestPurchase);
    }
}

[Trait("Rule", "C7/107")]
public sealed class RecordActivationTests : Spec<Unit, UnitEvent>
{
    private static readonly LicenseActivationRecorded Activated = new("VMS-1", Monday, Monday);

    [Fact]
    public void Records_the_activation() => Given().When(unit => RecordActivation.Decide(unit, new(Activated))).Then(Activated);

    [Fact]
    public void A_second_activation_changes_nothing() =>
        Given(Activated).When(unit => RecordActivation.Decide(unit, new(Activated with { ActivatedAt = Monday.AddDays(1) }))).ThenNothing();
}

[Trait("Rule", "P2/112")]
public sealed class OpenRemedyTests : Spec<Unit, UnitEvent>
{
    private static readonly Guid First = new("0195f000-0000-7000-8000-0000000000a1");
    private static readonly Guid Rma = new("0195f000-0000-7000-8000-0000000000b1");
    private static readonly Guid Second = new("0195f000-0000-7000-8000-0000000000a2");
    private static readonly RemedyOpened Opened = new(First, Rma, "RMA-1", "credit-return", Monday);
    private static readonly RemedyClosed Closed = new(First, "RMA-1", "expired", Monday.AddDays(33));

    [Fact]
    public void Reserves_a_free_unit() =>
        Given().When(unit => OpenRemedy.Decide(unit, new(First, Rma, "RMA-1", "credit-return", Monday))).Then(Opened);

    [Fact]
    public void Reserving_twice_for_the_same_return_changes_nothing() =>
        Given(Opened).When(unit => OpenRemedy.Decide(unit, new(First, Rma, "RMA-1", "credit-return", Monday))).ThenNothing();

    [Fact]
    public void Refuses_a_second_open_remedy_and_names_the_first() => Assert.Contains("RMA-1",
        Given(Opened).When(unit => OpenRemedy.Decide(unit, new(Second, Rma, "RMA-2", "credit-return", Monday))).ThenRefused("line.remedy-open").Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_closed_return_frees_the_unit() =>
        Given(Opened, Closed).When(unit => OpenRemedy.Decide(unit, new(Second, Rma, "RMA-2", "credit-return", Monday.AddDays(34))))
            .Then(new RemedyOpened(Second, Rma, "RMA-2", "credit-return", Monday.AddDays(34)));

    [Fact]
    public void Closing_another_return_changes_nothing() =>
        Given(Opened).When(unit => CloseRemedy.Decide(unit, new(Second, "expired", Monday))).ThenNothing();

    [Fact]
    public void Closes_the_open_return() =>
        Given(Opened).When(unit => CloseRemedy.Decide(unit, new(First, "expired", Monday.AddDays(33)))).Then(Closed);

    [Fact]
    public void A_credit_is_noted_once_and_marks_its_sale()
    {
        var credit = new UnitCredited(First, Second, "INV-1", 180m, "USD", Monday);
        Given(Invoiced).When(unit => NoteCredit.Decide(unit, new(credit))).Then(credit);
        Assert.True(Given(Invoiced, credit).State.LatestSaleIsCredited);
        Assert.False(Given(Invoiced, credit, Invoiced with { InvoiceId = "INV-2", InvoiceDate = MondayDate }).State.LatestSaleIsCredited);
    }
}

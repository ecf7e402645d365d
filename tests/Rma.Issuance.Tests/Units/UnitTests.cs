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
    public void D1_a_shipment_that_never_was_can_be_taken_back_and_stated_again()
    {
        var withdrawn = Shipped with { Revision = 2, Withdrawn = true };
        Given(Shipped).When(unit => RecordShipment.Decide(unit, new(withdrawn))).Then(withdrawn);
        Assert.Null(Given(Shipped, withdrawn).State.LatestShipment);
        Assert.Null(Given(withdrawn, Shipped).State.LatestShipment);
        Assert.Equal(Shipped with { Revision = 3 }, Given(withdrawn, Shipped with { Revision = 3 }, Shipped).State.LatestShipment);
    }

    [Fact]
    [Rule("W7/28", Shows.Accepted)]
    public void A_unit_sold_again_counts_from_the_new_shipment()
    {
        var again = Shipped with { ShipmentId = "SH-2", AccountId = "ACC-2", ShippedAt = Monday };
        Assert.Equal(again, Given(again, Shipped).State.LatestShipment);
    }
}

public sealed class PurchaseOfUnitTests : Spec<Unit, UnitEvent>
{
    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    public void What_an_account_paid_is_not_what_somebody_else_paid_later()
    {
        Assert.Equal(Invoiced, Given(Invoiced).State.LatestPurchase);
        var resold = Invoiced with { InvoiceId = "INV-2", InvoiceDate = MondayDate, AccountId = "ACC-2", NetPrice = 640.50m };
        Assert.Equal(resold, Given(Invoiced, resold).State.LatestPurchase);
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
    public void The_same_activation_again_changes_nothing() =>
        Given(Activated).When(unit => RecordActivation.Decide(unit, new(Activated with { RecordedAt = Monday.AddDays(1) }))).ThenNothing();

    [Fact]
    public void Of_several_activations_the_earliest_counts_in_whatever_order_they_come()
    {
        var later = Activated with { ActivatedAt = Monday.AddDays(1) };
        Given(Activated).When(unit => RecordActivation.Decide(unit, new(later))).ThenNothing();
        Given(later).When(unit => RecordActivation.Decide(unit, new(Activated))).Then(Activated);
        Given(Activated).When(unit => RecordActivation.Decide(unit, new(Activated with { Withdrawn = true }))).ThenRefused("feed.conflict");
        Assert.Equal(Activated, Given(Activated, later).State.Activation);
        Assert.Equal(Activated, Given(later, Activated).State.Activation);
    }

    [Fact]
    public void D1_an_activation_can_be_taken_back_and_stated_again()
    {
        var withdrawn = Activated with { Revision = 2, Withdrawn = true };
        Given(Activated).When(unit => RecordActivation.Decide(unit, new(withdrawn))).Then(withdrawn);
        Assert.Null(Given(Activated, withdrawn).State.Activation);
        Assert.Null(Given(withdrawn, Activated).State.Activation);
        var again = Activated with { Revision = 3, ActivatedAt = Monday.AddDays(2) };
        Assert.Equal(again, Given(again, withdrawn, Activated).State.Activation);
    }
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
        Given(Opened).When(unit => OpenRemedy.Decide(unit, new(Second, Rma, "RMA-2", "credit-return", Monday)))
            .ThenRefused("line.remedy-open").Message,
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

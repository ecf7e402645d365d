using Rma.EventSourcing;
using Rma.Issuance.Orders;
using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Rmas;

/// <summary>What a number remembers, and what its refusals say.</summary>
public sealed class AuthorizationStateTests : Spec<ReturnAuthorization, RmaEvent>
{
    private static readonly RmaIssued Issued = RequestRmaTests.Issued();
    private static readonly PolicyBook Book = PolicyBook.Load();
    private static readonly ShipmentAnnounced Shipment =
        new(AnnounceShipment.IdOf(RmaId, "UPS", "1Z"), "UPS", "1Z", 2, [1], "ada", Monday.AddDays(1));

    private static RefusedException Announced(string code, params RmaEvent[] history) => Given(history)
        .When(rma => AnnounceShipment.Decide(rma, new(history.Length > 1 || history.Length == 0 ? Shipment
            : Shipment with { AnnouncedAt = Monday.AddDays(31) }, Book))).ThenRefused(code);

    [Fact]
    public void A_refused_shipment_says_by_which_clause_and_what_to_do()
    {
        Assert.Equal(["P2"], Announced("rma.not-issued").Clauses);
        var cancelled = Announced("rma.cancelled", Issued, new RmaCancelled("mistake", "ada", Monday));
        Assert.Equal(("P2 P3", "A new RMA number."), (string.Join(' ', cancelled.Clauses), cancelled.WouldChange));
        var closed = Announced("rma.already-closed", Issued, new LineClosed(Issued.Lines[0].ReturnId, "credited", Monday));
        Assert.Equal(("P2", "A new RMA number."), (string.Join(' ', closed.Clauses), closed.WouldChange));
        var expired = Announced("rma.expired", Issued);
        Assert.Equal(("P4 P3", "A new RMA number; an expired one is never revived."),
            (string.Join(' ', expired.Clauses), expired.WouldChange));
    }

    [Fact]
    public void A_number_with_an_expired_line_among_ended_ones_is_not_simply_closed()
    {
        var two = Issued with { Lines = [Issued.Lines[0], Issued.Lines[0] with { Line = 2, ReturnId = ReturnIds.Of("x", 2) }] };
        Given(two, new LineClosed(two.Lines[0].ReturnId, "credited", Monday), new LineClosed(two.Lines[1].ReturnId, "expired", Monday))
            .When(rma => AnnounceShipment.Decide(rma, new(Shipment, Book))).Then(Shipment);
        var license = two with { Lines = [two.Lines[0], two.Lines[1] with { IsLicense = true }] };
        Assert.Equal([Shipment], AnnounceShipment.Decide(Given(license).State, new(Shipment with { Lines = [] }, Book)));
        Assert.Equal(["C7"], Given(license).When(rma => CancelRma.Decide(rma, new("mistake", "ada", Monday)))
            .ThenRefused("rma.credit-asked").Clauses);
    }

    [Fact]
    public void The_decision_on_an_item_is_found_wherever_it_was_made()
    {
        Assert.Null(ReturnAuthorization.Initial.OutlookOf("S1"));
        var other = Line with { Item = "S2", SoldToThisAccount = false };
        Assert.Equal([null, "line.sold-to-another", null], Codes(Line, other));
        Assert.Equal(["line.sold-to-another", "line.sold-to-another", null], Codes(Line with { SoldToThisAccount = false }, other));
        Assert.Equal(["invoice.facts-missing", "line.sold-to-another", null], Codes(Line with { NetPrice = null }, other));
    }

    [Fact]
    public void Only_a_repair_is_told_coverage_and_grade()
    {
        var repair = Line with { DefectReported = true, ShippedOn = MondayDate.AddDays(-20), WarrantyMonths = 24 };
        var coverage = new Coverage(true, MondayDate, CoverageFacts.Warranty);
        var ask = RequestRmaTests.Ask(repair);
        var repaired = Assert.IsType<RmaIssued>(Assert.Single(RequestRma.Decide(ReturnAuthorization.Initial, ask with
        {
            Request = ask.Request with { Remedy = Remedies.WarrantyRepair }, Facts = ask.Facts with { Remedy = Remedies.WarrantyRepair },
            Products = [.. ask.Products.Select(product => product with { Coverage = coverage, Grade = "B" })],
        })));
        Assert.Equal((coverage, "B"), (repaired.Lines[0].Coverage, repaired.Lines[0].Grade));
        var credited = Assert.IsType<RmaIssued>(Assert.Single(RequestRma.Decide(ReturnAuthorization.Initial, ask with
        {
            Products = [.. ask.Products.Select(product => product with { Coverage = coverage, Grade = "B" })],
        })));
        Assert.Equal((null, null), (credited.Lines[0].Coverage, credited.Lines[0].Grade));
    }

    [Fact]
    public void Lines_are_counted_from_one_and_have_their_own_return()
    {
        var issued = Assert.IsType<RmaIssued>(Assert.Single(RequestRma.Decide(
            ReturnAuthorization.Initial, RequestRmaTests.Ask(Line, Line with { Item = "S2" }))));
        Assert.Equal([(1, ReturnIds.Of(issued.RmaNumber, 1), "S1"), (2, ReturnIds.Of(issued.RmaNumber, 2), "S2")],
            issued.Lines.Select(line => (line.Line, line.ReturnId, line.SerialNumber)));
    }

    [Fact]
    public void Another_missing_fact_is_a_new_referral_and_the_same_one_is_none()
    {
        var asked = RequestRmaTests.Ask(Line with { NetPrice = null });
        var referred = RequestRma.Decide(ReturnAuthorization.Initial, asked).Single();
        Given(referred).When(rma => RequestRma.Decide(rma, asked)).ThenNothing();
        Assert.IsType<RmaReferred>(Assert.Single(RequestRma.Decide(
            Given(referred).State, RequestRmaTests.Ask(Line with { NetPrice = null, InvoiceDate = null }))));
    }

    [Fact]
    public void An_order_stops_naming_a_number_by_its_revision()
    {
        var advance = Issued with { Request = Issued.Request with { Remedy = Remedies.AdvanceReplacement } };
        ReplacementOrderNoted noted = new("PO-1", 2, ["CAM-2"], Monday, Monday), other = noted with { PurchaseOrderId = "PO-2" };
        ReplacementOrderUnnamed unnamed = new("PO-1", 2, false, Monday, Monday), older = unnamed with { Revision = 1 };
        Assert.Equal([other], Orders(advance, noted, other, unnamed));
        Assert.Equal([noted, other], Orders(advance, noted, other, older));
        Assert.Equal([noted with { Revision = 3 }], Orders(advance, noted, unnamed, noted with { Revision = 3 }));
        Assert.Equal([unnamed, unnamed with { PurchaseOrderId = "PO-2" }], Assert.IsType<ReturnAuthorization.Issued>(
            Given(advance, older, unnamed, unnamed with { PurchaseOrderId = "PO-2" }).State).UnnamedOrders);
        Given(advance, noted, unnamed).When(rma => UnnoteOrder.Decide(rma, new(unnamed))).ThenNothing();
        Given(advance, noted, unnamed).When(rma => UnnoteOrder.Decide(rma, new(older))).ThenNothing();
        Given(advance, noted, older).When(rma => UnnoteOrder.Decide(rma, new(unnamed))).Then(unnamed);
        Given(Issued).When(rma => UnnoteOrder.Decide(rma, new(unnamed))).ThenNothing();
    }

    private static IEnumerable<ReplacementOrderNoted> Orders(params RmaEvent[] history) =>
        Assert.IsType<ReturnAuthorization.Issued>(Given(history).State).Orders;

    private static IEnumerable<string?> Codes(params LineFacts[] lines)
    {
        var state = Given(RequestRma.Decide(ReturnAuthorization.Initial, RequestRmaTests.Ask(lines))).State;
        Assert.NotNull(state.OutlookOf("S1"));
        return (string?[])[state.OutlookOf("S1")?.Code, state.OutlookOf("S2")?.Code, state.OutlookOf("S3")?.Code];
    }
}

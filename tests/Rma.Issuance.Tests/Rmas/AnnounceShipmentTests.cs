using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Rmas;

public sealed class AnnounceShipmentTests : Spec<ReturnAuthorization, RmaEvent>
{
    private static readonly PolicyBook Book = PolicyBook.Load();
    private static readonly RmaIssued Issued = RequestRmaTests.Issued();
    private static readonly ShipmentAnnounced Shipment =
        new(AnnounceShipment.IdOf(RmaId, "UPS", "1Z 999"), "UPS", "1Z 999", 2, [1], "ada", Monday.AddDays(1));

    private static AnnounceShipment Announce(ShipmentAnnounced shipment) => new(shipment, Book);

    [Fact]
    public void D2_cartons_are_announced_under_a_number() =>
        Given(Issued).When(rma => AnnounceShipment.Decide(rma, Announce(Shipment))).Then(Shipment);

    [Fact]
    public void D2_no_lines_named_are_all_lines() =>
        Assert.Equal([Shipment], AnnounceShipment.Decide(Given(Issued).State, Announce(Shipment with { Lines = [] })));

    [Fact]
    public void D2_the_same_carrier_and_tracking_number_is_the_same_shipment()
    {
        Given(Issued, Shipment).When(rma =>
            AnnounceShipment.Decide(rma, Announce(Shipment with { AnnouncedAt = Monday.AddDays(2), AnnouncedBy = "bo" }))).ThenNothing();
        Given(Issued, Shipment).When(rma => AnnounceShipment.Decide(rma, Announce(Shipment with { Cartons = 3 })))
            .Then(Shipment with { Cartons = 3 });
        Assert.Equal(Shipment.ShipmentId, AnnounceShipment.IdOf(RmaId, "ups", "1z-999"));
        Assert.NotEqual(Shipment.ShipmentId, AnnounceShipment.IdOf(RmaId, "DHL", "1Z 999"));
    }

    [Fact]
    [Rule("P4/14", Shows.Refused)]
    public void D2_refuses_numbers_that_are_not_good_any_more()
    {
        Given(Issued).When(rma => AnnounceShipment.Decide(rma, Announce(Shipment with { AnnouncedAt = Monday.AddDays(31) })))
            .ThenRefused("rma.expired");
        Given(Issued, new LineClosed(Issued.Lines[0].ReturnId, "expired", Monday.AddDays(33)))
            .When(rma => AnnounceShipment.Decide(rma, Announce(Shipment with { AnnouncedAt = Monday.AddDays(34) })))
                .ThenRefused("rma.expired");
        Given(Issued, new RmaCancelled("mistake", "ada", Monday)).When(rma => AnnounceShipment.Decide(rma, Announce(Shipment)))
            .ThenRefused("rma.cancelled");
        Given(Issued, new LineClosed(Issued.Lines[0].ReturnId, "credited", Monday))
            .When(rma => AnnounceShipment.Decide(rma, Announce(Shipment))).ThenRefused("rma.already-closed");
        Given().When(rma => AnnounceShipment.Decide(rma, Announce(Shipment))).ThenRefused("rma.not-issued");
    }

    [Fact]
    public void D2_the_last_good_day_is_good() =>
        Given(Issued).When(rma => AnnounceShipment.Decide(rma, Announce(Shipment with { AnnouncedAt = Monday.AddDays(30) })))
            .Then(Shipment with { AnnouncedAt = Monday.AddDays(30) });

    [Fact]
    public void D2_a_line_that_is_none_is_a_bad_request() => Assert.Equal("shipment.line-unknown",
        Assert.Throws<InvalidInputException>(() =>
            AnnounceShipment.Decide(Given(Issued).State, Announce(Shipment with { Lines = [2] })).ToArray()).Code);
}

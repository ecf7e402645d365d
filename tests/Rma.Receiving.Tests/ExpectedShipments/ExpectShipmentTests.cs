using Rma.Receiving.ExpectedShipments;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.ExpectedShipments;

public sealed class ExpectShipmentTests : Spec<ExpectedShipment, ExpectedShipmentEvent>
{
    private static readonly ShipmentExpected Shipment =
        new(Guid.Empty, RmaId, Number, "ACC-1", "UPS", "1Z999", 2, [1, 2], Monday, Monday.AddSeconds(1));

    [Fact]
    public void D2_notes_a_shipment() => Given().When(state => ExpectShipment.Decide(state, new(Shipment))).Then(Shipment);

    [Fact]
    public void D2_a_repeat_changes_nothing() =>
        Given(Shipment).When(state => ExpectShipment.Decide(state, new(Shipment with { HeardAt = Monday.AddDays(1) }))).ThenNothing();

    [Fact]
    public void D2_the_last_word_counts_whenever_it_arrives()
    {
        var corrected = Shipment with { Cartons = 3, AnnouncedAt = Monday.AddHours(1) };
        Given(Shipment).When(state => ExpectShipment.Decide(state, new(corrected))).Then(corrected);
        Given(corrected).When(state => ExpectShipment.Decide(state, new(Shipment))).ThenNothing();
    }
}

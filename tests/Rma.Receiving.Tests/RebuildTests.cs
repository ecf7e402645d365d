using Rma.Contracts.Issuance.V1;
using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>The lists of the dock are made of events alone.</summary>
public sealed class RebuildTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task Every_read_model_comes_out_of_the_events_as_it_grew()
    {
        var first = await dock.Expected("REB-1");
        var second = await dock.Expected("REB-2", first.RmaNumber, 2, first.RmaId);
        var announced = new ReturnShipmentAnnounced(
            Guid.CreateVersion7(), first.RmaId, first.RmaNumber, first.AccountId, "UPS", "1Z 4711 0815 BB", 2, [1, 2], dock.Now);
        await dock.Publish(announced);
        await dock.Publish(announced with { Cartons = 3, AnnouncedAt = announced.AnnouncedAt.AddMinutes(1) });
        await Wait.Until(() => dock.Scalar<int>("select cartons from expected_shipments"), cartons =>
            cartons == 3, "the last announcement");

        var parcel = await dock.AcceptedParcel("reb-1", first.RmaNumber);
        var photographed = await dock.ScanParcel("reb-2", null, photos: [await dock.Photo("a carton")]);
        Assert.Equal(204, (await dock.Post("scanner", $"/parcels/{photographed.Body!["parcelId"]}/photos",
            new { photos = new[] { await dock.Photo("its side") } })).Status);
        await dock.ScanParcel("reb-3", ReceivingUnderTest.NewNumber());
        await dock.ScanUnit(parcel, "reb-unit-1", "REB-1");
        await dock.ScanUnit(parcel, "reb-unit-2", "REB-2");
        await dock.ScanUnit(parcel, "reb-unit-3", "REB-9");
        Assert.Equal(204, (await dock.Post("inspector", $"/units/{second.ReturnId}/inspection", new
        {
            retailBoxOpened = true, factorySealBroken = true, enclosureOpened = false, missingAccessories = new[] { "bracket" },
            serialLabel = "intact", cosmeticDamage = true, internalDamage = false, photos = new[] { await dock.Photo("a scratch") },
        })).Status);
        await ReadModels.AssertMadeOfEvents(dock);
    }
}

using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.ExpectedShipments;
using Rma.Receiving.Parcels;
using Rma.Receiving.Photos;
using Rma.Receiving.QuarantinedUnits;
using Rma.Receiving.ReceivedUnits;
using Rma.ServiceDefaults;

namespace Rma.Receiving;

/// <summary>The receiving service: judges parcels by their marking, receives units and records inspections.</summary>
public static class ReceivingService
{
    /// <summary>The configured service.</summary>
    public static WebApplication Build(string[] args)
    {
        var app = RmaService.Build("receiving", args, SetUp);
        _ = app.Services.GetRequiredService<PhotoStore>(); // a folder that is not writable fails at start, not at the first photo
        return app;
    }

    private static void SetUp(ServiceSetup service)
    {
        service.Services.AddScoped<Dock>().AddScoped<MisreadUnits>().AddSingleton(ClockSettings.Of(service.Configuration));
        service.Services.AddPhotos(service.Configuration);
        service
            .Policy()
            .MigrationsOf<Parcel>()
            .Stream<ExpectedRma, ExpectedRmaEvent>("expected-rma", (_, _) => [],
                ("return_expected", typeof(ReturnExpected)),
                ("return_called_off", typeof(ReturnCalledOff)),
                ("parcel_held_for_number", typeof(ParcelHeldForNumber)),
                ("line_received", typeof(LineReceived)),
                ("unlisted_unit_found", typeof(UnlistedUnitFound)),
                ("unlisted_unit_misread", typeof(UnlistedUnitMisread)))
            .Reaction<WhenLineReceived, ExpectedRma, ExpectedRmaEvent>()
            .Reaction<WhenUnlistedUnitFound, ExpectedRma, ExpectedRmaEvent>()
            .Stream<Parcel, ParcelEvent>("parcel", ParcelIntegrationEvents.Of,
                ("parcel_accepted", typeof(ParcelAccepted)),
                ("parcel_refused", typeof(ParcelRefused)),
                ("parcel_held", typeof(ParcelHeld)),
                ("parcel_photographed", typeof(ParcelPhotographed)))
            .Deadlines<Parcel, ParcelEvent>(_ => HoldDeadline.Of)
            .Projection<ParcelList, Parcel, ParcelEvent>()
            .TracedStream<ReceivedUnit, ReceivedUnitEvent>("received-unit", ReceivedUnitIntegrationEvents.Of,
                ("unit_received", typeof(UnitReceived)),
                ("unit_inspected", typeof(UnitInspected)),
                ("other_exclusion_proposed", typeof(OtherExclusionProposed)),
                ("other_exclusion_answered", typeof(OtherExclusionAnswered)))
            .Projection<UnitList, ReceivedUnit, ReceivedUnitEvent>()
            .Stream<QuarantinedUnit, QuarantinedUnitEvent>("quarantined-unit", QuarantinedUnitIntegrationEvents.Of,
                ("unexpected_unit_quarantined", typeof(UnexpectedUnitQuarantined)),
                ("quarantine_lifted", typeof(QuarantineLifted)),
                ("quarantined_unit_settled", typeof(QuarantinedUnitSettled)))
            .Projection<QuarantinedUnitList, QuarantinedUnit, QuarantinedUnitEvent>()
            .Stream<ExpectedShipment, ExpectedShipmentEvent>("expected-shipment", (_, _) =>
                [], ("shipment_expected", typeof(ShipmentExpected)))
            .Projection<ExpectedShipmentList, ExpectedShipment, ExpectedShipmentEvent>()
            .Consumer<ExpectReturnConsumer>()
            .Consumer<StopExpectingReturnConsumer>()
            .Consumer<HeldParcelDueConsumer>()
            .Consumer<ReturnShipmentAnnouncedConsumer>()
            .OptionalSubscribers<Contracts.Receiving.V1.ParcelAccepted>()
            .OptionalSubscribers<Contracts.Receiving.V1.ParcelRefused>()
            .OptionalSubscribers<Contracts.Receiving.V1.UnexpectedUnitQuarantined>()
            .OptionalSubscribers<Contracts.Receiving.V1.QuarantinedUnitSettled>()
            .Past((asked, next, messages) => new Contracts.Receiving.V1.PastTold(asked.RebuildId, asked.Number, next, messages))
            .Routes(routes =>
            {
                routes.MapScanParcel();
                routes.MapScanUnit();
                routes.MapDateHeldParcel();
                routes.MapExpectedShipments();
                routes.MapPhotographParcel();
                routes.MapParcelList();
                routes.MapInspectUnit();
                routes.MapAnswerOtherExclusion();
                routes.MapUnitList();
                routes.MapQuarantinedUnitList();
                routes.MapSettleQuarantinedUnit();
                routes.MapPhotos();
            });
    }
}

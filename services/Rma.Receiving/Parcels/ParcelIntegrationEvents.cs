using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Parcels;

/// <summary>Integration events of a parcel.</summary>
internal static class ParcelIntegrationEvents
{
    public static IEnumerable<object> Of(Parcel parcel, ParcelEvent @event) => @event switch
    {
        ParcelAccepted { Scan: var scan } e => [new V1.ParcelAccepted(
            scan.ParcelId, e.RmaId, e.RmaNumber, scan.Site, scan.ScannedAt, scan.RecordedAt, scan.Clock?.DeviceScannedAt,
            scan.Label?.Carrier, ScannedText.Shown(scan.Label?.TrackingNumber), scan.Label?.WeightKg, scan.Label?.Carton,
            scan.Label?.Cartons, scan.Label?.Sscc)],
        ParcelRefused { Scan: var scan } e => [new V1.ParcelRefused(
            scan.ParcelId, e.RmaId, ScannedText.Shown(scan.Marking), e.Code, e.Decision.Reason, [.. e.Decision.Clauses], scan.Site,
            scan.ScannedAt, scan.RecordedAt, scan.Clock?.DeviceScannedAt, scan.Label?.Carrier,
            ScannedText.Shown(scan.Label?.TrackingNumber), scan.Label?.WeightKg, scan.Label?.Carton,
            scan.Label?.Cartons, scan.Label?.Sscc)],
        _ => [], // a held parcel is not published
    };
}

using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Units;

/// <summary>Integration events of a unit: only what an open return needs.</summary>
internal static class UnitIntegrationEvents
{
    public static IEnumerable<object> Of(Unit unit, UnitEvent @event) => @event switch
    {
        UnitPurchaseRecorded purchase => Restated(unit, purchase.RecordedAt),
        UnitPurchaseWithdrawn withdrawn => Restated(unit, withdrawn.RecordedAt),
        LicenseActivationRecorded activation => Restated(unit, activation.RecordedAt),
        _ => [], // private to this service
    };

    private static IEnumerable<object> Restated(Unit unit, DateTimeOffset at) =>
        unit.OpenRemedies.Select(open => new V1.PurchaseRestated(open.ReturnId, open.RmaId, open.RmaNumber, at));
}

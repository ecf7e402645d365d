using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Units;

/// <summary>What a unit's biography tells: only what an open return has to know.</summary>
internal static class UnitNews
{
    public static IEnumerable<object> Of(Unit unit, UnitEvent @event) => (unit.OpenRemedy, @event) switch
    {
        ({ } open, UnitPurchaseRecorded purchase) => [new V1.PurchaseRestated(open.ReturnId, open.RmaId, open.RmaNumber, purchase.RecordedAt)],
        _ => [], // ours alone
    };
}

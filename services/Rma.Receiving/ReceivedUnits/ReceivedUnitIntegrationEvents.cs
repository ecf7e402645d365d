using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>Integration events of a received unit.</summary>
internal static class ReceivedUnitIntegrationEvents
{
    public static IEnumerable<object> Of(ReceivedUnit state, ReceivedUnitEvent @event) => (state, @event) switch
    {
        (_, UnitReceived e) => [new V1.UnitReceived(
            e.ReturnId, e.RmaId, e.RmaNumber, e.Line, e.SerialNumber, e.ParcelId, e.ArrivedAt, e.ReceivedAt)],
        (ReceivedUnit.Inspected { Unit: var unit }, UnitInspected e) => [new V1.InspectionCompleted(
            unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.Condition.ToMessage(), e.InspectedBy,
            e.InspectedAt)],
        _ => [],
    };
}

namespace Rma.Receiving.ExpectedRmas;

/// <summary>
/// Withdraws a quarantined unit that does not exist because its serial number was misread. The unit is scanned again, and received or
/// quarantined with its correct serial number.
/// </summary>
public sealed record UndoMisreadUnit(Guid QuarantineId, string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma state, UndoMisreadUnit command) => state switch
    {
        ExpectedRma.Expected rma when rma.Unlisted.FirstOrDefault(unit => unit.Scan.QuarantineId == command.QuarantineId) is { } found =>
            [new UnlistedUnitMisread(found.Scan, command.Reason, command.By, command.Now)],
        _ => [], // already withdrawn
    };
}

using Rma.EventSourcing;

namespace Rma.Receiving.ExpectedRmas;

/// <summary>
/// Takes back a unit put aside that never was: its serial number was misread. What is under the scanner is scanned again, and received or
/// put aside by what it really is.
/// </summary>
public sealed record UndoMisreadUnit(Guid QuarantineId, string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma state, UndoMisreadUnit command) => state switch
    {
        ExpectedRma.Expected rma when rma.Unlisted.FirstOrDefault(unit => unit.Scan.QuarantineId == command.QuarantineId) is { } found =>
            [new UnlistedUnitMisread(found.Scan, command.Reason, command.By, command.Now)],
        _ => [], // taken back before
    };
}

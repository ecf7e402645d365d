using Rma.ServiceDefaults;
using Rma.Contracts.Receiving;
using Rma.Policy;
using Rma.Policy.Scanning;
using Rma.Receiving.Parcels;

namespace Rma.Receiving.ExpectedRmas;

/// <summary>
/// Scans one unit of an accepted parcel. A listed serial number is received, once per authorization (I13); anything else is quarantined,
/// unit by unit (clauses P2, P3; A-51, E08).
/// </summary>
public sealed record ScanUnit(UnitScan Scan)
{
    public static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma state, ScanUnit command) => state switch
    {
        ExpectedRma.Expected rma => Decide(rma, command.Scan),
        _ => throw ParcelRefusal.Held(),
    };

    private static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma.Expected rma, UnitScan read)
    {
        var scan = AsListed(rma, read);
        if (ScanUnitAnswer.Recorded(rma, scan) is { } before) return before.SaysTheSameAs(scan) ? [] : throw ScanTimes.Conflict();
        // the arrival of its parcel counts
        if (scan.Clock is not { IsUnreliable: true }) ScanTimes.RequirePlausible(scan.ScannedAt, scan.RecordedAt);
        if (scan.SerialNumber is null) return [new UnlistedUnitFound(scan, UnlistedKinds.Unreadable)];

        ExpectedLine[] listed = [.. rma.LinesFor(scan.ArrivedAt).Where(line => line.SerialNumber == scan.SerialNumber)];
        if (listed.FirstOrDefault(line => line.IsOutstanding) is { } outstanding)
            return [new LineReceived(outstanding.ReturnId, scan, FoundBefore: false)];
        if (listed.Length > 0 || rma.Unlisted.Any(unit => unit.Scan.QuarantineId == scan.QuarantineId)) return [];
        return [new UnlistedUnitFound(scan, LiesInPlaceOfAnother(rma, scan) ? UnlistedKinds.Swapped : UnlistedKinds.Surplus)];
    }

    /// <summary>
    /// The scan with its serial number: the text as sent if such a unit is listed, else another reading that is listed, else the best
    /// reading.
    /// </summary>
    internal static UnitScan AsListed(ExpectedRma.Expected rma, UnitScan scan) =>
        (Listed(rma, scan.ArrivedAt, scan.Readings) ?? Piece(rma, scan)) is { } listed ? scan with { SerialNumber = listed } : scan;

    // A product without serial numbers is scanned by its product code: each scan is the next listed piece, a repeated scan the same piece.
    private static string? Piece(ExpectedRma.Expected rma, UnitScan scan)
    {
        string[] codes = [.. scan.Readings.Append(scan.PartNumber).OfType<string>()];
        ExpectedLine[] pieces = [.. rma.LinesFor(scan.ArrivedAt)
            .Where(line => Pieces.IsPiece(line.SerialNumber) && line.Facts.Sku is { } sku && codes.Contains(sku))];
        return (pieces.FirstOrDefault(line => line.Receipt?.IsSameScanAs(scan) is true)
            ?? pieces.FirstOrDefault(line => line.IsOutstanding))?.SerialNumber;
    }

    private static string? Listed(ExpectedRma.Expected rma, DateTimeOffset arrivedAt, IEnumerable<string> readings) =>
        readings.FirstOrDefault(reading => rma.LinesFor(arrivedAt).Any(line => line.SerialNumber == reading));

    // Only the person at the dock can tell a swap from a surplus; the claim must at least name a listed unit that has not arrived.
    private static bool LiesInPlaceOfAnother(ExpectedRma.Expected rma, UnitScan scan) =>
        rma.LinesFor(scan.ArrivedAt).Any(line => line.IsOutstanding
            && (line.SerialNumber == scan.InsteadOf || SerialReading.Of(scan.RawInsteadOf).Readings.Contains(line.SerialNumber)));
}

/// <summary>The result of scanning a unit.</summary>
/// <param name="Answer"><c>received</c>, <c>already-received</c>, <c>surplus</c>, <c>swapped</c>, <c>unreadable</c>, or <c>misread</c> for
/// a scan that was withdrawn.</param>
/// <param name="ReturnId">The return it fills; null when it fills none.</param>
/// <param name="QuarantineId">The id of the quarantined unit, needed to report a misread; null when it was received.</param>
public sealed record ScanUnitAnswer(
    [OneOf("received", "already-received", UnlistedKinds.Surplus, UnlistedKinds.Swapped, UnlistedKinds.Unreadable,
        QuarantineStates.Misread)]
    string Answer, Guid? ReturnId, string Reason,
    IReadOnlyList<string> Clauses, Guid? QuarantineId = null)
{
    /// <summary>The answer after the decision; a repeat gets the same one.</summary>
    public static ScanUnitAnswer Of(ExpectedRma state, UnitScan read)
    {
        var rma = (ExpectedRma.Expected)state;
        var scan = ScanUnit.AsListed(rma, read);
        if (rma.Lines.FirstOrDefault(line => line.Receipt is { } receipt && receipt.IsSameScanAs(scan)) is { } received)
            return new("received", received.ReturnId,
                $"{received.SerialNumber} is line {received.Facts.Line} of {rma.RmaNumber} and has been received.", [P2]);
        if (rma.Unlisted.FirstOrDefault(unit => unit.Scan.QuarantineId == scan.QuarantineId || unit.Scan.IsSameScanAs(scan)) is { } found)
            return new(found.Kind, null, Sentence(rma, found), found.Clauses, found.Scan.QuarantineId);
        if (rma.Misread.Any(scan.IsSameScanAs))
            return new(QuarantineStates.Misread, null,
                "This scan was taken back because the serial number was misread. Scan the unit again, as a new scan.", [P2]);
        var already = rma.LinesFor(scan.ArrivedAt).First(line => line.SerialNumber == scan.SerialNumber);
        return new("already-received", already.ReturnId, $"{already.SerialNumber} has already been received under {rma.RmaNumber}.", [P2]);
    }

    /// <summary>The recorded scan with the same device and scan id; null when it is new or changed nothing.</summary>
    internal static UnitScan? Recorded(ExpectedRma.Expected rma, UnitScan scan) => rma.Lines.Select(line => line.Receipt).OfType<UnitScan>()
        .Concat(rma.Unlisted.Select(unit => unit.Scan)).Concat(rma.Misread).FirstOrDefault(scan.IsSameScanAs);

    private static string Sentence(ExpectedRma.Expected rma, UnlistedUnitFound found) => found.Kind switch
    {
        UnlistedKinds.Unreadable => "The serial number cannot be read. Put the unit aside.",
        UnlistedKinds.Swapped =>
            $"{found.Scan.SerialNumber} lies in the place of {found.Scan.InsteadOf} and is not listed under {rma.RmaNumber}. Put it aside.",
        _ => $"{found.Scan.SerialNumber} is not listed under {rma.RmaNumber}. Put it aside.",
    };

    private const string P2 = Policy.Clauses.P2;
}

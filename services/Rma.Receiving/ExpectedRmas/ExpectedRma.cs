using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.ExpectedRmas;

/// <summary>What the dock may receive under one RMA number, and what it has received.</summary>
public abstract record ExpectedRma : IState<ExpectedRma, ExpectedRmaEvent>
{
    private protected ExpectedRma() { }

    /// <summary>Parcels that were held for this number; the parcel itself has its current state.</summary>
    public IReadOnlyList<Guid> HeldParcels { get; init; } = [];

    /// <summary>When a return was cancelled; a cancellation may arrive before its line.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> CalledOff { get; init; } = new Dictionary<Guid, DateTimeOffset>();

    /// <summary>Withdrawn scans; a repeat of one is still the same scan.</summary>
    public IReadOnlyList<UnitScan> Misread { get; init; } = [];

    /// <summary>The number is not known at the dock (yet).</summary>
    public sealed record NotHeardOf : ExpectedRma;

    /// <summary>The number was issued. Whether it has expired depends on dates, not on this state (E09).</summary>
    public sealed record Expected(
        string RmaNumber, Guid RmaId, IReadOnlyList<ExpectedLine> Lines, IReadOnlyList<UnlistedUnitFound> Unlisted) : ExpectedRma;

    /// <inheritdoc />
    public static ExpectedRma Initial { get; } = new NotHeardOf();

    /// <inheritdoc />
    public static ExpectedRma Evolve(ExpectedRma state, ExpectedRmaEvent @event) => (state, @event) switch
    {
        (_, ParcelHeldForNumber held) => state with { HeldParcels = [.. state.HeldParcels, held.ParcelId] },
        (_, ReturnCalledOff off) =>
            state with { CalledOff = new Dictionary<Guid, DateTimeOffset>(state.CalledOff) { [off.ReturnId] = off.CalledOffAt } },
        (NotHeardOf, ReturnExpected line) => new Expected(line.RmaNumber, line.RmaId, [new(line, null)], [])
        {
            HeldParcels = state.HeldParcels, CalledOff = state.CalledOff,
        },
        (Expected rma, ReturnExpected line) => rma with
        {
            Lines = [.. rma.Lines.Where(known => known.ReturnId != line.ReturnId), new(line, rma.Line(line.ReturnId)?.Receipt)],
        },
        (Expected rma, LineReceived received) => rma with
        {
            Lines = [.. rma.Lines.Select(line => line.ReturnId == received.ReturnId ? line with { Receipt = received.Scan } : line)],
            Unlisted = [.. rma.Unlisted.Where(unit => unit.Scan.QuarantineId != received.Scan.QuarantineId)],
        },
        (Expected rma, UnlistedUnitMisread misread) => rma with
        {
            Unlisted = [.. rma.Unlisted.Where(unit => unit.Scan.QuarantineId != misread.Scan.QuarantineId)],
            Misread = [.. rma.Misread, misread.Scan],
        },
        (Expected rma, UnlistedUnitFound found) => rma with { Unlisted = [.. rma.Unlisted, found] },
        _ => state,
    };
}

/// <summary>One line of a number.</summary>
/// <param name="Receipt">The scan that received its unit; null while it is outstanding.</param>
public sealed record ExpectedLine(ReturnExpected Facts, UnitScan? Receipt)
{
    public Guid ReturnId => Facts.ReturnId;

    public string SerialNumber => Facts.SerialNumber;

    public bool IsOutstanding => Receipt is null;
}

/// <summary>Queries on a number.</summary>
internal static class ExpectedRmaQuestions
{
    public static ExpectedLine? Line(this ExpectedRma.Expected rma, Guid returnId) =>
        rma.Lines.FirstOrDefault(line => line.ReturnId == returnId);

    /// <summary>The lines that a parcel scanned at this instant may fill: a line cancelled later still counts (P2).</summary>
    public static IEnumerable<ExpectedLine> LinesFor(this ExpectedRma.Expected rma, DateTimeOffset arrivedAt) =>
        rma.Lines.Where(line => !rma.CalledOff.TryGetValue(line.ReturnId, out var offAt) || arrivedAt < offAt)
            .OrderBy(line => line.Facts.Line);

    /// <summary>The facts of this number for the policy: cancelled only when all lines are, at the time of the last one.</summary>
    public static DockAuthorization Authorization(this ExpectedRma rma) => rma switch
    {
        ExpectedRma.Expected known when known.Lines.All(line => known.CalledOff.ContainsKey(line.ReturnId)) =>
            new DockAuthorization.Cancelled(
                known.Lines.Max(line => known.CalledOff[line.ReturnId]), known.ValidThrough(), known.IssuedAt()),
        ExpectedRma.Expected known => new DockAuthorization.Open(known.ValidThrough(), known.IssuedAt()),
        _ => new DockAuthorization.NotKnown(),
    };

    public static Guid? RmaId(this ExpectedRma rma) => (rma as ExpectedRma.Expected)?.RmaId;

    private static DateTimeOffset IssuedAt(this ExpectedRma.Expected rma) => rma.Lines.Min(line => line.Facts.IssuedAt);

    private static DateOnly ValidThrough(this ExpectedRma.Expected rma) => rma.Lines.Max(line => line.Facts.ValidThrough);
}

using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;

namespace Rma.Receiving.Parcels;

/// <summary>Writes a parcel and its number. A step that writes both always writes the number first, which prevents deadlocks.</summary>
internal sealed class Dock(Streams<ExpectedRma, ExpectedRmaEvent> numbers, Streams<Parcel, ParcelEvent> parcels, PolicyBook policy,
    Provenance provenance)
{
    /// <summary>Judges a parcel; returns its current state and that of its number.</summary>
    public async Task<(Parcel.Scanned Parcel, ExpectedRma Number)> Scan(ParcelScan scan, CancellationToken ct)
    {
        var command = new ScanParcel(scan, ExpectedRma.Initial, policy);
        // A repeat stays a repeat; only a new scan needs a plausible time.
        if (await parcels.Get(scan.ParcelId, ct) is Parcel.NotScanned)
        {
            if (scan.Clock is not { IsUnreliable: true }) ScanTimes.RequirePlausible(scan.ScannedAt, scan.RecordedAt);
        }
        else return ((Parcel.Scanned)await parcels.Append(scan.ParcelId, parcel => ScanParcel.Decide(parcel, command), ct),
            await Number(scan, ct));

        var number = scan.RmaNumber is { } key ? await numbers.Append(key, rma => ScanParcel.Decide(rma, command), ct)
            : ExpectedRma.Initial;
        provenance.CorrelationId = number.RmaId()?.ToString("D");
        var judged = await parcels.Append(scan.ParcelId, parcel => ScanParcel.Decide(parcel, command with { Number = number }), ct);
        return ((Parcel.Scanned)judged, number);
    }

    /// <summary>Stores a line, and judges the parcels that waited for it.</summary>
    public async Task Expect(ExpectReturn command, CancellationToken ct)
    {
        provenance.CorrelationId = command.Line.RmaId.ToString("D");
        var number = await numbers.Append(command.Line.RmaNumber, rma => ExpectReturn.Decide(rma, command), ct);
        var judge = new JudgeHeldParcel(number, policy, command.Line.HeardAt);
        foreach (var held in number.HeldParcels) await parcels.Append(held, parcel => JudgeHeldParcel.Decide(parcel, judge), ct);
    }

    /// <summary>Judges a parcel whose hold may be over.</summary>
    public async Task JudgeHeld(Guid parcelId, string rmaNumber, DateTimeOffset now, CancellationToken ct)
    {
        var judge = new JudgeHeldParcel(await numbers.Get(rmaNumber, ct), policy, now);
        await parcels.Append(parcelId, parcel => JudgeHeldParcel.Decide(parcel, judge), ct);
    }

    /// <summary>Judges a parcel with an arrival time entered by a person; null when there is no such parcel.</summary>
    public async Task<Parcel.Scanned?> Date(Guid parcelId, Func<ExpectedRma, DateHeldParcel> commandOf, CancellationToken ct)
    {
        if (await parcels.Get(parcelId, ct) is not Parcel.Scanned scanned) return null;
        var number = await Number(scanned.Scan, ct);
        provenance.CorrelationId = number.RmaId()?.ToString("D");
        var command = commandOf(number);
        return (Parcel.Scanned)await parcels.Append(parcelId, parcel => DateHeldParcel.Decide(parcel, command), ct);
    }

    /// <summary>Scans a unit of a parcel; null when there is no such parcel.</summary>
    /// <exception cref="RefusedException">The parcel is held or was refused (I14).</exception>
    public async Task<ScanUnitAnswer?> TakeOut(Guid parcelId, Func<Parcel.Accepted, UnitScan> scanOf, CancellationToken ct)
    {
        switch (await parcels.Get(parcelId, ct))
        {
            case Parcel.NotScanned: return null;
            case Parcel.Refused refused: throw ParcelRefusal.Refused(refused);
            case Parcel.Accepted accepted:
                provenance.CorrelationId = accepted.RmaId.ToString("D");
                var scan = scanOf(accepted);
                return ScanUnitAnswer.Of(await numbers.Append(accepted.RmaNumber, rma => ScanUnit.Decide(rma, new(scan)), ct), scan);
            case Parcel.Held { Code: ParcelRefusals.TimeImplausible }: throw ParcelRefusal.TimeImplausible();
            default: throw ParcelRefusal.Held();
        }
    }

    /// <summary>What is known of a parcel's number.</summary>
    public Task<ExpectedRma> NumberOf(Parcel.Scanned parcel, CancellationToken ct) => Number(parcel.Scan, ct);

    private async Task<ExpectedRma> Number(ParcelScan scan, CancellationToken ct) =>
        scan.RmaNumber is { } key ? await numbers.Get(key, ct) : ExpectedRma.Initial;
}

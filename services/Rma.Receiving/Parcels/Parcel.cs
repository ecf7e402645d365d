using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.Parcels;

/// <summary>A carton at the dock.</summary>
public abstract record Parcel : IState<Parcel, ParcelEvent>
{
    private protected Parcel() { }

    /// <summary>Not scanned.</summary>
    public sealed record NotScanned : Parcel;

    /// <summary>Scanned and judged.</summary>
    public abstract record Scanned(ParcelScan Scan, Decision Decision) : Parcel
    {
        /// <summary>Photos taken after the scan.</summary>
        public ValueList<string> LaterPhotos { get; init; } = [];
    }

    /// <summary>Accepted.</summary>
    public sealed record Accepted(ParcelScan Scan, Decision Decision, Guid RmaId, string RmaNumber) : Scanned(Scan, Decision);

    /// <summary>Refused and sent back.</summary>
    public sealed record Refused(ParcelScan Scan, Decision Decision, string Code) : Scanned(Scan, Decision);

    /// <summary>Waits until its number is known; or, with a code, for a person.</summary>
    public sealed record Held(ParcelScan Scan, Decision Decision, DateTimeOffset Until, string? Code = null) : Scanned(Scan, Decision);

    /// <inheritdoc />
    public static Parcel Initial { get; } = new NotScanned();

    /// <inheritdoc />
    public static Parcel Evolve(Parcel state, ParcelEvent @event) => (state, @event) switch
    {
        (NotScanned or Held, ParcelAccepted accepted) =>
            new Accepted(accepted.Scan, accepted.Decision, accepted.RmaId, accepted.RmaNumber) { LaterPhotos = TakenOf(state) },
        (NotScanned or Held, ParcelRefused refused) =>
            new Refused(refused.Scan, refused.Decision, refused.Code) { LaterPhotos = TakenOf(state) },
        (NotScanned or Held, ParcelHeld held) =>
            new Held(held.Scan, held.Decision, held.HeldUntil, held.Code) { LaterPhotos = TakenOf(state) },
        (Scanned scanned, ParcelPhotographed taken) => scanned with { LaterPhotos = [.. scanned.LaterPhotos, .. taken.Photos] },
        _ => state,
    };

    private static ValueList<string> TakenOf(Parcel state) => state is Scanned scanned ? scanned.LaterPhotos : [];
}

/// <summary>Refusals to scan units of a parcel.</summary>
internal static class ParcelRefusal
{
    /// <summary>The refusal when the parcel waits for a person to enter its arrival time.</summary>
    public static RefusedException TimeImplausible() =>
        new(ParcelRefusals.TimeImplausible, "Nobody knows when this parcel came. Do not open it yet.")
    {
        Clauses = [Clauses.P2], WouldChange = "The returns desk says when the parcel came.",
    };

    /// <summary>The refusal when the parcel waits until its number is known.</summary>
    public static RefusedException Held() => new("parcel.held", "This parcel waits for news of its number. Do not open it yet.")
    {
        Clauses = [Clauses.P3], WouldChange = "The parcel is judged again when its number is known.",
    };

    /// <summary>The refusal when the parcel was refused: units of a refused carton are not received (I14).</summary>
    public static RefusedException Refused(Parcel.Refused parcel) =>
        new("parcel.refused", $"This parcel was refused: {parcel.Decision.Reason}")
    {
        Clauses = parcel.Decision.Clauses, WouldChange = parcel.Decision.WouldChange,
    };
}

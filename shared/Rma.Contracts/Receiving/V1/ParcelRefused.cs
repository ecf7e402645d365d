namespace Rma.Contracts.Receiving.V1;

/// <summary>A carton was refused at the dock. Final for this delivery; the number stays usable (clauses P2, P3, P4).</summary>
/// <param name="Marking">What was read from the outside.</param>
/// <param name="Code"><c>parcel.unmarked</c>, <c>parcel.illegible</c>, <c>parcel.unknown-number</c>, <c>parcel.expired</c>, <c>parcel.cancelled</c>, <c>parcel.freight-collect</c>.</param>
public sealed record ParcelRefused(
    Guid ParcelId, Guid? RmaId, string? Marking, string Code, string Reason, string[] Clauses, string Site,
    DateTimeOffset ScannedAt, DateTimeOffset RecordedAt);

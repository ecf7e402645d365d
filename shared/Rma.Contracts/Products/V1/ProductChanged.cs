namespace Rma.Contracts.Products.V1;

/// <summary>Published by the product system: the data of a product. Clauses W2, C2, C7, D1.</summary>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. Repeats of a revision have the
/// same content.</param>
/// <param name="WarrantyMonths">Warranty term in calendar months from shipment; null when the table has none.</param>
/// <param name="Accessories">The bill of accessories: the complete accessories of this product.</param>
/// <param name="HasDrive">Whether it records on a drive of its own.</param>
/// <param name="IsLicense">A license has a code instead of a serial number and no parcel.</param>
/// <param name="SuccessorSku">The designated successor of a phased-out product.</param>
/// <param name="EffectiveFrom">First policy-local day on which this row is effective.</param>
/// <param name="Sku">The product system's number.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="PhasedOut">Whether it is no longer made.</param>
/// <param name="OccurredAt">When the source recorded it, UTC.</param>
public sealed record ProductChanged(
    string Sku, int Revision, string Name, int? WarrantyMonths, string[] Accessories, bool HasDrive, bool IsLicense,
    bool PhasedOut, string? SuccessorSku, DateOnly EffectiveFrom, DateTimeOffset OccurredAt);

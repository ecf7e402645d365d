namespace Rma.Contracts.Shipping.V1;

/// <summary>Published by the shipment system: a unit left the warehouse. Warranty periods start here (clause W7).</summary>
/// <param name="ShipmentId">The shipment system's number; together with the serial number the key of the fact.</param>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. Repeats of a revision have the
/// same content.</param>
/// <param name="AccountId">The buyer.</param>
/// <param name="Withdrawn">True: the shipment was withdrawn. A higher revision without it restores it.</param>
/// <param name="SerialNumber">The serial number of the unit; with the shipment the key of the fact.</param>
/// <param name="Sku">The product system's number of its product.</param>
/// <param name="ShippedAt">When it left the warehouse.</param>
public sealed record UnitShipped(
    string ShipmentId, int Revision, string SerialNumber, string Sku, string AccountId, DateTimeOffset ShippedAt,
    bool? Withdrawn = null);

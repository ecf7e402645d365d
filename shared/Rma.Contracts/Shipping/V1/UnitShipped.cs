namespace Rma.Contracts.Shipping.V1;

/// <summary>Published by the shipment system: a unit left the warehouse. Warranty periods start here (clause W7).</summary>
/// <param name="ShipmentId">The shipment system's number; with the serial number it names the fact.</param>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. Repeats of a revision have the
/// same content.</param>
/// <param name="AccountId">Who bought it.</param>
/// <param name="Withdrawn">True: this shipment never was. A higher revision without it brings it back.</param>
public sealed record UnitShipped(
    string ShipmentId, int Revision, string SerialNumber, string Sku, string AccountId, DateTimeOffset ShippedAt,
    bool? Withdrawn = null);

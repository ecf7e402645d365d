using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>
/// Determines the latest sale of a unit from its current facts. Contradicting facts are listed as text; neither the order of arrival nor
/// the document numbers decide which is right.
/// </summary>
/// <param name="Shipment">The latest shipment (A-12); null when there is none.</param>
/// <param name="Purchase">The latest purchase (A-34); null when there is none, or when several could be the latest.</param>
/// <param name="Accounts">All accounts that one of the facts names as the buyer.</param>
/// <param name="Contradictions">Pairs of facts that contradict each other.</param>
public sealed record Sale(UnitShipmentRecorded? Shipment, UnitPurchaseRecorded? Purchase, ValueList<string> Accounts,
    ValueList<string> Contradictions)
{
    /// <summary>The sale of a unit.</summary>
    /// <param name="sku">Only facts about this product: serial numbers are unique per product only. Null for whatever is known.</param>
    public static Sale Of(Unit unit, string? sku = null)
    {
        UnitShipmentRecorded[] shipments = [.. unit.StandingShipments.Where(shipment => sku is null || shipment.Sku == sku)];
        UnitPurchaseRecorded[] purchases = [.. unit.StandingPurchases.Where(purchase => sku is null || purchase.Sku == sku)];
        var last = shipments.OrderBy(shipment => shipment.ShippedAt).ThenBy(shipment => shipment.ShipmentId, StringComparer.Ordinal)
            .LastOrDefault();
        UnitPurchaseRecorded[] latest = [.. purchases.Where(purchase => purchase.InvoiceDate == purchases.Max(one => one.InvoiceDate))];
        var bought = Latest(latest, last);

        string?[] contradictions = [OfProduct(shipments, purchases), OfShipments(shipments, last), OfPurchases(latest, bought),
            OfBuyer(last, bought)];
        return new(
            last, bought, [.. latest.Select(purchase => purchase.AccountId).Append(last?.AccountId).OfType<string>().Distinct()
                .Order(StringComparer.Ordinal)],
            [.. contradictions.OfType<string>()]);
    }

    // Two sales on one day have no order; a shipment to one of the buyers shows who has it now.
    private static UnitPurchaseRecorded? Latest(UnitPurchaseRecorded[] latest, UnitShipmentRecorded? last) => latest switch
    {
        [] => null,
        [var only] => only,
        _ => latest.Where(purchase => purchase.AccountId == last?.AccountId).ToArray() is [var shipped] ? shipped : null,
    };

    private static string? OfProduct(UnitShipmentRecorded[] shipments, UnitPurchaseRecorded[] purchases)
    {
        (string Sku, string Fact)[] named =
            [.. shipments.Select(shipment => (shipment.Sku, Name(shipment))),
                .. purchases.Select(purchase => (purchase.Sku, Name(purchase)))];
        return named.DistinctBy(one => one.Sku).OrderBy(one => one.Sku, StringComparer.Ordinal).ToArray() is { Length: > 1 } several
            ? $"This serial number is of more than one product: {string.Join(" and ", several.Select(one => $"{one.Sku} by {one.Fact}"))}."
            : null;
    }

    private static string? OfShipments(UnitShipmentRecorded[] shipments, UnitShipmentRecorded? last) =>
        shipments.Where(shipment => shipment.ShippedAt == last?.ShippedAt && shipment.AccountId != last.AccountId)
            .ToArray() is { Length: > 0 } others
            ? $"It cannot have left in {Joined([.. others, last!], Name)} at the same time."
            : null;

    private static string? OfPurchases(UnitPurchaseRecorded[] latest, UnitPurchaseRecorded? bought) => bought is null && latest.Length > 1
        ? $"It was sold more than once on {latest[0].InvoiceDate.Iso()}, by {Joined(latest, Name)}; " +
            "which sale was the last is not known."
        : null;

    private static string? OfBuyer(UnitShipmentRecorded? last, UnitPurchaseRecorded? bought) => (last, bought) switch
    {
        ({ } shipment, { } purchase) when shipment.AccountId != purchase.AccountId =>
            $"The latest invoice and the latest shipment are not of the same buyer: {Name(purchase)}, {Name(shipment)}.",
        _ => null,
    };

    private static string Joined<T>(IEnumerable<T> facts, Func<T, string> name) =>
        string.Join(" and ", facts.Select(name).Order(StringComparer.Ordinal));

    private static string Name(UnitShipmentRecorded shipment) => $"shipment {shipment.ShipmentId}";

    private static string Name(UnitPurchaseRecorded purchase) => $"invoice {purchase.InvoiceId} line {purchase.InvoiceLine}";
}

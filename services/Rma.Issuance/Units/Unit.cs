using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>
/// A serial number or licence code. Every serial number has a biography from the first thing that is heard of it; there is no situation in which
/// one of its facts could not come, so this is one state with what is known so far.
/// </summary>
public sealed record Unit : IState<Unit, UnitEvent>
{
    public ValueList<UnitShipmentRecorded> Shipments { get; init; } = [];

    public ValueList<UnitPurchaseRecorded> Purchases { get; init; } = [];

    public LicenseActivationRecorded? Activation { get; init; }

    /// <summary>The return that is open for it; null when none is.</summary>
    public RemedyOpened? OpenRemedy { get; init; }

    public ValueList<UnitCredited> Credits { get; init; } = [];

    /// <inheritdoc />
    public static Unit Initial { get; } = new();

    /// <summary>The shipment that counts: the latest sale, as last corrected .</summary>
    public UnitShipmentRecorded? LatestShipment => Corrected(Shipments, shipment => shipment.ShipmentId).MaxBy(shipment => shipment.ShippedAt);

    /// <summary>The purchase that counts: the latest invoice, as last corrected .</summary>
    public UnitPurchaseRecorded? LatestPurchase =>
        Corrected(Purchases, purchase => $"{purchase.InvoiceId}/{purchase.InvoiceLine}").MaxBy(purchase => (purchase.InvoiceDate, purchase.InvoiceId));

    /// <summary>What an account paid for it; null when it did not buy it, or when somebody else bought it since: then a person has to look.</summary>
    public UnitPurchaseRecorded? PurchaseBy(string accountId) => LatestPurchase is { } latest && latest.AccountId == accountId ? latest : null;

    /// <summary>Whether the latest sale has been credited; a unit sold again is a new sale.</summary>
    public bool LatestSaleIsCredited => LatestPurchase is { } purchase && Credits.Any(credit => credit.InvoiceId == purchase.InvoiceId);

    /// <inheritdoc />
    public static Unit Evolve(Unit unit, UnitEvent @event) => @event switch
    {
        UnitShipmentRecorded shipment => unit with { Shipments = [.. unit.Shipments, shipment] },
        UnitPurchaseRecorded purchase => unit with { Purchases = [.. unit.Purchases, purchase] },
        LicenseActivationRecorded activation => unit with { Activation = activation },
        RemedyOpened opened => unit with { OpenRemedy = opened },
        RemedyClosed closed => unit.OpenRemedy?.ReturnId == closed.ReturnId ? unit with { OpenRemedy = null } : unit,
        UnitCredited credited => unit with { Credits = [.. unit.Credits, credited] },
        _ => unit,
    };

    private static IEnumerable<TFact> Corrected<TFact>(IEnumerable<TFact> facts, Func<TFact, string> key) where TFact : Feed.IRevised =>
        facts.GroupBy(key).Select(versions => versions.MaxBy(fact => fact.Revision)!);
}

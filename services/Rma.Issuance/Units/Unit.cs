using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>
/// A serial number or license code. Its biography begins with the first fact about it; every fact can arrive in every situation, so this is
/// one state with what is known so far.
/// </summary>
public sealed record Unit : IState<Unit, UnitEvent>
{
    public ValueList<UnitShipmentRecorded> Shipments { get; init; } = [];

    public ValueList<UnitPurchaseRecorded> Purchases { get; init; } = [];

    /// <summary>Purchases that were withdrawn or moved to another unit.</summary>
    public ValueList<UnitPurchaseWithdrawn> WithdrawnPurchases { get; init; } = [];

    /// <summary>All statements about the code's activation.</summary>
    public ValueList<LicenseActivationRecorded> Activations { get; init; } = [];

    /// <summary>
    /// The activation that counts: the earliest of the highest revision; null while the code is unused, or when it was withdrawn (C7).
    /// </summary>
    public LicenseActivationRecorded? Activation => Activations
        .Where(stated => stated.Revision == Activations.Max(one => one.Revision))
            .MinBy(stated => (stated.Withdrawn, stated.ActivatedAt)) is { Withdrawn: false } first
        ? first : null;

    /// <summary>The open returns: one, or one per product when several products share the serial number.</summary>
    public ValueList<RemedyOpened> OpenRemedies { get; init; } = [];

    /// <summary>The last opened return; null when none is open.</summary>
    public RemedyOpened? OpenRemedy => OpenRemedies.Count == 0 ? null : OpenRemedies[^1];

    /// <summary>The open return for a product; null when there is none. Without a product, any open return.</summary>
    public RemedyOpened? OpenRemedyOf(string? sku) =>
        OpenRemedies.LastOrDefault(open => sku is null || open.Sku is null || open.Sku == sku);

    public ValueList<UnitCredited> Credits { get; init; } = [];

    /// <summary>All decisions about it, in order.</summary>
    public ValueList<UnitDecided> Decisions { get; init; } = [];

    /// <summary>The last over-the-counter exchange; null when there was none.</summary>
    public UnitExchanged? Exchange { get; init; }

    /// <summary>The report of an exchange that was taken back; null when there is none, or a new one since.</summary>
    public UnitExchangeWithdrawn? WithdrawnExchange { get; init; }

    /// <summary>The unit that replaced it; null when there is none.</summary>
    public UnitReplacedBy? ReplacedBy { get; init; }

    /// <summary>The unit it replaced; null when there is none.</summary>
    public UnitReplaces? Replaces { get; init; }

    /// <summary>Extensions by paid repairs.</summary>
    public ValueList<WarrantyExtended> Extensions { get; init; } = [];

    /// <summary>Charges for its returns.</summary>
    public ValueList<UnitCharged> Charges { get; init; } = [];

    /// <summary>Overrides granted for it, including expired ones.</summary>
    public ValueList<OverrideAttached> Overrides { get; init; } = [];

    /// <summary>Where it arrived or left, by return.</summary>
    public ValueList<UnitArrived> Arrivals { get; init; } = [];

    /// <summary>Completed repairs.</summary>
    public ValueList<UnitRepaired> Repairs { get; init; } = [];

    /// <summary>The last decision of each question that was not superseded.</summary>
    public IEnumerable<UnitDecided> StandingDecisions
    {
        get
        {
            var superseded = Decisions.Select(decided => decided.Supersedes).OfType<Guid>().ToHashSet();
            return Decisions.Where(decided => !superseded.Contains(decided.DecisionId));
        }
    }

    /// <summary>
    /// When it was last found eligible for an exchange, before the exchange if there was one; a later validation only when there is no
    /// earlier one (T4).
    /// </summary>
    public DateTimeOffset? ValidatedAt
    {
        get
        {
            var found = StandingDecisions.Where(decided => decided is { Validation: not null, Decision.Outcome: Outcome.Yes })
                .Select(decided => decided.AskedAt).Order().ToArray();
            return found.Length == 0 ? null
                : found.Where(at => at < (Exchange?.ExchangedAt ?? DateTimeOffset.MaxValue)).Select(at => (DateTimeOffset?)at)
                .LastOrDefault() ?? found[0];
        }
    }

    /// <summary>Its recorded grade: that of its refurbishment, or <c>A</c> for a unit sold as new (W8, A-18).</summary>
    public string Grade => Replaces is { Kind: ReplacementKinds.RefurbishedSwap, Grade: var grade } ? grade : "A";

    /// <inheritdoc />
    public static Unit Initial { get; } = new();

    /// <summary>Its shipments, each as last corrected, without withdrawn ones.</summary>
    public IEnumerable<UnitShipmentRecorded> StandingShipments =>
        Corrected(Shipments, shipment => shipment.ShipmentId).Where(shipment => !shipment.Withdrawn);

    /// <summary>Its purchases, each as last corrected, without those withdrawn or moved to another unit.</summary>
    public IEnumerable<UnitPurchaseRecorded> StandingPurchases =>
        Corrected(Purchases, purchase => $"{purchase.InvoiceId}/{purchase.InvoiceLine}")
        .Where(purchase => !WithdrawnPurchases.Any(withdrawn =>
            (withdrawn.InvoiceId, withdrawn.InvoiceLine) == (purchase.InvoiceId, purchase.InvoiceLine)
                && withdrawn.Revision >= purchase.Revision));

    /// <summary>The unit's purchase on an invoice line; null when the line is not its purchase.</summary>
    public UnitPurchaseRecorded? PurchaseOn(string invoiceId, int line) =>
        StandingPurchases.FirstOrDefault(purchase => (purchase.InvoiceId, purchase.InvoiceLine) == (invoiceId, line));

    /// <summary>The latest sale, with contradictions.</summary>
    public Sale Sale => Sale.Of(this);

    /// <summary>The shipment that counts: the latest sale, as last corrected .</summary>
    public UnitShipmentRecorded? LatestShipment => Sale.Shipment;

    /// <summary>
    /// The purchase that counts: the latest invoice, as last corrected; null also when several could be the latest.
    /// </summary>
    public UnitPurchaseRecorded? LatestPurchase => Sale.Purchase;

    /// <summary>
    /// The accounts that may have bought it last: one, several when facts contradict each other, none when no sale is known.
    /// </summary>
    public ValueList<string> BuyersOf(Sale sale) => sale.Contradictions.Count > 0 ? sale.Accounts
        : (sale.Purchase?.AccountId ?? sale.Shipment?.AccountId ?? Replaces?.AccountId) is { } buyer ? [buyer] : [];

    /// <summary>Whether the latest sale has been credited; a unit sold again is a new sale.</summary>
    public bool LatestSaleIsCredited => IsCredited(LatestPurchase);

    /// <summary>Whether a purchase has been credited; false for null, an unknown purchase.</summary>
    public bool IsCredited(UnitPurchaseRecorded? purchase) =>
        purchase is not null && Credits.Any(credit => credit.InvoiceId == purchase.InvoiceId);

    /// <inheritdoc />
    public static Unit Evolve(Unit unit, UnitEvent @event) => @event switch
    {
        UnitShipmentRecorded shipment => unit with { Shipments = [.. unit.Shipments, shipment] },
        UnitPurchaseRecorded purchase => unit with { Purchases = [.. unit.Purchases, purchase] },
        UnitPurchaseWithdrawn withdrawn => unit with { WithdrawnPurchases = [.. unit.WithdrawnPurchases, withdrawn] },
        LicenseActivationRecorded activation => unit with { Activations = [.. unit.Activations, activation] },
        RemedyOpened opened =>
            unit with { OpenRemedies = [.. unit.OpenRemedies.Where(open => open.Sku is not null && open.Sku != opened.Sku), opened] },
        RemedyClosed closed => unit with { OpenRemedies = [.. unit.OpenRemedies.Where(open => open.ReturnId != closed.ReturnId)] },
        UnitCredited credited => unit with { Credits = [.. unit.Credits, credited] },
        UnitDecided decided => unit with { Decisions = [.. unit.Decisions, decided] },
        UnitExchanged exchange => unit with { Exchange = exchange, WithdrawnExchange = null },
        UnitExchangeWithdrawn withdrawn => unit with { Exchange = null, WithdrawnExchange = withdrawn },
        UnitArrived arrived => unit with { Arrivals = [.. unit.Arrivals, arrived] },
        UnitReplacedBy replaced => unit with { ReplacedBy = replaced },
        UnitReplaces replaces => unit with { Replaces = replaces },
        UnitRepaired repaired => unit with { Repairs = [.. unit.Repairs, repaired] },
        WarrantyExtended extended => unit with { Extensions = [.. unit.Extensions, extended] },
        UnitCharged charged => unit with { Charges = [.. unit.Charges, charged] },
        OverrideAttached attached => unit with { Overrides = [.. unit.Overrides, attached] },
        _ => unit,
    };

    private static IEnumerable<TFact> Corrected<TFact>(IEnumerable<TFact> facts, Func<TFact, string> key) where TFact : Feed.IRevised =>
        facts.GroupBy(key).Select(versions => versions.MaxBy(fact => fact.Revision)!);
}

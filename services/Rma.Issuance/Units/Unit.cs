using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>
/// A serial number or licence code. Every serial number has a biography from the first thing that is heard of it; there is no situation in
/// which one of its facts could not come, so this is one state with what is known so far.
/// </summary>
public sealed record Unit : IState<Unit, UnitEvent>
{
    public ValueList<UnitShipmentRecorded> Shipments { get; init; } = [];

    public ValueList<UnitPurchaseRecorded> Purchases { get; init; } = [];

    /// <summary>Purchases that were taken back, or moved to another unit.</summary>
    public ValueList<UnitPurchaseWithdrawn> WithdrawnPurchases { get; init; } = [];

    /// <summary>Everything stated of the code's activation.</summary>
    public ValueList<LicenseActivationRecorded> Activations { get; init; } = [];

    /// <summary>
    /// The activation that counts: of the highest revision the earliest; null while the code is unused, or when it was taken back (C7).
    /// </summary>
    public LicenseActivationRecorded? Activation => Activations
        .Where(stated => stated.Revision == Activations.Max(one => one.Revision))
            .MinBy(stated => (stated.Withdrawn, stated.ActivatedAt)) is { Withdrawn: false } first
        ? first : null;

    /// <summary>The returns that are open for it: one, or one a product where the serial number is of several.</summary>
    public ValueList<RemedyOpened> OpenRemedies { get; init; } = [];

    /// <summary>The return that was opened last; null when none is open.</summary>
    public RemedyOpened? OpenRemedy => OpenRemedies.Count == 0 ? null : OpenRemedies[^1];

    /// <summary>The return that is open for it as a product; null when none is. Who names no product asks about all.</summary>
    public RemedyOpened? OpenRemedyOf(string? sku) =>
        OpenRemedies.LastOrDefault(open => sku is null || open.Sku is null || open.Sku == sku);

    public ValueList<UnitCredited> Credits { get; init; } = [];

    /// <summary>Everything that was decided about it, in the order it was decided.</summary>
    public ValueList<UnitDecided> Decisions { get; init; } = [];

    /// <summary>The last exchange over the counter; null when there was none.</summary>
    public UnitExchanged? Exchange { get; init; }

    /// <summary>The unit that left instead of it; null when none did.</summary>
    public UnitReplacedBy? ReplacedBy { get; init; }

    /// <summary>The unit it left for; null for any other unit.</summary>
    public UnitReplaces? Replaces { get; init; }

    /// <summary>Extensions by paid repairs.</summary>
    public ValueList<WarrantyExtended> Extensions { get; init; } = [];

    /// <summary>Charges for its returns.</summary>
    public ValueList<UnitCharged> Charges { get; init; } = [];

    /// <summary>Overrides granted for it, also expired ones.</summary>
    public ValueList<OverrideAttached> Overrides { get; init; } = [];

    /// <summary>Where it is known to have arrived or left, by return.</summary>
    public ValueList<UnitArrived> Arrivals { get; init; } = [];

    /// <summary>Repairs that ended.</summary>
    public ValueList<UnitRepaired> Repairs { get; init; } = [];

    /// <summary>The last decision of each question that was not corrected since.</summary>
    public IEnumerable<UnitDecided> StandingDecisions
    {
        get
        {
            var superseded = Decisions.Select(decided => decided.Supersedes).OfType<Guid>().ToHashSet();
            return Decisions.Where(decided => !superseded.Contains(decided.DecisionId));
        }
    }

    /// <summary>
    /// When it was last found eligible for an exchange, before the exchange where there was one; a later one only when there is no earlier
    /// (T4).
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

    /// <summary>Its recorded grade: that of its refurbishment, or <c>A</c> for a unit that was sold new (W8, A-18).</summary>
    public string Grade => Replaces is { Kind: "refurbished-swap", Grade: var grade } ? grade : "A";

    /// <inheritdoc />
    public static Unit Initial { get; } = new();

    /// <summary>Its shipments, each as last corrected, without those that were taken back.</summary>
    public IEnumerable<UnitShipmentRecorded> StandingShipments =>
        Corrected(Shipments, shipment => shipment.ShipmentId).Where(shipment => !shipment.Withdrawn);

    /// <summary>Its purchases, each as last corrected, without those that were taken back or moved to another unit.</summary>
    public IEnumerable<UnitPurchaseRecorded> StandingPurchases =>
        Corrected(Purchases, purchase => $"{purchase.InvoiceId}/{purchase.InvoiceLine}")
        .Where(purchase => !WithdrawnPurchases.Any(withdrawn =>
            (withdrawn.InvoiceId, withdrawn.InvoiceLine) == (purchase.InvoiceId, purchase.InvoiceLine)
                && withdrawn.Revision >= purchase.Revision));

    /// <summary>What the unit knows of an invoice line; null when the line is not its purchase.</summary>
    public UnitPurchaseRecorded? PurchaseOn(string invoiceId, int line) =>
        StandingPurchases.FirstOrDefault(purchase => (purchase.InvoiceId, purchase.InvoiceLine) == (invoiceId, line));

    /// <summary>The latest sale, and what speaks against knowing it.</summary>
    public Sale Sale => Sale.Of(this);

    /// <summary>The shipment that counts: the latest sale, as last corrected .</summary>
    public UnitShipmentRecorded? LatestShipment => Sale.Shipment;

    /// <summary>The purchase that counts: the latest invoice, as last corrected; null also where several could be it.</summary>
    public UnitPurchaseRecorded? LatestPurchase => Sale.Purchase;

    /// <summary>
    /// What an account paid for it; null when it did not buy it, or when somebody else bought it since: then a person has to look.
    /// </summary>
    public UnitPurchaseRecorded? PurchaseBy(string accountId) =>
        LatestPurchase is { } latest && latest.AccountId == accountId ? latest : null;

    /// <summary>Whether the latest sale has been credited; a unit sold again is a new sale.</summary>
    public bool LatestSaleIsCredited => IsCredited(LatestPurchase);

    /// <summary>Whether a purchase has been credited; null, one that is not known, has not.</summary>
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
        UnitExchanged exchange => unit with { Exchange = exchange },
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

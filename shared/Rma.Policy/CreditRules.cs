using System.Globalization;

namespace Rma.Policy;

/// <summary>Findings against an automatic credit.</summary>
internal static class CreditRules
{
    public static IEnumerable<Finding> Findings(PolicyVersion version, CreditFacts facts, Settlement? settlement) =>
    [
        .. facts.Edition == RuleEdition.First ? [] : FactChecks.Of(version, facts),
        .. OfAuthorization(version, facts),
        .. Purchase.Gaps(version, facts.InvoiceDate, facts.NetPrice, facts.Currency),
        // Contradicting facts allow neither an approval nor a denial.
        .. facts.Contradictions is { Count: > 0 } ? [] : OfRemedy(version, facts),
        .. OfArrivalAndTax(facts),
        .. OfArrivalBeforeIssue(version, facts),
        .. OfLifetimeCap(facts, settlement),
        .. facts.Edition == RuleEdition.First ? [] : OfInvoiceLine(facts, settlement),
        .. facts.IsLicense ? [] : OfInspection(facts),
    ];

    /// <summary>The last day that counts: for the arrival, or for the issue of the number of an advance replacement.</summary>
    public static DateOnly? WindowEnd(PolicyVersion version, CreditFacts facts) => facts switch
    {
        { InvoiceDate: null } => null,
        { Remedy: Remedies.AdvanceReplacement } => ReplacementCreditRules.WindowEnd(version, facts.InvoiceDate.Value),
        _ => Purchase.WindowEnd(version, facts.InvoiceDate),
    };

    /// <summary>The start of the period that ends on <see cref="WindowEnd"/>.</summary>
    public static string Anchor(PolicyVersion version, CreditFacts facts)
    {
        var days = facts.Remedy == Remedies.AdvanceReplacement ? version.Settings.AdvanceReplacementWindowDays
            : version.Settings.CreditWindowDays;
        return PolicyCalendar.Anchor("invoice date", facts.InvoiceDate, days);
    }

    public static ValueList<Fact> Known(CreditFacts facts) => Facts.Known(
        ("RMA number", facts.HasRmaNumber, "RMA register"),
        ("licence", facts.IsLicense, "product"),
        ("activated at", facts.LicenseActivatedAt, "licence register"),
        ("arrival date", facts.IsLicense ? null : facts.ArrivedOn, "dock scan"),
        ("invoice date", facts.InvoiceDate, "invoice"),
        ("net price", facts.NetPrice, "invoice"),
        ("tax", facts.Tax, "invoice"),
        ("currency", facts.Currency, "invoice"),
        ("credited before", facts.CreditedBefore, "credit ledger"),
        ("retail box opened", facts.Inspection?.RetailBoxOpened, "inspection"),
        ("factory seal broken", facts.Inspection?.FactorySealBroken, "inspection"),
        ("enclosure opened", facts.Inspection?.EnclosureOpened, "inspection"),
        ("missing accessories", facts.Inspection?.MissingAccessories, "inspection"),
        ("serial label", facts.Inspection?.SerialLabel, "inspection"),
        ("cosmetic damage", facts.Inspection?.CosmeticDamage, "inspection"),
        ("internal damage", facts.Inspection?.InternalDamage, "inspection"),
        ("note", facts.Inspection?.Note, "inspection"),
        ("contradictions", facts.Contradictions, "shipment and invoice"),
        ("credited on the line elsewhere", facts.CreditedOnLineElsewhere, "credit ledger"),
        ("exclusions", facts.Exclusions is { Count: > 0 } found ? found : null, "inspection and test"),
        ("fault found", facts.FaultFound, "bench"),
        ("RMA issued at", facts.RmaIssuedAt, "RMA register"),
        ("RMA valid through", facts.ValidThrough, "RMA register"),
        ("sku", facts.Sku, "product"),
        ("replacement order", facts.Replacement?.PurchaseOrderId, "order system"),
        ("ordered sku", facts.Replacement?.Sku, "order system"),
        ("order references the RMA", facts.Replacement?.ReferencesRma, "order system"),
        ("order placed at", facts.Replacement?.PlacedAt, "order system"),
        ("order line", facts.Replacement?.OrderLine, "order system"),
        ("ordered quantity", facts.Replacement?.Quantity, "order system"),
        ("order used up", facts.Replacement?.UsedUp is true ? true : null, "order system"),
        ("phased out", facts.Replacement?.ReturnedItemIsPhasedOut, "product"),
        ("successor", facts.Replacement?.SuccessorSku, "product"),
        ("chosen fee percent", facts.ChosenFeePercent, "credit desk"));

    private static IEnumerable<Finding> OfRemedy(PolicyVersion version, CreditFacts facts) => facts.Remedy == Remedies.AdvanceReplacement
        ? ReplacementCreditRules.Findings(version, facts)
        : Purchase.Window(version, facts.InvoiceDate, ReturnDate(facts), "credit.window-closed", "credit.arrived-before-invoice");

    private static DateOnly? ReturnDate(CreditFacts facts) => facts.IsLicense ? facts.DecidedOn : facts.ArrivedOn;

    private static IEnumerable<Finding> OfAuthorization(PolicyVersion version, CreditFacts facts)
    {
        if (facts.Remedy is not (Remedies.CreditReturn or Remedies.StockRotation or Remedies.AdvanceReplacement))
            yield return Finding.No("credit.remedy-never-credits", [facts.Remedy == Remedies.OtcExchange ? Clauses.T9 : Clauses.C1],
                $"A return for '{facts.Remedy}' is never credited.", null);
        if (!facts.HasRmaNumber)
            yield return Finding.No("credit.no-rma-number", [Clauses.C1],
                "A credit needs an RMA number.", "A return under an RMA number.");
        if (facts is { IsLicense: true, LicenseActivatedAt: not null } && !FactChecks.IsActivatedLater(version, facts))
            yield return Finding.No("credit.licence-activated", [Clauses.C7], "The license code has been activated.", null);
    }

    private static IEnumerable<Finding> OfArrivalAndTax(CreditFacts facts)
    {
        if (ReturnDate(facts) is null)
            yield return Finding.Unknown("credit.facts-missing", [Clauses.C2], "arrival date");
        if (facts.Tax is null or < 0m)
            yield return Finding.Unknown("credit.facts-missing", [Clauses.C2], "tax");
    }

    // An item cannot be returned under a number that does not exist yet (P2, C1; rule 3): the date of the arrival or of the issue is wrong,
    // and a window counted from it is meaningless.
    private static IEnumerable<Finding> OfArrivalBeforeIssue(PolicyVersion version, CreditFacts facts)
    {
        if (facts.Edition != RuleEdition.First
            && facts is { IsLicense: false, ArrivedOn: { } arrived, RmaIssuedAt: { } issuedAt }
                && arrived < version.Calendar.LocalDate(issuedAt))
            yield return Finding.Refer("credit.arrived-before-issue", [Clauses.C1, Clauses.P2],
                $"The unit is said to have arrived on {arrived.Iso()}, " +
                    $"before its number was issued on {version.Calendar.LocalDate(issuedAt).Iso()}.",
                "An analyst's decision, once it is known when the unit arrived.");
    }

    // An earlier credit that leaves room for this one is referred, not topped up: a second return of one serial number is usually a
    // mistake, and a broken seal, by lowering the credit until it fits, must not earn more than an intact one.
    private static IEnumerable<Finding> OfLifetimeCap(CreditFacts facts, Settlement? settlement)
    {
        if (facts is not { CreditedBefore: > 0m and var before, NetPrice: >= 0m and var price })
            yield break;
        yield return before >= price || before + settlement?.NetCredit.Amount > price
            ? Finding.No("credit.over-price-paid", [Clauses.W13],
                $"{Shown(facts, before)} has been credited for this serial number before; more would exceed the price paid.", null)
            : Finding.Refer("credit.earlier-credit", [Clauses.W13],
                $"{Shown(facts, before)} has been credited for this serial number before; a person must say whether more is due.",
                "An analyst's decision.");
    }

    // One line is one sale: what was credited on it before it moved to this unit is not paid again. A person decides whether it is
    // recovered.
    private static IEnumerable<Finding> OfInvoiceLine(CreditFacts facts, Settlement? settlement)
    {
        if (facts is { CreditedOnLineElsewhere: > 0m and var elsewhere })
            yield return Finding.Refer("credit.line-credited-elsewhere", [Clauses.W13],
                $"{Shown(facts, elsewhere)} has been credited on this invoice line for another serial number, before the line was moved.",
                "The earlier credit recovered, or an analyst's decision.");
        if (facts.CreditedBefore == 0m && settlement is { Total.Amount: 0m })
            yield return Finding.No(CreditPolicy.NothingDue, [Clauses.W13, Clauses.C2],
                "Nothing was paid for this item, so nothing is due for it; it stays, and no credit note is written.", null);
    }

    private static string Shown(CreditFacts facts, decimal amount) =>
        facts.Currency is { } currency ? new Money(amount, currency).ToString() : amount.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<Finding> OfInspection(CreditFacts facts)
    {
        if (facts.Inspection is not { } inspection)
        {
            yield return Finding.Unknown("credit.not-inspected", [Clauses.C4], "inspection", "the result of the inspection");
            yield break;
        }
        if (inspection.SerialLabel != SerialLabel.Intact)
            yield return Finding.Refer("credit.serial-label", [Clauses.W4, Clauses.C2],
                $"The serial label is {inspection.SerialLabel.ToString().ToLowerInvariant()}: nothing proves that this unit was bought.",
                "Proof of which unit this is.");
        // In an advance replacement an opened enclosure is already an exclusion.
        var opened = inspection.EnclosureOpened && facts.Remedy != Remedies.AdvanceReplacement;
        if (opened || inspection is { CosmeticDamage: true } or { InternalDamage: true })
            yield return Finding.Refer("credit.damaged", [Clauses.C5, Clauses.C4, Clauses.C3],
                "The unit is damaged or its housing was opened: an analyst decides between additional fees and no credit.",
                "An analyst's decision, with reason and photos.");
    }
}

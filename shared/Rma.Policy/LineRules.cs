namespace Rma.Policy;

/// <summary>Findings against authorizing one item: those for every remedy, then those of the requested remedy.</summary>
internal static class LineRules
{
    public static IEnumerable<Finding> Findings(PolicyVersion version, IssuanceFacts facts, LineFacts line, DateOnly today)
    {
        if (!MayHear(facts, line))
            return [OfSale(facts, line)];
        Finding[] unfit = facts.Edition == RuleEdition.First ? [] : [.. FactChecks.Of(version, facts, line, today)];
        // Impossible facts allow neither an approval nor a denial.
        return unfit.Length > 0 ? [.. unfit, .. OfHistory(line)]
            : [.. OfHistory(line), .. OfProduct(facts.Remedy, line), .. OfRemedy(version, facts, line, today), .. OfBuyer(facts, line)];
    }

    public static ValueList<Fact> Known(IssuanceFacts facts, LineFacts line) => MayHear(facts, line)
        ? Facts.Known(
            ("item", line.Item, "request"),
            ("defect reported", line.DefectReported ? true : null, "request"),
            ("licence", line.IsLicense, "product"),
            ("sku", line.Sku, "product"),
            ("sold to this account", line.SoldToThisAccount, "invoice"),
            ("invoice date", line.InvoiceDate, "invoice"),
            ("net price", IsTheirs(line) ? line.NetPrice : null, "invoice"),
            ("currency", IsTheirs(line) ? line.Currency : null, "invoice"),
            ("ship date", line.ShippedOn, "shipment"),
            ("warranty months", line.WarrantyMonths, "product"),
            ("warranty end of the replaced unit", line.InheritedWarrantyEnd, "swap"),
            ("extended through", line.ExtendedThrough, "paid repair"),
            ("phased out", line.PhasedOut ? true : null, "product"),
            ("successor", line.SuccessorSku, "product"),
            ("validated at", line.ValidatedAt, "validation"),
            ("exchanged at", line.ExchangedAt, "distributor"),
            ("exchanged for", line.ExchangedForSku, "distributor"),
            ("activated at", line.ActivatedAt, "licence register"),
            ("contradictions", line.Contradictions, "shipment and invoice"),
            ("open RMA", line.OpenRmaNumber, "RMA register"),
            ("replaced by", line.ReplacedBy, "swap"),
            ("credited before", line.AlreadyCredited, "credit ledger"))
        : Facts.Known(("item", line.Item, "request"));

    /// <summary>The last day of the remedy and the start of its period; null while unknown, or not visible to the requester.</summary>
    public static (DateOnly Day, string Anchor)? Deadline(
        PolicyVersion version, IssuanceFacts facts, LineFacts line, DateOnly today)
    {
        if (!MayHear(facts, line))
            return null;
        return facts.Remedy switch
        {
            Remedies.OtcExchange when OtcRules.LastDay(version, line) is { } last => (last, OtcRules.Anchor(version, line)),
            Remedies.AdvanceReplacement when ReplacementRules.LastDay(version, line) is { } last =>
                (last, PolicyCalendar.Anchor("invoice date", line.InvoiceDate, version.Settings.AdvanceReplacementWindowDays)),
            _ when Remedies.IsRepair(facts.Remedy) && WarrantyPeriod.On(line, today) is { } coverage =>
                (coverage.EndsOn, WarrantyRules.Anchor(line)),
            _ when Remedies.IsCredit(facts.Remedy) && Purchase.WindowEnd(version, line.InvoiceDate) is { } last =>
                (last, PolicyCalendar.Anchor("invoice date", line.InvoiceDate, version.Settings.CreditWindowDays)),
            _ => null,
        };
    }

    private static IEnumerable<Finding> OfRemedy(PolicyVersion version, IssuanceFacts facts, LineFacts line, DateOnly today) =>
        facts.Remedy switch
    {
        Remedies.WarrantyRepair or Remedies.PaidRepair => WarrantyRules.Findings(facts.Remedy, line, today),
        Remedies.OtcExchange => OtcRules.Findings(version, facts.Edition, line, today),
        Remedies.AdvanceReplacement => ReplacementRules.Findings(version, line, today),
        _ =>
        [
            .. OfActivation(facts, line),
            .. Purchase.Gaps(version, line.InvoiceDate, line.NetPrice, line.Currency),
            .. Purchase.Window(version, line.InvoiceDate, today, "line.window-closed", "line.requested-before-invoice"),
        ],
    };

    /// <summary>
    /// Whether the requester may see the item's sale and history: the buyer may, and the sender of a repair of a unit whose buyer is not
    /// known. To others they are not shown, because a serial number is easily guessed. Without an account it is unknown who the buyer is.
    /// </summary>
    private static bool MayHear(IssuanceFacts facts, LineFacts line) => facts.Account is not null
        && (IsTheirs(line) || (Remedies.IsRepair(facts.Remedy) && (facts.Edition <= RuleEdition.Third || line.SoldToThisAccount is null)));

    private static bool IsTheirs(LineFacts line) => line.SoldToThisAccount is true;

    private static Finding OfSale(IssuanceFacts facts, LineFacts line) => facts.Account is not null && line.SoldToThisAccount is false
        ? Remedies.IsRepair(facts.Remedy) ? Finding.Refer("line.repair-for-another", [Clauses.P1],
            "This item was not sold to the requesting account; whether its buyer agrees to the repair is not known.",
            "The account that bought it asks for the repair, or the returns desk asks in that account's name.")
        : Finding.No("line.sold-to-another", [Clauses.C2],
            "This item was not sold to the requesting account.", "Only the account that bought it from EverFocus may return it.")
        : Finding.Unknown("line.facts-missing", [Clauses.C2], "sale to this account", "whether it was sold to this account");

    // A repair is for the buyer: while nobody knows who that is, a person looks at it.
    private static IEnumerable<Finding> OfBuyer(IssuanceFacts facts, LineFacts line)
    {
        if (facts.Edition > RuleEdition.Third && Remedies.IsRepair(facts.Remedy) && line.SoldToThisAccount is null)
            yield return Finding.Unknown("line.facts-missing", [Clauses.P1], "sale to this account", "whether it was sold to this account");
    }

    // Without the product, its accessories and warranty term are unknown (C2, W2, A-08).
    private static IEnumerable<Finding> OfProduct(string remedy, LineFacts line)
    {
        if (line.Sku is null)
            yield return Finding.Unknown("line.facts-missing", [Remedies.IsCredit(remedy) ? Clauses.C2 : Clauses.W2], "product");
    }

    private static IEnumerable<Finding> OfHistory(LineFacts line)
    {
        if (line.OpenRmaNumber is { } open)
            yield return Finding.No("line.remedy-open", [Clauses.P2],
                $"This item is already on {open}, which is still open; one remedy at a time.", $"Close or cancel {open} first.");
        if (line.AlreadyCredited)
            yield return Finding.No("line.already-credited", [Clauses.W13],
                "This item has been credited before; no more than its price is ever paid.", null);
        if (line.ReplacedBy is { } replacement)
            yield return Finding.No("line.replaced", [Clauses.W8, Clauses.W9],
                $"This unit was replaced by {replacement}; every further remedy is that one's.", $"Ask for {replacement}.");
    }

    private static IEnumerable<Finding> OfActivation(IssuanceFacts facts, LineFacts line)
    {
        if (line is { IsLicense: true, ActivatedAt: { } activated }
            && (facts.Edition == RuleEdition.First || activated <= facts.RequestedAt))
            yield return Finding.No("line.licence-activated", [Clauses.C7], "The license code has been activated.", null);
    }
}

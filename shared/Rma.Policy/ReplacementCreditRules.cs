namespace Rma.Policy;

/// <summary>Findings against the credit of an advance replacement (V1–V7, P4; rules 85–97).</summary>
internal static class ReplacementCreditRules
{
    private const string UsedUpCode = "credit.replacement-used-up";

    public static IEnumerable<Finding> Findings(PolicyVersion version, CreditFacts facts) =>
        [.. OfUnit(version, facts), .. OfWindowAndItem(version, facts), .. OfOrder(version, facts), .. OfReceipt(facts)];

    /// <summary>Last local day on which the number may have been issued (V1, A-34).</summary>
    public static DateOnly WindowEnd(PolicyVersion version, DateOnly invoiceDate) =>
        PolicyCalendar.LastDay(invoiceDate, version.Settings.AdvanceReplacementWindowDays);

    private static IEnumerable<Finding> OfUnit(PolicyVersion version, CreditFacts facts)
    {
        if (facts.FaultFound is null)
            yield return Finding.Unknown("credit.not-tested", [Clauses.V1], "test result");
        else if (facts.FaultFound is false)
            yield return Finding.No("credit.no-fault-found", [Clauses.V1],
                "No fault was found: advance replacements are for defective products, and the unit goes back.",
                "A fault found at another test.");

        // A label that proves nothing is referred to a person who can prove the purchase (E06); every other exclusion bars the credit
        // (A-14).
        string[] found = [.. facts.Inspection is { EnclosureOpened: true } ? [Exclusions.Opened] : Array.Empty<string>(),
            .. (facts.Exclusions ?? []).Where(code => !Exclusions.IsOfLabel(code))];
        if (found.Length > 0 && version.Settings.ExclusionsReach.Contains(Remedies.AdvanceReplacement))
            yield return Finding.No("credit.excluded",
                [.. found.SelectMany(code => Exclusions.ClausesOf(code)).Append(Clauses.V1).Distinct()],
                $"The unit is excluded from its warranty: {string.Join(", ", found.Distinct())}. " +
                    "That is no defect an advance replacement is for.", null);
    }

    private static IEnumerable<Finding> OfWindowAndItem(PolicyVersion version, CreditFacts facts)
    {
        Finding[] found = [.. new[] { Late(version, facts), OtherItem(facts) }.OfType<Finding>()];
        // Literally, V7 bars only what is both late and different; by default the conditions of V1 and V2 apply independently (A-35).
        if (!version.Settings.AdvanceReplacementFailsOnBothOnly)
            return found;
        Finding[] open = [.. found.Where(finding => finding.Outcome == Outcome.Refer)];
        return open.Length > 0 || found.Length < 2 ? open : found;
    }

    private static Finding? Late(PolicyVersion version, CreditFacts facts)
    {
        if (facts.RmaIssuedAt is not { } issuedAt)
            return Finding.Unknown("credit.facts-missing", [Clauses.V1], "issue date of the RMA number");
        if (facts.InvoiceDate is not { } invoiced)
            return null; // reported with the missing facts of the purchase
        var (issuedOn, end, days) = (version.Calendar.LocalDate(issuedAt), WindowEnd(version, invoiced),
            version.Settings.AdvanceReplacementWindowDays);
        return issuedOn <= end ? null : Finding.No("credit.replacement-late", [Clauses.V1, Clauses.V7],
            $"The number was issued on {issuedOn.Iso()}; the {days} days from the purchase ended on {end.Iso()}. " +
                "The unit is repaired and sent back.",
            $"Only an invoice date of {issuedOn.AddDays(-days).Iso()} or later would change this.");
    }

    private static Finding? OtherItem(CreditFacts facts) => facts switch
    {
        { Replacement: null } => null, // a missing order is another finding
        { Sku: null } => Finding.Unknown("credit.facts-missing", [Clauses.V2], "product of the returned unit"),
        { Replacement.Sku: { } ordered } when ordered == facts.Sku => null,
        { Replacement: { Sku: not null, ReturnedItemIsPhasedOut: true, SuccessorSku: null } } =>
            Finding.Unknown("credit.facts-missing", [Clauses.V3], "designated successor"),
        { Replacement: { Sku: { } ordered, ReturnedItemIsPhasedOut: true, SuccessorSku: { } successor } } when ordered == successor => null,
        _ => Finding.No("credit.replacement-item", [Clauses.V2, Clauses.V3, Clauses.V7],
            $"The order is for {facts.Replacement!.Sku ?? "another item"}, the returned unit is {facts.Sku}: it is repaired and sent back.",
            "An order of exactly this item, or of its designated successor once it is phased out."),
    };

    private static IEnumerable<Finding> OfOrder(PolicyVersion version, CreditFacts facts)
    {
        if (facts.Replacement is not { } order)
        {
            if (facts.ValidThrough is { } lastDay && facts.DecidedOn > lastDay)
                yield return OrderedLate($"No order was placed by {lastDay.Iso()}, while the number was valid.");
            else
                yield return Finding.Unknown("credit.replacement-not-ordered", [Clauses.V5, Clauses.V6], "order of the replacement");
            yield break;
        }
        if (!order.ReferencesRma)
            yield return Finding.No("credit.replacement-unreferenced", [Clauses.V6],
                "The order does not reference the RMA number.", "An order that names the RMA number.");
        if (order.UsedUp is true)
            yield return UsedUp(facts, order);
        if (FactChecks.IsOrderedLater(version, facts))
            yield break; // reported with the impossible dates
        if (order.PlacedAt is not { } placed)
            yield return Finding.Unknown("credit.facts-missing", [Clauses.V5], "date of the order");
        else if (placed <= facts.RmaIssuedAt)
            yield return Finding.No("credit.replacement-order-early", [Clauses.V5],
                "The order was placed before the RMA number was issued.", "An order placed after the number was issued.");
        else if (facts.ValidThrough is null)
            yield return Finding.Unknown("credit.facts-missing", [Clauses.P4], "validity of the RMA number");
        else if (version.Calendar.LocalDate(placed) > facts.ValidThrough)
            yield return OrderedLate(
                $"The order was placed on {version.Calendar.LocalDate(placed).Iso()}, after the number had expired.");
    }

    // While the number is valid another or larger order may still arrive; afterwards none is in time.
    private static Finding UsedUp(CreditFacts facts, ReplacementOrderFacts order)
    {
        var reason = FormattableString.Invariant($"The order {order.PurchaseOrderId} is for {order.Quantity} of {order.Sku}, ") +
            "and all of it stands for units that arrived before this one.";
        return facts.ValidThrough is { } lastDay && facts.DecidedOn > lastDay
            ? Finding.No(UsedUpCode, [Clauses.V6, Clauses.V5], reason, null)
            : Finding.Refer(UsedUpCode, [Clauses.V6, Clauses.V5], reason,
                "An order, or a larger one, that names the RMA number while it is valid.");
    }

    private static Finding OrderedLate(string reason) => Finding.No("credit.replacement-order-late", [Clauses.V5, Clauses.P4],
        reason, "An order placed while the number is valid.");

    private static IEnumerable<Finding> OfReceipt(CreditFacts facts)
    {
        if (facts.ValidThrough is { } lastDay && (facts.ArrivedOn ?? facts.DecidedOn) > lastDay)
            yield return Finding.No("credit.replacement-not-received", [Clauses.P4, Clauses.V1],
                $"The defective unit was not received by {lastDay.Iso()}, while the number was valid: the order is invoiced.", null);
    }
}

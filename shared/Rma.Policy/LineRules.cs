namespace Rma.Policy;

/// <summary>What speaks against authorising one item (C2, C7, W13; rules 100, 102, 107, 108, 112).</summary>
internal static class LineRules
{
    public static IEnumerable<Finding> Findings(PolicyVersion version, LineFacts line, DateOnly today, bool accountKnown) =>
        IsTheirs(line, accountKnown)
            ? [
                .. OfHistory(line),
                .. OfProduct(line),
                .. Purchase.Gaps(version, line.InvoiceDate, line.NetPrice, line.Currency),
                .. Purchase.Window(version, line.InvoiceDate, today, "line.window-closed", "line.requested-before-invoice"),
            ]
            : [OfSale(line, accountKnown)];

    public static ValueList<Fact> Known(LineFacts line, bool accountKnown) => IsTheirs(line, accountKnown)
        ? Facts.Known(
            ("item", line.Item, "request"),
            ("licence", line.IsLicense, "product"),
            ("sku", line.Sku, "product"),
            ("sold to this account", line.SoldToThisAccount, "invoice"),
            ("invoice date", line.InvoiceDate, "invoice"),
            ("net price", line.NetPrice, "invoice"),
            ("currency", line.Currency, "invoice"),
            ("activated at", line.ActivatedAt, "licence register"),
            ("open RMA", line.OpenRmaNumber, "RMA register"),
            ("credited before", line.AlreadyCredited, "credit ledger"))
        : Facts.Known(("item", line.Item, "request"));

    /// <summary>The last day on which the item may arrive; null while it is unknown, or none of the requester's business.</summary>
    public static DateOnly? WindowEnd(PolicyVersion version, LineFacts line, bool accountKnown) =>
        IsTheirs(line, accountKnown) ? Purchase.WindowEnd(version, line.InvoiceDate) : null;

    /// <summary>
    /// Whether the requester is who bought the item. To anybody else its sale and history stay untold: a serial number is easily guessed.
    /// Without an account nobody can say to whom it was not sold.
    /// </summary>
    private static bool IsTheirs(LineFacts line, bool accountKnown) => accountKnown && line.SoldToThisAccount is true;

    private static Finding OfSale(LineFacts line, bool accountKnown) => accountKnown && line.SoldToThisAccount is false
        ? Finding.No("line.sold-to-another", [Clauses.C2],
            "This item was not sold to the requesting account.", "Only the account that bought it from EverFocus may return it.")
        : Finding.Unknown("line.facts-missing", [Clauses.C2], "sale to this account");

    // Without its product there is no bill of accessories to hold the item against (C2, A-08).
    private static IEnumerable<Finding> OfProduct(LineFacts line)
    {
        if (line.Sku is null)
            yield return Finding.Unknown("line.facts-missing", [Clauses.C2], "product");
    }

    private static IEnumerable<Finding> OfHistory(LineFacts line)
    {
        if (line.OpenRmaNumber is { } open)
            yield return Finding.No("line.remedy-open", [Clauses.P2],
                $"This item is already on {open}, which is still open; one remedy at a time.", $"Close or cancel {open} first.");
        if (line.AlreadyCredited)
            yield return Finding.No("line.already-credited", [Clauses.W13],
                "This item has been credited before; no more than its price is ever paid.", null);
        if (line is { IsLicense: true, ActivatedAt: not null })
            yield return Finding.No("line.licence-activated", [Clauses.C7], "The licence code has been activated.", null);
    }
}

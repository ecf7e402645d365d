using System.Text.Json.Serialization;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.InvoiceLines;

// All events of an invoice line ledger. Stored names are pinned in CreditService: change one only with a mapping.

/// <summary>An event of an invoice line's ledger.</summary>
public abstract record InvoiceLineLedgerEvent
{
    private protected InvoiceLineLedgerEvent() { }
}

/// <summary>A credit was issued on the line (clause W13).</summary>
/// <param name="SerialNumber">The item the line belonged to at that time.</param>
/// <param name="Net">Price less fees, without tax.</param>
/// <param name="PricePaid">Net price of the line as known at that time, same currency.</param>
public sealed record LineCredited(Guid CreditId, Guid ReturnId, string SerialNumber, Money Net, decimal PricePaid, DateTimeOffset PostedAt)
    : InvoiceLineLedgerEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W13];
}

/// <summary>A credit on the line was recovered: it no longer counts.</summary>
public sealed record LineCreditRecovered(Guid CreditId, string Reason, string By, DateTimeOffset RecoveredAt) : InvoiceLineLedgerEvent;

/// <summary>The credits on one invoice line, whichever item it belonged to: never more than its price (W13).</summary>
public sealed record InvoiceLineLedger : IState<InvoiceLineLedger, InvoiceLineLedgerEvent>
{
    /// <summary>Credits that count.</summary>
    public ValueList<LineCredited> Credits { get; init; } = [];

    /// <inheritdoc />
    public static InvoiceLineLedger Initial { get; } = new();

    /// <summary>The stream's id; null where the line is not known.</summary>
    public static string? IdOf(PurchasePaid? purchase) =>
        purchase?.InvoiceLine is { } line ? FormattableString.Invariant($"{purchase.InvoiceId}/{line}") : null;

    /// <summary>The counting credits of the line for other items, without tax, in major units of the currency.</summary>
    /// <exception cref="RefusedException">It was credited in another currency, so the amounts cannot be added.</exception>
    public decimal CreditedElsewhere(string serialNumber, string currency) =>
        Sum(Credits.Where(credit => credit.SerialNumber != serialNumber), currency);

    /// <summary>All counting credits of the line.</summary>
    /// <inheritdoc cref="CreditedElsewhere" path="/exception" />
    public decimal Credited(string currency) => Sum(Credits, currency);

    /// <inheritdoc />
    public static InvoiceLineLedger Evolve(InvoiceLineLedger ledger, InvoiceLineLedgerEvent @event) => @event switch
    {
        LineCredited credit => ledger with { Credits = [.. ledger.Credits, credit] },
        LineCreditRecovered recovered =>
            ledger with { Credits = [.. ledger.Credits.Where(credit => credit.CreditId != recovered.CreditId)] },
        _ => ledger,
    };

    private static decimal Sum(IEnumerable<LineCredited> credits, string currency) => credits.Sum(credit => credit.Net.Currency == currency
        ? credit.Net.Amount
        : throw new RefusedException("credit.currency-changed",
            $"This invoice line was credited in {credit.Net.Currency} before and is now said to be in {currency}."));
}

/// <summary>
/// Posts a credit to the ledger of its invoice line, in the transaction that issues it. The ledger checks the cap itself (W13).
/// </summary>
public sealed record PostOnLine(LineCredited Posting)
{
    public static IEnumerable<InvoiceLineLedgerEvent> Decide(InvoiceLineLedger ledger, PostOnLine command)
    {
        var posting = command.Posting;
        if (ledger.Credits.Any(posted => posted.CreditId == posting.CreditId)) return [];
        return ledger.Credited(posting.Net.Currency) + posting.Net.Amount <= posting.PricePaid
            ? [posting]
            : throw new RefusedException("credit.over-price-paid",
                "With this credit, more would be credited on this invoice line than was paid on it.") { Clauses = [Clauses.W13] };
    }
}

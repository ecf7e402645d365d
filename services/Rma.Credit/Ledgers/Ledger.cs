using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Ledgers;

/// <summary>
/// What was credited and charged for one serial number or licence code over its life, by purchase, and whether the licence was activated.
/// Every item has a ledger from the first thing heard of it, in any order, so this is one state with what is known so far.
/// </summary>
public sealed record Ledger : IState<Ledger, LedgerEvent>
{
    public ValueList<CreditPosted> Postings { get; init; } = [];

    /// <summary>What was charged; it never makes room for more credit.</summary>
    public ValueList<ChargePosted> Charges { get; init; } = [];

    /// <summary>Everything stated of the code's activation.</summary>
    public ValueList<LicenseActivationRecorded> Activations { get; init; } = [];

    /// <summary>The highest revision stated of the activation; 0 before any.</summary>
    public int ActivationRevision => Activations.Select(stated => stated.Revision).DefaultIfEmpty().Max();

    /// <summary>
    /// The activation that counts: of the highest revision the earliest; null while the code is unused, or when it was taken back.
    /// </summary>
    public LicenseActivationRecorded? Activation => Activations
        .Where(stated => stated.Revision == ActivationRevision)
            .MinBy(stated => (stated.Withdrawn, stated.ActivatedAt)) is { Withdrawn: false } first ? first : null;

    /// <inheritdoc />
    public static Ledger Initial { get; } = new();

    /// <inheritdoc />
    public static Ledger Evolve(Ledger ledger, LedgerEvent @event) => @event switch
    {
        CreditPosted posted => ledger with { Postings = [.. ledger.Postings, posted] },
        ChargePosted posted => ledger with { Charges = [.. ledger.Charges, posted] },
        LicenseActivationRecorded activation => ledger with { Activations = [.. ledger.Activations, activation] },
        _ => ledger,
    };

    /// <summary>
    /// What was credited before against this purchase, without tax. The purchase is the invoice: an item that was sold again on a
    /// new invoice was paid for again.
    /// </summary>
    /// <exception cref="RefusedException">It was credited in another currency: two amounts that cannot be added up.</exception>
    public decimal CreditedOn(string invoiceId, string currency) => Postings
        .Where(posting => posting.InvoiceId == invoiceId)
        .Sum(posting => posting.Net.Currency == currency
            ? posting.Net.Amount
            : throw new RefusedException("credit.currency-changed",
                $"Invoice {invoiceId} was credited in {posting.Net.Currency} before and is now said to be in {currency}."));
}

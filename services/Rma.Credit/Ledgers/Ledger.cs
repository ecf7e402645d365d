using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Ledgers;

/// <summary>
/// Credits and charges of one serial number or license code over its life, by purchase, and the license's activation. Facts can arrive in
/// any order, so this is one state with what is known so far.
/// </summary>
public sealed record Ledger : IState<Ledger, LedgerEvent>
{
    public ValueList<CreditPosted> Postings { get; init; } = [];

    /// <summary>The charges; they never increase the possible credit.</summary>
    public ValueList<ChargePosted> Charges { get; init; } = [];

    /// <summary>All statements about the code's activation.</summary>
    public ValueList<LicenseActivationRecorded> Activations { get; init; } = [];

    /// <summary>The highest revision stated of the activation; 0 before any.</summary>
    public int ActivationRevision => Activations.Select(stated => stated.Revision).DefaultIfEmpty().Max();

    /// <summary>
    /// The activation that counts: the earliest of the highest revision; null while the code is unused, or when it was withdrawn.
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
    /// Earlier credits on this purchase, without tax. The purchase is the invoice: an item that was sold again on a new invoice was
    /// paid for again.
    /// </summary>
    /// <exception cref="RefusedException">It was credited in another currency, so the amounts cannot be added.</exception>
    public decimal CreditedOn(string invoiceId, string currency) => Postings
        .Where(posting => posting.InvoiceId == invoiceId)
        .Sum(posting => posting.Net.Currency == currency
            ? posting.Net.Amount
            : throw new RefusedException("credit.currency-changed",
                $"Invoice {invoiceId} was credited in {posting.Net.Currency} before and is now said to be in {currency}."));
}

using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.InvoiceLines;

/// <summary>
/// A line of an invoice: one sale of one item. It belongs to one serial number at a time, whichever earlier statements named and in
/// whatever order they arrived; the price paid moves with it.
/// </summary>
public abstract record InvoiceLine : IState<InvoiceLine, InvoiceLineEvent>
{
    private protected InvoiceLine() { }

    /// <summary>Nothing stated yet.</summary>
    public sealed record Unknown : InvoiceLine;

    /// <summary>All statements so far, in the order of arrival.</summary>
    public sealed record Known(ValueList<InvoiceLineStated> Statements) : InvoiceLine
    {
        /// <summary>The statement of the highest revision.</summary>
        public InvoiceLineStated Latest => Statements.MaxBy(stated => stated.Revision)!;
    }

    /// <inheritdoc />
    public static InvoiceLine Initial { get; } = new Unknown();

    /// <summary>The current sale; null while nothing is known, or when the line is withdrawn.</summary>
    public InvoiceLineStated? Standing => this is Known { Latest: { Withdrawn: false } latest } ? latest : null;

    /// <summary>The stream's id.</summary>
    public static string IdOf(string invoiceId, int line) =>
        $"{invoiceId}/{line.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <inheritdoc />
    public static InvoiceLine Evolve(InvoiceLine line, InvoiceLineEvent @event) => (line, @event) switch
    {
        (Known known, InvoiceLineStated stated) => new Known([.. known.Statements, stated]),
        (_, InvoiceLineStated stated) => new Known([stated]),
        _ => line,
    };
}

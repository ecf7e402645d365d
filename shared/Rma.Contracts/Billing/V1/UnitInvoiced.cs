namespace Rma.Contracts.Billing.V1;

/// <summary>
/// Published by the order system: a unit or license was invoiced. Credits are limited to the price paid (clauses C2, W13). A line belongs
/// to one serial number or code at a time: a higher revision that names another one moves it there, with the price paid.
/// </summary>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. Repeats of a revision have the
/// same content.</param>
/// <param name="SerialNumber">The serial number, or the code of a license; null for a product that has none, with
/// <paramref name="Quantity"/>.</param>
/// <param name="InvoiceDate">The invoice date, which is the purchase date.</param>
/// <param name="NetPrice">Price paid for this one unit after discount, without tax and freight.</param>
/// <param name="Discount">The deducted discount, for information.</param>
/// <param name="Tax">Tax invoiced for this unit.</param>
/// <param name="Freight">Freight invoiced for this unit; never credited (clause C6).</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Quantity">Of a product without serial numbers: how many, 1 to 500; all amounts are for one of them.</param>
/// <param name="Withdrawn">True: the line was withdrawn. A higher revision without it restores it.</param>
/// <param name="InvoiceId">The order system's number of the invoice; with the line the key of the fact.</param>
/// <param name="Line">The line of the invoice, from 1.</param>
/// <param name="Sku">The product system's number of the product.</param>
/// <param name="AccountId">The buyer.</param>
public sealed record UnitInvoiced(
    string InvoiceId, int Line, int Revision, string? SerialNumber, string Sku, string AccountId, DateOnly InvoiceDate,
    decimal NetPrice, decimal Discount, decimal Tax, decimal Freight, string Currency,
    bool? Withdrawn = null, int? Quantity = null);

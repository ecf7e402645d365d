namespace Rma.Policy.Tests;

internal static partial class Examples
{
    public static DateOnly ShipDay => new(2025, 6, 10);

    /// <summary>
    /// A defective unit with a two-year warranty, shipped on <see cref="ShipDay"/>, invoiced on <see cref="InvoiceDay"/>.
    /// </summary>
    public static LineFacts Defective => Camera with { DefectReported = true, ShippedOn = ShipDay, WarrantyMonths = 24 };

    /// <summary>The same unit, exchanged over the counter a day before the request, an hour after its validation.</summary>
    public static LineFacts Exchanged => Defective with
    {
        ValidatedAt = NoonOf(InvoiceDay.AddDays(9)), ExchangedAt = NoonOf(InvoiceDay.AddDays(9)).AddHours(1), ExchangedForSku = "EZN1240",
        AccountAtExchange = Distributor,
    };

    public static IssuanceFacts Asks(string remedy, LineFacts line) => new(NoonOf(InvoiceDay.AddDays(10)), remedy, Distributor, [line]);

    public static IssuanceFacts Asks(string remedy, LineFacts line, DateOnly on) => Asks(remedy, line) with { RequestedAt = NoonOf(on) };

    public static LineOutlook Outlook(IssuanceFacts facts) => IssuancePolicy.Decide(Us, facts).Lines[0];

    public static (Outcome, string?) Verdict(IssuanceFacts facts) => (Outlook(facts).Decision.Outcome, Outlook(facts).Code);
}

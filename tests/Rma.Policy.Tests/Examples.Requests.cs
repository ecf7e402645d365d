namespace Rma.Policy.Tests;

internal static partial class Examples
{
    public static readonly AccountFacts Distributor = new("distributor", true);

    public static readonly LineFacts Camera = new()
    {
        Item = "S1", Sku = "EZN1240", SoldToThisAccount = true, InvoiceDate = InvoiceDay, NetPrice = 180.00m, Currency = "USD",
    };

    public static readonly LineFacts License = Camera with { Item = "LIC-1", IsLicense = true, NetPrice = 50.00m };

    public static readonly LineFacts Credited = Camera with { Item = "S2", AlreadyCredited = true };

    public static readonly LineFacts Activated = License with { ActivatedAt = Local(2026, 1, 6) };

    public static IssuanceFacts Request(params LineFacts[] lines) =>
        new(NoonOf(InvoiceDay.AddDays(10)), Remedies.CreditReturn, Distributor, [.. lines]);
}

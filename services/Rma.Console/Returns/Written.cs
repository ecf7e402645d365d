using System.Globalization;

namespace Rma.Console.Returns;

/// <summary>Amounts and days as sentences have them.</summary>
internal static class Written
{
    /// <summary>With the decimals that the amount has: <c>120.00 USD</c>.</summary>
    public static string Money(decimal amount, string? currency) => $"{amount.ToString(CultureInfo.InvariantCulture)} {currency}";

    /// <summary>With the day of the week: <c>Tue 24 Nov 2026</c>.</summary>
    public static string Weekday(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>24 Nov 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}

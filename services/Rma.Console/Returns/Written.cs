using System.Globalization;

namespace Rma.Console.Returns;

/// <summary>Amounts and days as sentences have them.</summary>
internal static class Written
{
    /// <summary>With the decimals that the amount has: <c>120.00 USD</c>.</summary>
    public static string Money(decimal amount, string? currency) => $"{amount.ToString(CultureInfo.InvariantCulture)} {currency}";

    /// <summary>With the day of the week: <c>Tue 24 Nov 2026</c>.</summary>
    public static string Weekday(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>As a field of a form has it: <c>120.00</c>.</summary>
    public static string Plain(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a field of a form has it: <c>2026-11-24</c>.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>10.4</c>.</summary>
    public static string Megabytes(long bytes) => (bytes / 1048576m).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary><c>24 Nov 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}

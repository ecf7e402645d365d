using System.Globalization;
using Dapper;
using Rma.EventSourcing;

namespace Rma.Credit.Books;

/// <summary>Which notes are wanted: every condition that is given has to hold. Days are policy-local, <c>2026-03-02</c>.</summary>
/// <param name="BusinessDate">One day; or the range from <paramref name="From"/> through <paramref name="Through"/>.</param>
/// <param name="After">Id of the last note of the page before.</param>
/// <param name="Limit">1 to 1000; 1000 when nothing is said.</param>
public sealed record BookFilter(
    string? BusinessDate, string? From, string? Through, string? Account, string? Currency, string? Rma, string? Serial, Guid? After,
    int? Limit);

/// <summary>Days from the first through the last.</summary>
internal sealed record DayRange(DateOnly From, DateOnly Through)
{
    /// <summary>The longest range: a year.</summary>
    public const int MostDays = 366;

    /// <exception cref="InvalidInputException">Not a day, no days at all, or too many.</exception>
    public static DayRange Read(string? from, string? through, string? only = null)
    {
        if (only is not null && (from ?? through) is not null)
            throw new InvalidInputException("request.range-malformed", "Give one business date, or 'from' and 'through'; not both.");
        var days = only is not null ? new DayRange(BusinessDates.Read(only), BusinessDates.Read(only))
            : new(BusinessDates.Read(from), BusinessDates.Read(through));
        return days.Through < days.From || days.Through.DayNumber - days.From.DayNumber >= MostDays
            ? throw new InvalidInputException(
                "request.range-malformed", $"The days go from the first through the last, {MostDays} at most.")
            : days;
    }
}

/// <summary>The format of a business date in a request: 2026-03-02.</summary>
internal static class BusinessDates
{
    public static DateOnly Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidInputException("request.date-malformed", "Give the business date as yyyy-MM-dd.");
}

/// <summary>The conditions of a filter as SQL.</summary>
internal static class BookConditions
{
    public static (string Sql, DynamicParameters Values) Of(BookFilter filter)
    {
        var days = DayRange.Read(filter.From, filter.Through, filter.BusinessDate);
        var values = new DynamicParameters(new
        {
            from = days.From, through = days.Through, account = filter.Account, currency = filter.Currency, rma = filter.Rma,
            serial = filter.Serial,
        });
        return ("business_date between @from and @through"
            + (filter.Account is null ? "" : " and account_id = @account")
            + (filter.Currency is null ? "" : " and currency = @currency")
            + (filter.Rma is null ? "" : " and document->>'rmaNumber' = @rma")
            + (filter.Serial is null ? "" : " and serial_number = @serial"), values);
    }
}

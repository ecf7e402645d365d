using Rma.Credit.Reconciliation;
using Rma.Policy;

namespace Rma.Credit.Tests.Reconciliation;

/// <summary>When a business date is completed, including days with 23 or 25 hours.</summary>
public sealed class ClosedDatesTests
{
    private static readonly PolicyCalendar Calendar = PolicyBook.Load().InForceAt(new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)).Calendar;

    public static TheoryData<DateOnly> Dates =>
    [
        new(2026, 1, 5), // an ordinary one
        new(2026, 3, 7), new(2026, 3, 8), new(2026, 3, 9), // the clocks go forward on the second Sunday of March
        new(2026, 10, 31), new(2026, 11, 1), new(2026, 11, 2), // and back on the first of November
        new(2026, 12, 31), new(2028, 2, 29),
    ];

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_date_is_told_once_it_is_over_and_not_a_moment_before(DateOnly date)
    {
        var due = Calendar.EndOfDay(date) + ClosedDates.Grace;
        Assert.Null(ClosedDates.Next(Calendar, date.AddDays(-1), date, due.AddTicks(-1)));
        Assert.Equal(date, ClosedDates.Next(Calendar, date.AddDays(-1), date, due));
        Assert.Equal(date, ClosedDates.Next(Calendar, null, date, due));
        Assert.Null(ClosedDates.Next(Calendar, date, date, due));
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void Whatever_was_decided_up_to_its_last_moment_is_of_the_date(DateOnly date)
    {
        Assert.Equal(date, Calendar.LocalDate(Calendar.EndOfDay(date).AddTicks(-1)));
        Assert.Equal(date.AddDays(1), Calendar.LocalDate(Calendar.EndOfDay(date)));
    }

    [Theory]
    [InlineData("2026-03-08", 23)]
    [InlineData("2026-11-01", 25)]
    [InlineData("2026-11-02", 24)]
    public void The_day_of_a_change_of_clocks_has_an_hour_less_or_more(string date, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Calendar.EndOfDay(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture))
            - Calendar.EndOfDay(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture).AddDays(-1)));

    [Fact]
    public void What_was_missed_is_told_date_by_date_and_before_the_first_note_there_is_nothing()
    {
        var now = Calendar.EndOfDay(new(2026, 5, 6)) + ClosedDates.Grace;
        var told = new List<DateOnly>();
        DateOnly? last = new DateOnly(2026, 5, 2);
        while (ClosedDates.Next(Calendar, last, new(2026, 4, 1), now) is { } next) told.Add((last = next).Value);
        Assert.Equal([new(2026, 5, 3), new(2026, 5, 4), new(2026, 5, 5), new DateOnly(2026, 5, 6)], told);
        Assert.Null(ClosedDates.Next(Calendar, null, null, now));
    }
}

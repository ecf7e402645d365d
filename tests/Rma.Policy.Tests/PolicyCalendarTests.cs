using FsCheck.Fluent;
using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class PolicyCalendarTests
{
    [Fact]
    [Trait("Rule", "P4/A-02")]
    public void The_date_of_an_instant_is_the_local_one()
    {
        Assert.Equal(Day("2026-01-04"), Us.Calendar.LocalDate(new DateTimeOffset(2026, 1, 5, 7, 59, 59, TimeSpan.Zero)));
        Assert.Equal(Day("2026-01-05"), Us.Calendar.LocalDate(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)));
        Assert.Equal(Day("2026-01-04"), Us.Calendar.LocalDate(new DateTimeOffset(2026, 1, 5, 15, 0, 0, TimeSpan.FromHours(8))));
    }

    [Theory]
    [Rule("P4/12", Shows.Accepted)]
    [InlineData("2025-01-31", 30, "2025-03-02")]
    [InlineData("2026-01-05", 90, "2026-04-05")]
    [InlineData("2028-02-28", 1, "2028-02-29")]
    [InlineData("2026-01-05", 0, "2026-01-05")]
    public void The_start_is_day_zero_and_day_n_is_the_last(string start, int days, string last) =>
        Assert.Equal(Day(last), PolicyCalendar.LastDay(Day(start), days));

    [Theory]
    [Trait("Rule", "P4/A-02")]
    [InlineData("2026-01-05", "2026-01-06T08:00:00Z")]
    [InlineData("2026-03-08", "2026-03-09T07:00:00Z")] // clocks sprang forward that morning
    [InlineData("2026-11-01", "2026-11-02T08:00:00Z")] // clocks fell back that morning
    public void A_day_ends_at_the_next_local_midnight(string date, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture), Us.Calendar.EndOfDay(Day(date)));

    [Theory]
    [Trait("Rule", "P4/A-02")]
    [InlineData("America/Havana")] // falls back from 01:00 to 00:00: midnight twice
    [InlineData("Africa/Cairo")] // springs forward at midnight: no midnight at all
    [InlineData("America/Sao_Paulo")] // fell back from 00:00 to 23:00 until 2019
    public void A_day_ends_once_wherever_clocks_change(string zone)
    {
        var calendar = Altered(document => document["timeZone"] = zone).Calendar;
        for (var day = new DateOnly(2010, 1, 1); day.Year < 2027; day = day.AddDays(1))
        {
            var end = calendar.EndOfDay(day);
            Assert.True(calendar.LocalDate(end) > day, $"{zone}: {day:o} ends at {end:o}, which is still {calendar.LocalDate(end):o}.");
            Assert.True(calendar.LocalDate(end.AddTicks(-1)) <= day, $"{zone}: {day:o} had ended before {end:o}.");
        }
    }

    [Fact]
    [Trait("Rule", "P4/A-01")]
    public void Shifting_a_start_shifts_its_last_day() =>
        Prop.ForAll(
            (from day in Gen.Choose(0, 20_000)
             from days in Gen.Choose(0, 400)
             from shift in Gen.Choose(-400, 400)
             select (day, days, shift)).ToArbitrary(),
            it =>
            {
                var start = new DateOnly(2000, 1, 1).AddDays(it.day);
                return PolicyCalendar.LastDay(start.AddDays(it.shift), it.days) == PolicyCalendar.LastDay(start, it.days).AddDays(it.shift);
            }).Holds();
}

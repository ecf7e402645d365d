using Dapper;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>Days in the time zone of the policy in force.</summary>
public sealed class PolicyDays(PolicyBook policies, TimeProvider clock)
{
    /// <summary>Today.</summary>
    public DateOnly Today => DayOf(clock.GetUtcNow());

    /// <summary>The time zone (IANA).</summary>
    public string ZoneId => Calendar.ZoneId;

    /// <summary>The day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => Calendar.LocalDate(instant);

    /// <summary>The first instant of a day, UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) => Calendar.EndOfDay(day.AddDays(-1));

    /// <summary>The first instant of a day that a filter may name; null when it names none.</summary>
    public DateTimeOffset? StartOf(DateOnly? day) => day is { } named ? StartOf(named) : null;

    /// <summary>The first instant after a day that a filter may name; null when it names none.</summary>
    public DateTimeOffset? EndOf(DateOnly? day) => day is { } named ? StartOf(named.AddDays(1)) : null;

    private PolicyCalendar Calendar => policies.InForceAt(clock.GetUtcNow()).Calendar;
}

/// <summary>The days of figures, policy-local, the first and the last included.</summary>
public sealed record FigureRange(DateOnly From, DateOnly Through)
{
    private const int LongestDays = 366;

    /// <summary>A range that was asked for: 30 days until today when nothing is said.</summary>
    /// <exception cref="InvalidInputException">It ends before it begins, or is longer than a year.</exception>
    public static FigureRange Of(DateOnly? from, DateOnly? through, PolicyDays days)
    {
        var end = through ?? days.Today;
        var begin = from ?? end.AddDays(-30);
        return begin <= end && end.DayNumber - begin.DayNumber < LongestDays ? new(begin, end)
            : throw new InvalidInputException(
                "figures.range-malformed", $"A range ends on its first day or later, and has at most {LongestDays} days.");
    }

    /// <summary>The first instant, <c>from</c>, and the first one after it, <c>until</c>.</summary>
    public DynamicParameters Values(PolicyDays days)
    {
        var values = new DynamicParameters();
        values.Add("from", days.StartOf(From));
        values.Add("until", days.StartOf(Through.AddDays(1)));
        return values;
    }

    /// <summary>The list that has the rows of a figure.</summary>
    public string List(string route, params IEnumerable<(string Name, string Value)> filters) => $"{route}?" + string.Join('&', filters
        .Prepend(("through", $"{Through:yyyy-MM-dd}")).Prepend(("from", $"{From:yyyy-MM-dd}"))
        .Select(filter => $"{filter.Item1}={Uri.EscapeDataString(filter.Item2)}"));
}

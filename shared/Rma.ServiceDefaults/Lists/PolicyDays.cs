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

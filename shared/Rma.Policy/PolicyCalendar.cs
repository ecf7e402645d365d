namespace Rma.Policy;

/// <summary>
/// Dates of a policy version. Instants are stored, dates are derived in the policy's own time zone; day counts run on
/// calendar days, without a shift for weekends and holidays.
/// </summary>
public sealed class PolicyCalendar
{
    private readonly TimeZoneInfo _zone;

    internal PolicyCalendar(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The IANA name of the time zone.</summary>
    public string ZoneId => _zone.Id;

    /// <summary>The local date of an instant.</summary>
#pragma warning disable RS0030 // The one place where a date is made of an instant.
    public DateOnly LocalDate(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, _zone).DateTime);
#pragma warning restore RS0030

    /// <summary>The last valid day of "within <paramref name="days"/> days": the start is day 0, day N is included .</summary>
    public static DateOnly LastDay(DateOnly start, int days) => start.AddDays(days);

    /// <summary>The start and length of a period in words: <c>invoice date 2026-03-02 + 90 days</c>.</summary>
    public static string Anchor(string what, DateOnly? start, int days) =>
        FormattableString.Invariant($"{what} {start.Iso()} + {days} days");

    /// <summary>The first instant after a local day, in UTC; correct even where clocks change at midnight.</summary>
    public DateTimeOffset EndOfDay(DateOnly date)
    {
        var midnight = date.AddDays(1).ToDateTime(TimeOnly.MinValue);
        // Where clocks are set forward over midnight the next day begins later; all zones use whole minutes.
        while (_zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(1);
        // A midnight that occurs twice: the day ends with the first one, which has the larger offset.
        var offset = _zone.IsAmbiguousTime(midnight) ? _zone.GetAmbiguousTimeOffsets(midnight).Max() : _zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}

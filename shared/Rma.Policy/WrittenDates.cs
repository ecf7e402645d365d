using System.Globalization;

namespace Rma.Policy;

/// <summary>
/// Dates in texts: ISO 8601 in every culture. An interpolated <c>{day:yyyy-MM-dd}</c> uses the calendar of the process, which may be
/// another one.
/// </summary>
public static class WrittenDates
{
    /// <summary><c>2026-03-02</c>.</summary>
    public static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>2026-03-02</c>; empty when there is none.</summary>
    public static string Iso(this DateOnly? day) => day is { } known ? known.Iso() : "";

    /// <summary><c>2026-03-02 18:05 UTC</c>.</summary>
    public static string UtcMinute(this DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

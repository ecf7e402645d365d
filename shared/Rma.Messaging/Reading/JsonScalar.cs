using System.Globalization;
using System.Text.Json;

namespace Rma.Messaging;

/// <summary>Single values, each in exactly one format: numbers as JSON numbers, dates and instants in ISO 8601, no guessing.</summary>
public static class JsonScalar
{
    /// <summary>The expected format of this type in words; null when the type is not a scalar.</summary>
    public static string? Wanted(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number from -2147483648 to 2147483647, as a JSON number",
        _ when type == typeof(long) => "a whole number of at most 64 bits, as a JSON number",
        _ when type == typeof(decimal) => "a JSON number of at most 28 digits",
        _ when type == typeof(Guid) => "an id such as 0195f000-0000-7000-8000-000000000001",
        _ when type == typeof(DateOnly) => "a date such as 2026-03-02",
        _ when type == typeof(DateTimeOffset) => "an instant with its offset, such as 2026-03-02T17:30:00Z",
        _ => null,
    };

    /// <summary>Whether the value has this type and the agreed format.</summary>
    public static bool Is(JsonElement value, Type type) => type switch
    {
        _ when type == typeof(string) => value.ValueKind == JsonValueKind.String,
        _ when type == typeof(bool) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ when type == typeof(int) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        _ when type == typeof(long) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ when type == typeof(decimal) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _) && IsExact(value.GetRawText()),
        _ when type == typeof(Guid) => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out _),
        _ when type == typeof(DateOnly) => value.ValueKind == JsonValueKind.String && IsDay(value.GetString()!),
        _ when type == typeof(DateTimeOffset) =>
            value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _) && HasOffset(value.GetString()!),
        _ => true,
    };

    /// <summary>An ISO 8601 date, nothing else.</summary>
    public static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Whether an instant has an offset; without one it would be read in the time zone of this machine.</summary>
    public static bool HasOffset(string text) =>
        text.EndsWith('Z') || text.IndexOf('T', StringComparison.Ordinal) is >= 0 and var time && text.LastIndexOfAny(['+', '-']) > time;

    /// <summary>An ISO 8601 instant with its offset.</summary>
    public static bool IsInstant(string text) => HasOffset(text) && text.Length >= 17 && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && text.All(one => char.IsAsciiDigit(one) || one is '-' or ':' or 'T' or '.' or 'Z' or '+');

    /// <summary>The first and the last supported year of a request: every period of the policy can be calculated from them.</summary>
    public static bool IsInRange(DateOnly day) => day.Year is >= 1900 and < 2200;

    /// <summary>Whether a value is out of the supported range: years, amounts of 10^12 and more.</summary>
    public static JsonFault? OutOfRange(JsonElement value, Type type, string path) => type switch
    {
        _ when type == typeof(DateOnly) && !IsInRange(DateOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture)) =>
            OutOfYears(value.GetString()!, path),
        _ when type == typeof(DateTimeOffset) && value.GetDateTimeOffset().UtcDateTime.Year is not (>= 1900 and < 2200) =>
            OutOfYears(value.GetString()!, path),
        _ when type == typeof(decimal) && Math.Abs(value.GetDecimal()) >= 1_000_000_000_000m =>
            new(path, StrictReading.Found(value), "a number below a million million", JsonFaultKind.NumberOutOfRange),
        _ => null,
    };

    /// <summary>The fault of a date out of range.</summary>
    public static JsonFault OutOfYears(string found, string path) =>
        new(path, $"\"{StrictReading.Safe(found)}\"", "a date of the years 1900 to 2199", JsonFaultKind.DateOutOfRange);

    // A decimal rounds silently what it cannot hold: it holds 28 significant digits and 28 decimal places.
    private static bool IsExact(string number)
    {
        var parts = number.ToLowerInvariant().TrimStart('-').Split('e');
        var exponent = 0;
        if (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var places = (point < 0 ? 0 : digits.Length - point) - exponent;
        var needed = digits.TrimEnd('0');
        return needed.TrimStart('0').Length <= 28 && (needed.Length == 0 || places - (digits.Length - needed.Length) <= 28);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>Filters of lists.</summary>
public static class Filters
{
    /// <summary>The value if it is one of the allowed values; null when none was given.</summary>
    /// <exception cref="InvalidInputException">Not an allowed value: an empty list would be misleading.</exception>
    public static string? OneOf(string? value, string name, params IEnumerable<string> values) =>
        value is null || values.Contains(value, StringComparer.Ordinal)
        ? value
        : throw new InvalidInputException(
            "request.unknown-value", $"There is no {name} '{StrictReading.Safe(value)}'; it is one of: {string.Join(", ", values)}.")
        {
            Members = new() { ["parameter"] = name, ["known"] = values.ToArray() },
        };

    /// <summary>How many rows of a list are wanted.</summary>
    /// <param name="otherwise">When the caller said nothing.</param>
    /// <exception cref="InvalidInputException">Not 1 to <paramref name="most"/>.</exception>
    public static int Limit(int? limit, int otherwise = 50, int most = 200) => limit switch
    {
        null => otherwise,
        { } given when given >= 1 && given <= most => given,
        _ => throw new InvalidInputException("request.limit-out-of-range", $"The limit is 1 to {most}."),
    };
}

/// <summary>A query parameter.</summary>
/// <param name="Parameter">The name of the method's parameter that takes it.</param>
internal sealed record RouteInput(string Name, Type Type, string Parameter)
{
    /// <summary>The fault of a value: every type has one format, whatever the culture of this machine.</summary>
    public JsonFault? Fault(string value)
    {
        if (IdentifyingText.Fault(value.Trim(' ')) is { } odd) return new(Name, $"a text with {odd}", "a text without it");
        if (value.Length > StrictReading.LongestText)
            return new(Name, $"a text of {value.Length} characters", $"a text of at most {StrictReading.LongestText}");
        if (!IsWritten(value)) return new(Name, Quoted(value), Wanted);
        return IsInYears(value) ? null : JsonScalar.OutOfYears(value, Name);
    }

    private bool IsInYears(string value) => Type switch
    {
        _ when Type == typeof(DateOnly) => JsonScalar.IsInRange(DateOnly.Parse(value, CultureInfo.InvariantCulture)),
        _ when Type == typeof(DateTimeOffset) =>
            DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).UtcDateTime.Year is >= 1900 and < 2200,
        _ => true,
    };

    private string Wanted => Type switch
    {
        _ when Type == typeof(int) || Type == typeof(long) => "a whole number",
        _ when Type == typeof(decimal) => "a number such as 12.5",
        _ when Type == typeof(bool) => "true or false",
        _ when Type == typeof(DateTimeOffset) => "an instant with its offset, such as 2026-03-02T17:30:00Z (a + is written %2B)",
        _ => JsonScalar.Wanted(Type) ?? "another value",
    };

    private bool IsWritten(string value) => Type switch
    {
        _ when Type == typeof(int) => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ when Type == typeof(long) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ when Type == typeof(decimal) =>
            decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        _ when Type == typeof(bool) => value is "true" or "false",
        _ when Type == typeof(Guid) => Guid.TryParseExact(value, "D", out _),
        _ when Type == typeof(DateOnly) => JsonScalar.IsDay(value),
        _ when Type == typeof(DateTimeOffset) => JsonScalar.IsInstant(value),
        _ => true,
    };

    private static string Quoted(string value) => value.Length == 0 ? "nothing" : $"\"{StrictReading.Safe(value)}\"";
}

/// <summary>The inputs of a route, from the parameters of its method.</summary>
internal static class RouteInputs
{
    private static readonly ConcurrentDictionary<RouteEndpoint, IReadOnlyList<RouteInput>> Known = new();

    /// <summary>The query parameters.</summary>
    public static IReadOnlyList<RouteInput> Of(RouteEndpoint route) => Known.GetOrAdd(route, Read);

    /// <summary>Whether the route reads its body as JSON.</summary>
    public static bool IsJson(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json", StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>The index of a path segment that consists of a key only; -1 when the key shares its segment with other text.</summary>
    public static int PlaceOf(RouteEndpoint route, string key)
    {
        for (var at = 0; at < route.RoutePattern.PathSegments.Count; at++)
        {
            if (route.RoutePattern.PathSegments[at].Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part]
                && part.Name == key) return at;
        }

        return -1;
    }

    private static RouteInput[] Read(RouteEndpoint route) => [.. route.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
        .Select(binding => binding.ParameterInfo)
        .Where(parameter => route.RoutePattern.GetParameter(parameter.Name!) is null && IsSingle(Plain(parameter.ParameterType))
            && parameter.GetCustomAttribute<FromHeaderAttribute>() is null)
        .Select(parameter => new RouteInput(
            parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!, Plain(parameter.ParameterType), parameter.Name!))];

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsSingle(Type type) => type.IsPrimitive || type.IsEnum || JsonScalar.Wanted(type) is not null;
}

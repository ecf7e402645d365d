using Dapper;
using Rma.EventSourcing;

namespace Rma.ServiceDefaults;

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

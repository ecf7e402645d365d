using Dapper;
using Rma.Console.Returns;
using Rma.EventSourcing;

namespace Rma.Console.Figures;

/// <summary>What figures are asked for.</summary>
/// <param name="From">First day, policy-local; 30 days ago when nothing is said.</param>
/// <param name="Through">Last day, policy-local; today when nothing is said, and a year after the first at most.</param>
/// <param name="By">One row for each: <c>remedy</c> (when nothing is said), <c>account</c>, <c>sku</c>, <c>reason</c>, <c>outcome</c>,
/// <c>site</c>, <c>day</c>, <c>week</c> or <c>month</c>.</param>
public sealed record FigureFilter(DateOnly? From, DateOnly? Through, string? By, string? Account, string? Remedy, string? Site);

/// <summary>The range of the figures.</summary>
internal sealed record FigureRange(DateOnly From, DateOnly Through)
{
    private const int LongestDays = 366;

    /// <exception cref="InvalidInputException">It ends before it begins, or is longer than a year.</exception>
    public static FigureRange Of(DateOnly? from, DateOnly? through, DateOnly today)
    {
        var end = through ?? today;
        var begin = from ?? end.AddDays(-30);
        return begin <= end && end.DayNumber - begin.DayNumber < LongestDays ? new(begin, end)
            : throw new InvalidInputException(
                "figures.range-malformed", $"A range ends on its first day or later, and has at most {LongestDays} days.");
    }

    /// <summary>The first instant, and the first one after it.</summary>
    public DynamicParameters Values(Ageing ageing)
    {
        var values = new DynamicParameters();
        values.Add("from", ageing.StartOf(From));
        values.Add("until", ageing.StartOf(Through.AddDays(1)));
        return values;
    }

    /// <summary>The list that has the rows of a figure.</summary>
    public string List(params IEnumerable<(string Name, string Value)> filters) => "/returns?" + string.Join('&', filters
        .Prepend(("through", $"{Through:yyyy-MM-dd}")).Prepend(("from", $"{From:yyyy-MM-dd}"))
        .Select(filter => $"{filter.Item1}={Uri.EscapeDataString(filter.Item2)}"));
}

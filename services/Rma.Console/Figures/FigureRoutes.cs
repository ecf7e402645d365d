using Microsoft.AspNetCore.Http.Timeouts;
using Rma.Console.Returns;
using Rma.ServiceDefaults;

namespace Rma.Console.Figures;

internal static class FigureRoutes
{
    private static readonly string[] Employees = [.. ReturnRoutes.Readers.Where(role => role != Roles.Partner)];

    public static void MapFigures(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/figures/returns", async (
            [AsParameters] FigureFilter filter, Caller caller, ReturnFigureReader reader, HttpRequest request, CancellationToken ct) =>
        {
            var figures = await reader.Read(filter, caller, ct);
            return CsvFile.IsWanted(request) ? CsvFile.Of("figures.csv", Columns, Cells(figures), ct) : Results.Ok(figures);
        }).Allow(ReturnRoutes.Readers)
            .WithName("figureReturns").WithSummary("Says how many returns there were, how they ended, and what they cost.")
            .Produces<IReadOnlyList<ReturnFigure>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "figures.range-malformed", "request.unknown-value")
            .WithMetadata(new RequestTimeoutAttribute(30_000));

        routes.MapGet("/figures/steps", async (
            DateOnly? from, DateOnly? through, EventFigureReader reader, PolicyDays days, HttpRequest request, CancellationToken ct) =>
            Answer("steps.csv", await reader.Steps(FigureRange.Of(from, through, days), ct), request, ct)).Allow(Employees)
            .WithName("figureSteps").WithSummary("Says how long returns were in each state that they left.")
            .Produces<IReadOnlyList<StepFigure>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "figures.range-malformed")
            .WithMetadata(new RequestTimeoutAttribute(30_000));

        routes.MapGet("/figures/refusals", async (
            DateOnly? from, DateOnly? through, EventFigureReader reader, PolicyDays days, HttpRequest request, CancellationToken ct) =>
            Answer("refusals.csv", await reader.Refusals(FigureRange.Of(from, through, days), ct), request, ct)).Allow(Employees)
            .WithName("figureRefusals").WithSummary("Says how many parcels and items were refused, by code.")
            .Produces<IReadOnlyList<RefusalFigure>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "figures.range-malformed")
            .WithMetadata(new RequestTimeoutAttribute(30_000));
    }

    private static IResult Answer<T>(string name, IReadOnlyList<T> figures, HttpRequest request, CancellationToken ct) =>
        CsvFile.IsWanted(request) ? CsvFile.OfRows(name, figures.ToAsyncEnumerable(), ct) : Results.Ok(figures);

    // All members but the list, which leads nowhere from a file.
    private static readonly string[] Columns = [.. typeof(ReturnFigure).GetProperties().SkipLast(1)
        .Select(member => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Name))];

    private static IAsyncEnumerable<object?[]> Cells(IEnumerable<ReturnFigure> figures) => figures.Select(one => new object?[]
    {
        one.Key, one.Returns, one.Open, one.Closed, one.Denied, one.NoFaultFound, one.MedianDays, one.NinetyPercentDays,
        Sums(one.Credited), Sums(one.Charged),
    }).ToAsyncEnumerable();

    private static string Sums(IEnumerable<Money> sums) => string.Join("; ", sums.Select(sum => $"{sum.Text} {sum.Currency}"));
}

namespace Rma.Console.Pages;

/// <summary>The papers of a number, as issuance prints them.</summary>
internal static class PaperRoutes
{
    private static readonly string[] Papers = ["label", "document"];

    public static void MapPapers(this IEndpointRouteBuilder routes, string home, string[] roles)
    {
        foreach (var paper in Papers)
        {
            routes.MapGet($"{home}/papers/{{reference}}/{paper}.pdf", async (
                string reference, HttpContext context, ServiceCalls services, CancellationToken ct) =>
                await services.GetFile(context, "issuance", $"/rmas/{Uri.EscapeDataString(reference)}/{paper}.pdf", ct) is { } file
                    ? Results.File(file, "application/pdf", $"{paper}.pdf")
                    : new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<FaultPage>(new
                    {
                        Status = (int?)404, Detail = "There is no such number, or it has no papers.", Code = "rma.not-found",
                    }) { StatusCode = StatusCodes.Status404NotFound })
                .PageFor(roles);
        }
    }
}

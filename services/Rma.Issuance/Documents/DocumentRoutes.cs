using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Documents;

internal static class DocumentRoutes
{
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        foreach (var (paper, pdf, html) in new (string, Func<RmaDocument, byte[]>, Func<RmaDocument, string>)[]
        {
            ("document", PdfPages.Document, HtmlPages.Document), ("label", PdfPages.Label, HtmlPages.Label),
        })
        {
            routes.MapGet($"/rmas/{{reference}}/{paper}.pdf",
                (string reference, Caller caller, Papers papers, CancellationToken ct) =>
                papers.Print(reference, caller, document =>
                    Results.File(pdf(document), "application/pdf", $"{document.Number}-{paper}.pdf"), ct)).Allow(Readers)
                .WithName($"print{Named(paper)}").WithSummary("Prints a paper of a number as PDF.")
                .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
                .Refuses(404, "rma.not-found");
            routes.MapGet($"/rmas/{{reference}}/{paper}.html",
                (string reference, Caller caller, Papers papers, CancellationToken ct) =>
                papers.Print(reference, caller, document =>
                    Results.Content(html(document), "text/html; charset=utf-8"), ct)).Allow(Readers)
                .WithName($"show{Named(paper)}").WithSummary("Shows a paper of a number as a page.")
                .Produces(StatusCodes.Status200OK, contentType: "text/html")
                .Refuses(404, "rma.not-found");
        }
    }

    private static string Named(string paper) => $"{char.ToUpperInvariant(paper[0])}{paper[1..]}";

    private static string[] Readers => [Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator];
}

/// <summary>Finds the data that a document is printed from.</summary>
internal sealed class Papers(RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas, PolicyBook policies)
{
    /// <summary>Prints a document of an issued number; 404 for another account's number or one that was never issued.</summary>
    public async Task<IResult> Print(
        string reference, Caller caller, Func<RmaDocument, IResult> print, CancellationToken cancellationToken) =>
        await register.Find(reference, caller, cancellationToken) is { } found
            && RmaDocument.Of(await rmas.Get(found.RmaId, cancellationToken), policies) is { } paper
            ? print(paper) : Problems.NotFound("rma");
}

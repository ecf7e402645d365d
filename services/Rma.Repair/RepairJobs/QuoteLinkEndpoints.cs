using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// The quote page and the requester's answer, for holders of the link. An approval contains the amount that the page showed.
/// </summary>
internal static class QuoteLinkEndpoints
{
    public static void MapQuoteLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quote-links/{token}", async (
            string token, HttpContext http, Streams<RepairJob, RepairJobEvent> repairJobs, PolicyBook policies, CancellationToken ct) =>
        {
            var link = QuoteLinkCheck.LinkOf(http);
            return Page(http, 200, QuotePage.Of(await repairJobs.Get(link.RepairJobId, ct), link, policies, token, said: null));
        }).AllowSignedLink<QuoteLinkCheck>()
            .WithName("showQuotePage").WithSummary("Shows the quote page to the holder of a link.")
            .Produces(StatusCodes.Status200OK, contentType: "text/html")
            .Produces(StatusCodes.Status404NotFound, contentType: "text/html");

        routes.MapPost("/quote-links/{token}/approval", (string token, HttpContext http, Answering answering, CancellationToken ct) =>
            answering.Answer(token, http, (form, link, now) => job => ApproveQuote.Decide(job, new(
                link.QuoteVersion, form.Amount("amount"), form.Words("currency"), Answering.Whom, now)), ct))
                    .AllowSignedLink<QuoteLinkCheck>()
            .WithName("approveLinkedQuote").WithSummary("Approves a quote by its link.")
            .Produces(StatusCodes.Status200OK, contentType: "text/html")
            .Produces(StatusCodes.Status404NotFound, contentType: "text/html")
            .Produces(StatusCodes.Status409Conflict, contentType: "text/html")
            .Reads(typeof(QuoteApprovalForm), "application/x-www-form-urlencoded")
            .Refuses(400, "form.amount-malformed", "form.malformed", "form.missing", "form.too-long")
            .Refuses(409, [.. RefusalCodes.Ended, "quote.evidence-missing", "quote.other-version", "quote.same-person",
                "repair.not-quoted", "repair.quote-declined", "repair.work-done"]);

        routes.MapPost("/quote-links/{token}/refusal", (string token, HttpContext http, Answering answering, CancellationToken ct) =>
            answering.Answer(token, http, (form, link, now) => job => DeclineQuote.Decide(job, new(
                link.QuoteVersion, form.Words("reason") ?? "No reason was given.", Answering.Whom, now)), ct))
                    .AllowSignedLink<QuoteLinkCheck>()
            .WithName("declineLinkedQuote").WithSummary("Declines a quote by its link.")
            .Produces(StatusCodes.Status200OK, contentType: "text/html")
            .Produces(StatusCodes.Status404NotFound, contentType: "text/html")
            .Produces(StatusCodes.Status409Conflict, contentType: "text/html")
            .Reads(typeof(QuoteRefusalForm), "application/x-www-form-urlencoded")
            .Refuses(400, "form.malformed", "form.missing", "form.too-long")
            .Refuses(409, [.. RefusalCodes.Ended, "quote.already-approved", "quote.other-version", "repair.not-quoted"]);
    }

    /// <summary>Response headers that keep the page out of caches and frames and send no referrer.</summary>
    internal static IResult Page(HttpContext http, int status, string html)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}

/// <summary>Handles the answer sent with a link, and shows the new state of the quote.</summary>
internal sealed class Answering(
    Streams<RepairJob, RepairJobEvent> repairJobs, PolicyBook policies, Provenance provenance, TimeProvider clock)
{
    public const string Whom = "quote link";

    public async Task<IResult> Answer(
        string token, HttpContext http, Func<AnswerForm, QuoteLink, DateTimeOffset, Func<RepairJob, IEnumerable<RepairJobEvent>>> decide,
        CancellationToken ct)
    {
        var link = QuoteLinkCheck.LinkOf(http);
        var form = await AnswerForm.Read(http.Request, ct);
        provenance.Actor = Whom;
        try
        {
            var job = await repairJobs.Append(link.RepairJobId, decide(form, link, clock.GetUtcNow()), ct);
            return QuoteLinkEndpoints.Page(http, 200, QuotePage.Of(job, link, policies, token, said: null));
        }
        catch (RefusedException refused)
        {
            return QuoteLinkEndpoints.Page(
                http, 409, QuotePage.Of(await repairJobs.Get(link.RepairJobId, ct), link, policies, token, refused.Message));
        }
    }
}

/// <summary>The fields of the form that approves.</summary>
/// <param name="Amount">The amount that the page showed, in major units.</param>
/// <param name="Currency">Its currency.</param>
public sealed record QuoteApprovalForm(decimal Amount, string? Currency = null);

/// <summary>The fields of the form that declines.</summary>
/// <param name="Reason">Why, at most 500 characters.</param>
public sealed record QuoteRefusalForm(string? Reason = null);

/// <summary>The form data of the page.</summary>
internal sealed record AnswerForm(IFormCollection Fields)
{
    public static async Task<AnswerForm> Read(HttpRequest request, CancellationToken ct) => request.HasFormContentType
        ? new(await request.ReadFormAsync(ct))
        : throw new InvalidInputException("form.missing", "Use the buttons of the page.");

    /// <exception cref="InvalidInputException">Not an amount.</exception>
    public decimal Amount(string name) => decimal.TryParse(
        Fields[name], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture,
        out var amount)
        ? amount
        : throw new InvalidInputException("form.amount-malformed", "Use the buttons of the page.");

    /// <exception cref="InvalidInputException">Too long, or with control characters.</exception>
    public string? Words(string name) => Fields[name].ToString().Trim() switch
    {
        "" => null,
        { Length: > 500 } => throw new InvalidInputException("form.too-long", "At most 500 characters."),
        var words when words.Any(letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t')) =>
            throw new InvalidInputException("form.malformed", "The text has control characters."),
        var words => words.ReplaceLineEndings(" "),
    };
}

/// <summary>Accepts valid links that have not expired; all others get the same answer.</summary>
internal sealed class QuoteLinkCheck(QuoteLinks links, TimeProvider clock) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetRouteValue("token") is not string token || links.Read(token, clock.GetUtcNow()) is not { } link)
            return QuoteLinkEndpoints.Page(http, 404, QuotePage.NoSuchLink);
        http.Items[typeof(QuoteLink)] = link;
        return await next(context);
    }

    public static QuoteLink LinkOf(HttpContext http) => (QuoteLink)http.Items[typeof(QuoteLink)]!;
}

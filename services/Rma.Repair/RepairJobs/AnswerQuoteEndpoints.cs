using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <param name="Currency">Optional; default: the quote's.</param>
/// <param name="Evidence">From the returns desk: where the requester's word is found, 10 to 500 characters.</param>
public sealed record ApproveQuoteRequest(int QuoteVersion, decimal Amount, string? Currency = null, string? Evidence = null);

public sealed record DeclineQuoteRequest(int QuoteVersion, string Reason);

/// <summary>
/// The requester answers directly (a partner, for their own returns) or through the desk. The link is another way: see the quote page.
/// </summary>
internal static class AnswerQuoteEndpoints
{
    public static void MapAnswerQuote(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/repair-jobs/{id:guid}/quote-approval", (
            Guid id, ApproveQuoteRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            if (request.Evidence is { Length: > 500 })
                throw new InvalidInputException("quote.evidence-too-long", "At most 500 characters of evidence.");
            var command = new ApproveQuote(request.QuoteVersion, request.Amount, request.Currency, change.By, change.Now,
                !change.Caller.Is(Roles.Partner), request.Evidence?.Trim());
            return Answer(id, change, command, ApproveQuote.Decide);
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("approveQuote").WithSummary("Approves a quote by its version and amount.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "quote.evidence-too-long")
            .Refuses(404, "repair-job.not-found")
            .Refuses(409, [.. RefusalCodes.Ended, "quote.evidence-missing", "quote.other-version", "quote.same-person",
                "repair.not-quoted", "repair.quote-declined", "repair.work-done"]);

        routes.MapPost("/repair-jobs/{id:guid}/quote-refusal", (
            Guid id, DeclineQuoteRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            if (request.Reason.Trim().Length < 3) throw new InvalidInputException("quote.reason-missing", "Say why it is declined.");
            var command = new DeclineQuote(request.QuoteVersion, request.Reason.Trim(), change.By, change.Now);
            return Answer(id, change, command, DeclineQuote.Decide);
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("declineQuote").WithSummary("Declines a quote.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "quote.reason-missing")
            .Refuses(404, "repair-job.not-found")
            .Refuses(409, [.. RefusalCodes.Ended, "quote.already-approved", "quote.other-version", "repair.not-quoted"]);
    }

    // A partner gets 404 for another account's returns: whether such a job exists is not revealed.
    private static async Task<IResult> Answer<TCommand>(
        Guid id, Change<RepairJob, RepairJobEvent> change, TCommand command, Func<RepairJob, TCommand, IEnumerable<RepairJobEvent>> decide)
    {
        if (change.Caller.Is(Roles.Partner) && (change.Caller.Account is not { } account
            || (await change.Streams.Get(id, change.CancellationToken)).Unit?.AccountId != account))
            return Problems.NotFound("repair-job");
        return await change.Append(id, command, decide);
    }
}

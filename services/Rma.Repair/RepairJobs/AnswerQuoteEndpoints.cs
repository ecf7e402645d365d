using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <param name="Currency">Optional; default: the quote's.</param>
public sealed record ApproveQuoteRequest(int QuoteVersion, decimal Amount, string? Currency = null);

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
            Answer(id, change, new ApproveQuote(request.QuoteVersion, request.Amount, request.Currency, change.By, change.Now),
                ApproveQuote.Decide)).Allow(Roles.Partner, Roles.ReturnsDesk);

        routes.MapPost("/repair-jobs/{id:guid}/quote-refusal", (
            Guid id, DeclineQuoteRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            if (request.Reason.Trim().Length < 3) throw new InvalidInputException("quote.reason-missing", "Say why it is declined.");
            var command = new DeclineQuote(request.QuoteVersion, request.Reason.Trim(), change.By, change.Now);
            return Answer(id, change, command, DeclineQuote.Decide);
        }).Allow(Roles.Partner, Roles.ReturnsDesk);
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

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
        routes.MapPost("/repair-jobs/{id:guid}/quote-approval", async (
            Guid id, ApproveQuoteRequest request, Caller caller, Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock,
            CancellationToken ct) =>
        {
            var command = new ApproveQuote(request.QuoteVersion, request.Amount, request.Currency, caller.Id, clock.GetUtcNow());
            return await Answer(id, caller, repairJobs, job => ApproveQuote.Decide(job, command), ct);
        }).Allow(Roles.Partner, Roles.ReturnsDesk);

        routes.MapPost("/repair-jobs/{id:guid}/quote-refusal", async (
            Guid id, DeclineQuoteRequest request, Caller caller, Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock,
            CancellationToken ct) =>
        {
            if (request.Reason.Trim().Length < 3) throw new InvalidInputException("quote.reason-missing", "Say why it is declined.");
            var command = new DeclineQuote(request.QuoteVersion, request.Reason.Trim(), caller.Id, clock.GetUtcNow());
            return await Answer(id, caller, repairJobs, job => DeclineQuote.Decide(job, command), ct);
        }).Allow(Roles.Partner, Roles.ReturnsDesk);
    }

    // A partner gets 404 for another account's returns: whether such a job exists is not revealed.
    private static async Task<IResult> Answer(
        Guid id, Caller caller, Streams<RepairJob, RepairJobEvent> repairJobs, Func<RepairJob, IEnumerable<RepairJobEvent>> decide,
        CancellationToken ct)
    {
        if (caller.Is(Roles.Partner)
            && (caller.Account is not { } account || (await repairJobs.Get(id, ct)).Unit?.AccountId != account))
            return Problems.NotFound("repair-job");
        await repairJobs.Append(id, decide, ct);
        return TypedResults.NoContent();
    }
}

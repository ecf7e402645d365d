using Npgsql;
using Rma.Credit.CreditCases;
using Rma.Credit.InvoiceLines;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditsInQuestion;

/// <summary>
/// An analyst records the result of reviewing a credit whose facts were corrected: it stands, or it was recovered outside this platform. A
/// credit is final; the review does not change it, and only a recovered one no longer counts on its invoice line.
/// </summary>
public sealed record ReviewCredit(string Outcome, string Reason, string Analyst, string Role, DateTimeOffset Now)
{
    /// <summary>It stands.</summary>
    public const string Stands = "stands";

    /// <summary>It was recovered.</summary>
    public const string Recovered = "recovered";

    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, ReviewCredit command) => state switch
    {
        CreditCase.Issued { Credit.Request.InspectedBy: { } inspector } when Persons.AreSame(inspector, command.Analyst) =>
            throw CreditCase.InspectedBySamePerson(),
        CreditCase.Issued { Review: { } known } when known.Outcome == command.Outcome && known.Reason == command.Reason => [],
        CreditCase.Issued { Review.Outcome: Recovered } =>
            throw new RefusedException("credit.already-recovered", "This credit was found to be recovered, and that is final."),
        CreditCase.Issued issued =>
            [new CreditReviewed(issued.Credit.CreditId, command.Outcome, command.Reason, command.Analyst, command.Role, command.Now)],
        _ => throw new RefusedException("credit.not-issued", "No credit was issued in this case, so there is none to review."),
    };
}

/// <param name="Outcome"><c>stands</c> or <c>recovered</c>.</param>
public sealed record ReviewCreditRequest([OneOf(ReviewCredit.Stands, ReviewCredit.Recovered)] string Outcome, string Reason);

/// <summary>Releases the invoice line of a credit that was recovered.</summary>
internal sealed class WhenCreditReviewed(Streams<InvoiceLineLedger, InvoiceLineLedgerEvent> lines) : IReaction<CreditCase, CreditCaseEvent>
{
    public async Task On(Appended<CreditCase, CreditCaseEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var step in appended.Steps)
        {
            if (step is not { Event: CreditReviewed review, State: CreditCase.Issued { Credit: var credit } }) continue;
            if (review.Outcome == ReviewCredit.Recovered && InvoiceLineLedger.IdOf(credit.Request.Purchase) is { } line)
                await lines.Append(line, ledger => ledger.Credits.Any(posted => posted.CreditId == review.CreditId)
                    ? [new LineCreditRecovered(review.CreditId, review.Reason, review.ReviewedBy, review.ReviewedAt)]
                        : [], cancellationToken);
        }
    }
}

internal static class ReviewCreditEndpoint
{
    public static void MapCreditsInQuestion(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credits-in-question", async (NpgsqlDataSource database, CancellationToken ct) =>
            Results.Ok(await CreditQuestions.All(database, ct)))
            .Allow(Roles.CreditAnalyst, Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName("listCreditsInQuestion").WithSummary("Lists credits whose facts were corrected afterwards.")
            .Produces<IReadOnlyList<CreditInQuestion>>();

        routes.MapPost("/credit-cases/{id:guid}/review", async (
            Guid id, ReviewCreditRequest request, Caller caller, CreditDesk desk, TimeProvider clock, CancellationToken ct) =>
        {
            if (request.Outcome is not (ReviewCredit.Stands or ReviewCredit.Recovered))
                throw new InvalidInputException("review.outcome-unknown", "The outcome is 'stands' or 'recovered'.");
            if (request.Reason.Trim().Length is < 3 or > 500)
                throw new InvalidInputException("review.reason-missing", "Say why, in 3 to 500 characters.");
            var command = new ReviewCredit(request.Outcome, request.Reason.Trim(), caller.Id, Roles.CreditAnalyst, clock.GetUtcNow());
            await desk.Settle(id, null, (state, _) => ReviewCredit.Decide(state, command), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.CreditAnalyst)
            .WithName("reviewCredit").WithSummary("Records what the review of a credit found.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "review.outcome-unknown", "review.reason-missing")
            .Refuses(409, "credit.already-recovered", "credit.currency-changed", "credit.inspected-by-same-person",
                "credit.not-issued", "credit.over-price-paid");
    }
}

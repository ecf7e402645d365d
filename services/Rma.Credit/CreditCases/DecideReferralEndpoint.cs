using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditCases;

/// <param name="Outcome"><c>credit</c> or <c>deny</c>.</param>
/// <param name="NetAmount">Price less all fees, without tax; with <c>credit</c> only.</param>
/// <param name="Photos">SHA-256 of photos, lower-case hex.</param>
public sealed record DecideReferralRequest(
    [OneOf("credit", "deny")] string Outcome, string Reason, decimal? NetAmount = null, string[]? Photos = null);

/// <summary>A grant that waits for a second analyst, who grants the same.</summary>
/// <param name="Limit">What one person may grant alone.</param>
public sealed record ProposalView(Money NetAmount, Money Limit, string ProposedBy);

internal static class DecideReferralEndpoint
{
    public static void MapDecideReferral(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/credit-cases/{id:guid}/decision", async (
            Guid id, DecideReferralRequest request, Caller caller, CreditDesk desk, PolicyBook policies, ApprovalLimits limits,
            TimeProvider clock, CancellationToken ct) =>
        {
            Check(request);
            var now = clock.GetUtcNow();
            var settled = await desk.Settle(id, null, (state, ledgers) => DecideReferral.Decide(state, new(
                request.NetAmount, request.Reason.Trim(), [.. request.Photos ?? []], caller.Id, Roles.CreditAnalyst, ledgers,
                policies.InForceAt(now), now) { Limits = limits }), ct);
            // More than one person may grant alone: it waits for a second one who grants the same.
            return settled is CreditCase.Referred { Proposal: { } proposal }
                ? Results.Accepted($"/credit-cases/{id}", new ProposalView(proposal.Net, proposal.Limit, proposal.ProposedBy))
                : TypedResults.NoContent();
        }).Allow(Roles.CreditAnalyst)
            .WithName("decideReferredCredit").WithSummary("Decides a referred credit.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProposalView>(StatusCodes.Status202Accepted)
            .Refuses(400, "decision.amount-missing", "decision.amount-unwanted", "decision.outcome-unknown",
                "decision.photo-malformed", "decision.reason-missing")
            .Refuses(409, [.. CreditRefusals.Denials, "credit.already-decided", "credit.amount-outside-bounds",
                "credit.currency-changed", "credit.held", "credit.inspected-by-same-person", "credit.not-asked"]);

    private static void Check(DecideReferralRequest request)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("decision.reason-missing", "Say why.");
        if (request.Photos is { } photos && (photos.Length > 50 || !photos.All(IsSha256)))
            throw new InvalidInputException("decision.photo-malformed", "At most 50 photos, each by its SHA-256 in lower-case hex.");
        if (request.Outcome is not ("credit" or "deny"))
            throw new InvalidInputException("decision.outcome-unknown", "The outcome is 'credit' or 'deny'.");
        if (request is { Outcome: "credit", NetAmount: null })
            throw new InvalidInputException("decision.amount-missing", "Say how much is credited.");
        if (request is { Outcome: "deny", NetAmount: not null })
            throw new InvalidInputException("decision.amount-unwanted", "A denial has no amount.");
    }

    private static bool IsSha256(string? photo) => photo is { Length: 64 } && photo.All(char.IsAsciiHexDigitLower);
}

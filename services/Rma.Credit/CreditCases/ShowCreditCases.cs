using Rma.Contracts.Credit;
using Rma.Credit.Cases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditCases;

/// <summary>A credit case with all known data. Members that do not apply are left out.</summary>
/// <param name="State">One of <see cref="CreditCaseStates"/>.</param>
/// <param name="Bounds">What an analyst may grant now, on today's facts; null when no amount can be granted.</param>
/// <param name="NextAction">The next action; null when the case is decided.</param>
public sealed record CreditCaseView(
    Guid CreditCaseId, [OneOf(typeof(CreditCaseStates))] string State, CreditRequest? Request, CreditFacts? Facts, string? Code,
    Decision? Decision, CreditBounds? Bounds, RestockingFeeChosen? Fee, AnalystDecided? Judgement, CreditView? Credit, string? NextAction,
    IReadOnlyList<TimelineEntry> Timeline);

/// <summary>What was credited.</summary>
public sealed record CreditView(
    Guid CreditId, string InvoiceId, ValueList<CreditLine> Lines, Money Net, Money Total, DateTimeOffset IssuedAt);

internal static class ShowCreditCasesEndpoint
{
    private static readonly string[] Readers = [Roles.CreditAnalyst, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator, Roles.Finance];

    public static void MapCreditCases(this IEndpointRouteBuilder routes)
    {
        routes.MapCaseList<CreditCaseRow>(NoteKinds.Credit, CreditCaseList.Columns, CreditCaseStates.Listed,
            row => (row.RequestedAt, row.CreditCaseId))
            .Allow(Readers);

        routes.MapGet("/credit-cases/{id:guid}", async (
            Guid id, Streams<CreditCase, CreditCaseEvent> cases, LedgerReader ledgers, PolicyBook policies, TimeProvider clock,
            CancellationToken ct) =>
        {
            var history = await cases.History(id.ToString("D"), ct);
            if (history.Count == 0) return Problems.NotFound("credit-case");
            var state = history.Select(stored => (CreditCaseEvent)stored.Body).Fold<CreditCase, CreditCaseEvent>();
            // A referred case is shown with the current facts, which an analyst's decision would use, not as it was referred.
            var now = clock.GetUtcNow();
            var today = state is CreditCase.Referred { Referral.Request: var request }
                ? Assessment.Of(request, await ledgers.Of(request.SerialNumber, request.Purchase, ct), state.ChosenFee,
                    policies.InForceAt(now), now)
                : null;
            return Results.Ok(View(id, state, today, [.. history.Select(TimelineEntry.Of)]));
        }).Allow(Readers)
            .WithName("showCreditCase").WithSummary("Shows a credit case with all known data.")
            .Produces<CreditCaseView>()
            .Refuses(404, "credit-case.not-found")
            .Refuses(409, "credit.currency-changed");
    }

    private static CreditCaseView View(Guid id, CreditCase state, Assessment? today, IReadOnlyList<TimelineEntry> timeline) => state switch
    {
        CreditCase.Referred { Referral: var e } => new(
            id, CreditCaseStates.Referred, e.Request, today!.Facts, e.Code, today.Answer.Decision, today.Bounds, state.ChosenFee, null,
            null, NextActionOf(today, ((CreditCase.Referred)state).Proposal), timeline),
        CreditCase.Issued { Credit: var e } issued => new(
            id, CreditCaseStates.Issued, e.Request, e.Facts, null, e.Decision, null, state.ChosenFee, issued.Judgement,
            new(e.CreditId, e.Request.Purchase!.InvoiceId, e.Lines, e.Net, e.Total, e.IssuedAt), null, timeline),
        CreditCase.Denied { Denial: var e } denied => new(
            id, CreditCaseStates.Denied, e.Request, e.Facts, e.Code, e.Decision, null, state.ChosenFee, denied.Judgement, null, null,
            timeline),
        CreditCase.Held { Hold: var e } => new(
            id, CreditCaseStates.Held, e.Request, null, "credit.held", null, null, state.ChosenFee, null, null,
            $"Nothing: it is decided when the {string.Join(" and the ", e.Missing)} of the return is there.", timeline),
        CreditCase.Confirming { Asked: var e } => new(
            id, CreditCaseStates.Confirming, e.Request, null, null, null, null, state.ChosenFee, null, null,
            "Nothing: the facts of the license are asked for once more.", timeline),
        _ => new(id, CreditCaseStates.NotAsked, null, null, null, null, null, state.ChosenFee, null, null,
            "Nothing: the credit is asked for after the inspection.", timeline),
    };

    private static string NextActionOf(Assessment today, CreditGrantProposed? proposal) => today switch
    {
        { Bounds.Maximum: { Amount: > 0m } most } when proposal is { } first && first.Net.Amount <= most.Amount =>
            $"{first.ProposedBy} proposed {first.Net}, more than one person may grant ({first.Limit}): somebody else grants the same, or " +
                "denies the credit.",
        { Bounds.Maximum: { Amount: > 0m } most } => $"Grant at most {most}, or deny the credit; give the reason.",
        { Answer.Decision.MissingFacts: { Count: > 0 } missing } => $"Find out: {string.Join(", ", missing)}. Or deny the credit.",
        _ => "Deny the credit; no amount can be granted any more.",
    };
}

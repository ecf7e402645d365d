using Rma.Contracts.Credit;
using Rma.Credit.Cases;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.ChargeCases;

/// <summary>A charge case with all known data. Members that do not apply are left out.</summary>
/// <param name="State">One of <see cref="ChargeCaseStates"/>.</param>
/// <param name="Known">Of a referred case: the maximum an analyst may charge for each line.</param>
/// <param name="NextAction">The next action; null when the case is decided.</param>
public sealed record ChargeCaseView(
    Guid ChargeCaseId, [OneOf(typeof(ChargeCaseStates))] string State, ChargeRequest Request, ChargeFacts Facts, string? Code,
    Decision Decision, ValueList<ChargeLine>? Known, ChargeDecided? Judgement, Guid? ChargeId, ValueList<ChargeLine>? Lines, Money? Total,
    string? NextAction, IReadOnlyList<TimelineEntry> Timeline);

internal static class ShowChargeCasesEndpoint
{
    private static readonly string[] Readers =
        [Roles.CreditAnalyst, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator, Roles.Finance, Roles.System];

    public static void MapChargeCases(this IEndpointRouteBuilder routes)
    {
        routes.MapCaseList<ChargeCaseRow>(NoteKinds.Charge, ChargeCaseList.Columns, ChargeCaseStates.All,
            row => (row.RequestedAt, row.ChargeCaseId))
            .Allow(Readers);

        routes.MapGet("/charge-cases/{id:guid}", async (Guid id, Streams<ChargeCase, ChargeCaseEvent> cases, CancellationToken ct) =>
        {
            var history = await cases.History(id.ToString("D"), ct);
            var state = history.Select(stored => (ChargeCaseEvent)stored.Body).Fold<ChargeCase, ChargeCaseEvent>();
            return View(id, state, [.. history.Select(TimelineEntry.Of)]) is { } view ? Results.Ok(view) : Problems.NotFound("charge-case");
        }).Allow(Readers)
            .WithName("showChargeCase").WithSummary("Shows a charge case with all known data.")
            .Produces<ChargeCaseView>()
            .Refuses(404, "charge-case.not-found");
    }

    private static ChargeCaseView? View(Guid id, ChargeCase state, IReadOnlyList<TimelineEntry> timeline) => state switch
    {
        ChargeCase.Referred { Referral: var e } => new(
            id, ChargeCaseStates.Referred, e.Request, e.Facts, e.Code, e.Decision, e.Known, null, null, null, null, NextActionOf(e),
            timeline),
        ChargeCase.Raised { Charge: var e } raised => new(
            id, ChargeCaseStates.Raised, e.Request, e.Facts, null, e.Decision, null, raised.Judgement, e.ChargeId, e.Lines, e.Total, null,
            timeline),
        ChargeCase.NothingDue { Answer: var e } nothing => new(
            id, ChargeCaseStates.NothingDue, e.Request, e.Facts, null, e.Decision, null, nothing.Judgement, null, null, null, null,
            timeline),
        _ => null,
    };

    private static string NextActionOf(ChargeReferred referral) => (referral.Decision.MissingFacts, referral.Known) switch
    {
        ({ Count: > 0 } missing, _) => $"Find out: {string.Join(", ", missing)}. Or waive the charge; give the reason.",
        (_, { Count: > 0 } known) =>
            $"Charge at most {string.Join(", ", known.Select(line => $"{line.Kind} {line.Amount}"))}, or waive; give the reason.",
        _ => "Waive the charge; give the reason.",
    };
}

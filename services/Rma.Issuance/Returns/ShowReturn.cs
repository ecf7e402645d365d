using System.Text.Json;
using Dapper;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Returns;

/// <summary>Where a return stands.</summary>
/// <param name="Next">Who acts next; null when it has ended. See <see cref="ReturnStage"/>.</param>
/// <param name="WaitsFor">What it waits for, to be read by people.</param>
/// <param name="StuckFrom">When it counts as stuck unless it has left its state by then, UTC.</param>
public sealed record ReturnRow(
    Guid ReturnId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    [OneOf(typeof(ReturnStates))] string State, [OneOf(typeof(Outcomes))] string? Outcome, DateOnly ValidThrough,
    DateTimeOffset? ArrivedAt, Guid? CreditId, DateTimeOffset MovedAt, string Remedy = "", Guid? ChargeId = null,
    string? ReplacementSerialNumber = null, string? LoanerSerialNumber = null, string? PendingOutcome = null, string? ReasonCode = null,
    string? Defect = null, string? Next = null, string? WaitsFor = null, DateTimeOffset? StuckFrom = null);

/// <summary>One thing that happened, as it was stored.</summary>
public sealed record StoryLine(
    long Sequence, DateTimeOffset At, string Stream, string What, JsonElement Details, string? Actor, IReadOnlyList<string> Clauses)
{
    internal static StoryLine Of(string stream, StoredEvent stored) => new(
        stored.Sequence, stored.Timestamp, stream, stored.Name,
        JsonSerializer.SerializeToElement(stored.Body, stored.Body.GetType(), JsonSerializerOptions.Web), stored.Actor, stored.Clauses);
}

/// <summary>Saga instances as commands read them: on the transaction that is open anyway.</summary>
internal sealed class ReturnRows(AmbientTransaction transaction)
{
    /// <summary>A return by its id; null when there is none.</summary>
    public async Task<ReturnState?> Find(Guid returnId, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QuerySingleOrDefaultAsync<string>(
            "select data from sagas where saga = 'ReturnState' and correlation_id = @returnId", new { returnId }, open) is { } data
            ? JsonSerializer.Deserialize<ReturnState>(data) : null;
    }
}

internal static class ShowReturnEndpoint
{
    public static void MapShowReturn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/returns", async (
            string? rmaNumber, [OneOf(typeof(ReturnStates))] string? state, [AsParameters] ListPage page) =>
        {
            Filters.OneOf(state, "state", [.. ReturnStates.All]);
            var number = Policy.RmaNumber.AsPrinted(rmaNumber);
            var (ofNumber, inState) = (number is null ? "" : "and data->>'RmaNumber' = @number", state is null ? "" : "and state = @state");
            return await page.Read<(Guid Id, string Data, DateTime EnteredAt, DateTime UpdatedAt), ReturnRow>(
                $"""
                select correlation_id, data, entered_at, updated_at from sagas where saga = 'ReturnState' {ofNumber} {inState}
                """, new { number, state }, new ListOrder("updated_at", "correlation_id", NewestFirst: true),
                row => (new DateTimeOffset(row.UpdatedAt), row.Id),
                row => Row(JsonSerializer.Deserialize<ReturnState>(row.Data)!, row.EnteredAt), 200, 1000);
        }).Allow(Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("listReturns").WithSummary("Lists returns, last changed first.")
            .Pages<ReturnRow>()
            .Refuses(400, "request.unknown-value");

        // The whole story of an RMA as issuance knows it: the request, the units' lives, the returns' moves.
        routes.MapGet("/rmas/{reference}/story", async (
            string reference, Caller caller, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas,
            Streams<Return, ReturnEvent> returns, Streams<Unit, UnitEvent> units, CancellationToken ct) =>
        {
            if (await register.Find(reference, caller, ct) is not { } found) return Problems.NotFound("rma");
            var story = (await rmas.History(found.RmaId.ToString("D"), ct)).Select(stored => StoryLine.Of("rma", stored)).ToList();
            foreach (var line in RmaViews.Of(await rmas.Get(found.RmaId, ct))!.Lines)
            {
                if (line.ReturnId is { } id)
                    story.AddRange((await returns.History(id.ToString("D"), ct))
                    .Select(stored => StoryLine.Of($"return {line.Line}", stored)));
                story.AddRange((await units.History(line.Item, ct)).Select(stored => StoryLine.Of($"unit {line.Item}", stored)));
            }

            return Results.Ok(story.OrderBy(line => line.Sequence));
        }).Allow(Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("showStory").WithSummary("Shows the whole story of an RMA as issuance knows it.")
            .Produces<IReadOnlyList<StoryLine>>()
            .Refuses(404, "rma.not-found");

        routes.MapGet("/units/{serialNumber}", async (string serialNumber, Streams<Unit, UnitEvent> units, CancellationToken ct) =>
        {
            var life = await units.History(serialNumber, ct);
            return life.Count == 0 ? Problems.NotFound("unit")
                : Results.Ok(life.Select(stored => StoryLine.Of($"unit {serialNumber}", stored)));
        }).Allow(Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("showUnit").WithSummary("Shows the life of a unit.")
            .Produces<IReadOnlyList<StoryLine>>()
            .Refuses(404, "unit.not-found");
    }

    private static ReturnRow Row(ReturnState saga, DateTime enteredAt)
    {
        var movedAt = new DateTimeOffset(DateTime.SpecifyKind(enteredAt, DateTimeKind.Utc));
        var stage = ReturnStages.Open.GetValueOrDefault(saga.CurrentState);
        return new(
            saga.CorrelationId, saga.RmaNumber, saga.Line, saga.AccountId, saga.SerialNumber, saga.Sku, saga.CurrentState, saga.Outcome,
            saga.ValidThrough, saga.ArrivedAt, saga.CreditId, movedAt, saga.Remedy, saga.ChargeId, saga.ReplacementSerial,
            saga.LoanerSerial, saga.PendingOutcome, saga.ReasonCode, saga.Defect, stage?.Next, stage?.WaitsFor, movedAt + stage?.Patience);
    }
}

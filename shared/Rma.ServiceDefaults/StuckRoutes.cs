using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>The reason for retrying a stuck item.</summary>
public sealed record RetryRequest(string Reason);

/// <summary>The result of a retry.</summary>
/// <param name="Outcome">
/// <c>retried</c>; <c>already</c> when it is no longer stuck after an earlier retry; <c>second-person-needed</c> when money follows from
/// the message and the wish is noted.
/// </param>
public sealed record RetryAnswer(
    [OneOf("retried", "already", "second-person-needed")] string Outcome, Guid Id, string Kind, string By, string Reason,
    DateTimeOffset At);

/// <summary>Lists stuck items with cause and age and retries them; a retry is idempotent and recorded.</summary>
internal static class StuckRoutes
{
    public static void MapStuck(this IEndpointRouteBuilder routes)
    {
        // Plain text, one line per item, when the client asks for text.
        routes.MapGet("/platform/stuck", async (int? limit, HttpRequest request, StuckItems stuck, CancellationToken ct) =>
        {
            var items = await stuck.List(Filters.Limit(limit), ct);
            return request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.Ordinal)
                ? Results.Text(string.Concat(items.Select(Line))) : Results.Ok(items);
        }).Allow(Roles.Operator, Roles.Auditor)
            .WithName("listStuck").WithSummary("Lists what is stuck, with cause and age.")
            .Produces<IReadOnlyList<StuckItem>>(StatusCodes.Status200OK, "application/json", "text/plain");
        routes.MapPost("/platform/stuck/{id:guid}/retry", Retry).Allow(Roles.Operator)
            .WithName("retryStuck").WithSummary("Retries what is stuck.")
            .Produces<RetryAnswer>()
            .Produces<RetryAnswer>(StatusCodes.Status202Accepted)
            .Refuses(400, "replay.reason-missing", "retry.reason-missing")
            .Refuses(404, "stuck-item.not-found")
            .Refuses(409, "dead-letter.same-person", "dead-letter.unproven");
        routes.MapGet("/platform/retries", async (int? limit, NpgsqlDataSource database, CancellationToken ct) =>
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            return Results.Ok(await connection.QueryAsync<RetryRow>(
                $"{RetryRow.Select} order by retried_at desc limit @limit", new { limit = Filters.Limit(limit) }));
        }).Allow(Roles.Operator, Roles.Auditor)
            .WithName("listRetries").WithSummary("Lists retries, newest first.")
            .Produces<IReadOnlyList<RetryRow>>();
    }

    private static string Line(StuckItem item) =>
        $"{item.Id:D}\t{item.Kind}\t{item.AgeSeconds}\t{OneLine(item.What)}\t{OneLine(item.Cause)}\n";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    private static async Task<IResult> Retry(
        Guid id, RetryRequest request, HttpContext http, StuckItems stuck, StuckItemRetrier retrier, AmbientTransaction transaction,
        TimeProvider clock, CancellationToken ct)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("retry.reason-missing", "Say why it will work now.");
        var (by, reason) = (http.User.ClientId(), request.Reason.Trim());
        if (await stuck.Find(id, ct) is { } item)
        {
            var outcome = await retrier.Retry(item, by, reason, ct);
            if (outcome == ReplayOutcome.Asked)
                return Results.Accepted(null, new RetryAnswer("second-person-needed", id, item.Kind, by, reason, clock.GetUtcNow()));
            if (outcome == ReplayOutcome.Replayed)
            {
                var row = await RetryRow.Write(transaction, item, by, reason, clock.GetUtcNow(), ct);
                return Results.Accepted(null, new RetryAnswer("retried", id, row.Kind, row.By, row.Reason, row.At));
            }
        }

        return await RetryRow.Last(transaction, id, ct) is { } before
            ? Results.Ok(new RetryAnswer("already", id, before.Kind, before.By, before.Reason, before.At))
            : Problems.NotFound("stuck-item");
    }
}

/// <summary>A recorded retry.</summary>
internal sealed record RetryRow(Guid Item, string Kind, string Cause, string By, string Reason, DateTimeOffset At)
{
    public const string Select =
        """select item, kind, cause, retried_by as by, reason, retried_at as at from retries""";

    public static async Task<RetryRow> Write(
        AmbientTransaction transaction, StuckItem item, string by, string reason, DateTimeOffset at, CancellationToken ct)
    {
        var open = await transaction.Begin(ct);
        await open.Connection!.ExecuteAsync(
            "insert into retries (id, item, kind, cause, retried_by, reason, retried_at) " +
                "values (@row, @Id, @Kind, @Cause, @by, @reason, @at)",
            new { row = Guid.CreateVersion7(), item.Id, item.Kind, item.Cause, by, reason, at }, open);
        return (await Last(transaction, item.Id, ct))!;
    }

    /// <summary>Every parked message gets another chance, each with its row. Returns how many.</summary>
    public static async Task<int> WriteUnparked(
        AmbientTransaction transaction, string by, string reason, DateTimeOffset at, CancellationToken ct)
    {
        var open = await transaction.Begin(ct);
        return await open.Connection!.ExecuteAsync(new CommandDefinition(
            """
            with unparked as (
                update outbox set parked_at = null, attempts = 0, retry_at = now() where parked_at is not null
                returning message_id, last_error)
            insert into retries (id, item, kind, cause, retried_by, reason, retried_at)
                select gen_random_uuid(), message_id, 'parked', coalesce(last_error, 'parked'), @by, @reason, @at from unparked
            """, new { by, reason, at }, open, cancellationToken: ct));
    }

    public static async Task<RetryRow?> Last(AmbientTransaction transaction, Guid item, CancellationToken ct)
    {
        var open = await transaction.Begin(ct);
        return await open.Connection!.QueryFirstOrDefaultAsync<RetryRow>(
            $"{Select} where item = @item order by retried_at desc limit 1", new { item }, open);
    }
}

/// <summary>Retries one stuck item in the transaction of the request.</summary>
internal sealed class StuckItemRetrier(
    AmbientTransaction transaction, DeadLetterReplay replay, IPublishEndpoint publish, IEnumerable<SagaExpectations> expectations)
{
    /// <summary>Unknown when it is no longer stuck.</summary>
    public async Task<ReplayOutcome> Retry(StuckItem item, string by, string reason, CancellationToken ct) => item.Kind switch
    {
        "quarantined" => await replay.Request(item.Id, by, reason, ct),
        "saga" => await RetrySaga(item.Id, by, reason, ct) ? ReplayOutcome.Replayed : ReplayOutcome.Unknown,
        _ => await Send(item.Id, ct) ? ReplayOutcome.Replayed : ReplayOutcome.Unknown,
    };

    // Sent with its own id, so that a consumer that already has it ignores the duplicate.
    private async Task<bool> Send(Guid messageId, CancellationToken ct)
    {
        var open = await transaction.Begin(ct);
        return await open.Connection!.ExecuteAsync(
            "update outbox set parked_at = null, attempts = 0, retry_at = now() where message_id = @messageId", new { messageId },
            open) > 0;
    }

    private async Task<bool> RetrySaga(Guid id, string by, string reason, CancellationToken ct)
    {
        var open = await transaction.Begin(ct);
        foreach (var expected in expectations)
        {
            if (await open.Connection!.QuerySingleOrDefaultAsync<string>(
                "select data from sagas where saga = @Saga and correlation_id = @id for update", new { expected.Saga, id },
                open) is not { } data) continue;
            var retry = expected.RetryMessage(data, by, reason);
            await publish.Publish(retry, retry.GetType(), ct);
            return true;
        }

        return false;
    }
}

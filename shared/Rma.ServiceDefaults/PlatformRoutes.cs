using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>How far the platform's clock is ahead of real time.</summary>
public sealed record ClockSetting(long OffsetSeconds);

/// <summary>Why a quarantined message needs nothing more.</summary>
public sealed record SettleRequest(string Reason);

/// <summary>What every service offers besides its own routes: the clock (Development), the quarantine, the outbox.</summary>
internal static class PlatformRoutes
{
    public static void MapPlatform(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/platform/clock", (PlatformClock clock) => Show(clock)).Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor);
        routes.MapPut("/platform/clock", async (ClockSetting setting, PlatformClock clock, NpgsqlDataSource database, CancellationToken ct) =>
        {
            if (!clock.Adjustable) return Results.Problem(Problems.Problem(403, "clock.fixed", "The clock can only be moved in Development."));
            if (Math.Abs(setting.OffsetSeconds) > 3_650L * 86_400) throw new InvalidRequestException("clock.out-of-range", "At most ten years.");
            await clock.Set(database, setting.OffsetSeconds, ct);
            return Show(clock);
        }).Allow(Roles.Operator);

        routes.MapGet("/quarantine", async (Quarantine quarantine, bool? all, int? limit, CancellationToken ct) =>
            Results.Ok(await quarantine.List(all ?? false, Limit(limit), ct))).Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor);
        routes.MapGet("/quarantine/{id:guid}", async (Guid id, Quarantine quarantine, CancellationToken ct) =>
            await quarantine.Find(id, ct) is { } message ? Results.Ok(message) : Problems.NotFound("quarantined-message")).Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor);
        routes.MapPost("/quarantine/{id:guid}/replay", Replay).Allow(Roles.Operator);
        routes.MapPost("/quarantine/{id:guid}/settlement", Settle).Allow(Roles.Operator);

        routes.MapGet("/outbox", async (OutboxTable outbox, CancellationToken ct) => Results.Ok(await outbox.Backlog(ct))).Allow(Roles.Operator, Roles.Auditor);
        routes.MapPost("/outbox/unpark", async (OutboxTable outbox, CancellationToken ct) =>
            Results.Ok(new { unparked = await outbox.Unpark(ct) })).Allow(Roles.Operator);
    }

    private static IResult Show(PlatformClock clock) => Results.Ok(new { now = clock.GetUtcNow(), offsetSeconds = clock.OffsetSeconds });

    private static int Limit(int? limit) => limit switch
    {
        null => 50,
        >= 1 and <= 200 => limit.Value,
        _ => throw new InvalidRequestException("request.limit-out-of-range", "The limit is 1 to 200."),
    };

    // The original bytes go back to the queue they came from, through the outbox like everything else.
    private static async Task<IResult> Replay(
        Guid id, HttpContext http, AmbientTransaction transaction, UnitOfWork unitOfWork, MessagingOptions options, CancellationToken ct)
    {
        await using var command = await transaction.Command(
            """
            update quarantine set replayed_at = now(), replayed_by = $2 where id = $1 and replayed_at is null and settled_at is null
            returning queue, message_id, coalesce(content_type, 'application/json'), body, headers->>'user-id'
            """, ct);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = http.User.ClientId() });
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct)) return Problems.NotFound("quarantined-message");
            var messageId = !reader.IsDBNull(1) && Guid.TryParse(reader.GetString(1), out var given) ? given : id;
            var headers = new JsonObject { [ReplayHeaders.OnBehalfOf] = reader.IsDBNull(4) ? null : reader.GetString(4) };
            unitOfWork.Add(new OutboxRow(
                messageId, reader.GetString(0), string.Empty, reader.GetString(2), headers, reader.GetFieldValue<byte[]>(3), Mandatory: true));
        }

        return Results.Accepted();
    }

    private static async Task<IResult> Settle(Guid id, SettleRequest request, HttpContext http, AmbientTransaction transaction, CancellationToken ct)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidRequestException("settlement.reason-missing", "Say why nothing more is to be done.");
        await using var command = await transaction.Command(
            "update quarantine set settled_at = now(), settled_by = $2, settled_why = $3 where id = $1 and settled_at is null", ct);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = http.User.ClientId() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reason });
        return await command.ExecuteNonQueryAsync(ct) == 1 ? Results.NoContent() : Problems.NotFound("quarantined-message");
    }
}

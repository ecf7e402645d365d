using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>Why a dead letter is settled without a replay.</summary>
public sealed record SettleRequest(string Reason);

/// <summary>Routes of the dead letters: list, replay, settle.</summary>
internal static class DeadLetterRoutes
{
    /// <remarks><c>/quarantine</c> is the path of version 0.1, kept for one more release.</remarks>
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "/dead-letters", "/quarantine" }) MapDeadLetters(routes, path);
    }

    private static void MapDeadLetters(IEndpointRouteBuilder routes, string path)
    {
        routes.MapGet(path, async (DeadLetters deadLetters, bool? all, int? limit, CancellationToken ct) =>
            Results.Ok(await deadLetters.List(all ?? false, Filters.Limit(limit), ct)))
                .Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor);
        routes.MapGet(path + "/{id:guid}", async (Guid id, DeadLetters deadLetters, CancellationToken ct) =>
            await deadLetters.Find(id, ct) is { } message ? Results.Ok(message) : Problems.NotFound("quarantined-message"))
                .Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor);
        routes.MapPost(path + "/{id:guid}/replay",
            async (Guid id, HttpContext http, AmbientTransaction transaction, UnitOfWork unitOfWork, CancellationToken ct) =>
            await Replay(id, http.User.ClientId(), transaction, unitOfWork, ct) ? Results.Accepted()
                : Problems.NotFound("quarantined-message")).Allow(Roles.Operator);
        routes.MapPost(path + "/{id:guid}/settlement", Settle).Allow(Roles.Operator);
    }

    /// <summary>
    /// Replays the original bytes to the queue they came from, through the outbox. False when there is no open dead letter with this id.
    /// </summary>
    public static async Task<bool> Replay(Guid id, string by, AmbientTransaction transaction, UnitOfWork unitOfWork, CancellationToken ct)
    {
        await using var command = await transaction.Command(
            """
            update quarantine set replayed_at = now(), replayed_by = $2 where id = $1 and replayed_at is null and settled_at is null
            returning queue, message_id, coalesce(content_type, 'application/json'), body, headers->>'user-id'
            """, ct);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = by });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return false;
        var messageId = !reader.IsDBNull(1) && Guid.TryParse(reader.GetString(1), out var given) ? given : id;
        var headers = new JsonObject { [ReplayHeaders.OnBehalfOf] = reader.IsDBNull(4) ? null : reader.GetString(4) };
        unitOfWork.Add(new OutboxRow(
            messageId, reader.GetString(0), string.Empty, reader.GetString(2), headers, reader.GetFieldValue<byte[]>(3), Mandatory: true));
        return true;
    }

    private static async Task<IResult> Settle(
        Guid id, SettleRequest request, HttpContext http, AmbientTransaction transaction, CancellationToken ct)
    {
        if (request.Reason.Trim().Length < 3)
            throw new InvalidInputException("settlement.reason-missing", "Say why nothing more is to be done.");
        await using var command = await transaction.Command(
            "update quarantine set settled_at = now(), settled_by = $2, settled_why = $3 where id = $1 and settled_at is null", ct);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = http.User.ClientId() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reason });
        return await command.ExecuteNonQueryAsync(ct) == 1 ? Results.NoContent() : Problems.NotFound("quarantined-message");
    }
}

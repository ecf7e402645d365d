using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>Why a dead letter is settled without a replay.</summary>
public sealed record SettleRequest(string Reason);

/// <summary>Why it will work now.</summary>
public sealed record ReplayRequest(string Reason);

/// <summary>A wish to replay that was noted.</summary>
/// <param name="Outcome"><c>second-person-needed</c>; nothing is answered when it was replayed.</param>
public sealed record ReplayAsked([OneOf("second-person-needed")] string Outcome);

/// <summary>Routes of the dead letters: list, replay, settle.</summary>
internal static class DeadLetterRoutes
{
    /// <remarks><c>/quarantine</c> is the path of version 0.1, kept for one more release.</remarks>
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        MapDeadLetters(routes, "/dead-letters", "DeadLetter");
        MapDeadLetters(routes, "/quarantine", "QuarantinedMessage");
    }

    private static void MapDeadLetters(IEndpointRouteBuilder routes, string path, string what)
    {
        routes.MapGet(path, async (DeadLetters deadLetters, bool? all, int? limit, CancellationToken ct) =>
            Results.Ok(await deadLetters.List(all ?? false, Filters.Limit(limit), ct)))
                .Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor)
            .WithName($"list{what}s").WithSummary("Lists dead letters, newest first.")
            .Produces<IReadOnlyList<DeadLetter>>();
        routes.MapGet(path + "/{id:guid}", async (Guid id, DeadLetters deadLetters, CancellationToken ct) =>
            await deadLetters.Find(id, ct) is { } message ? Results.Ok(message) : Problems.NotFound("quarantined-message"))
                .Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor)
            .WithName($"show{what}").WithSummary("Shows a dead letter.")
            .Produces<DeadLetter>()
            .Refuses(404, "quarantined-message.not-found");
        routes.MapPost(path + "/{id:guid}/replay", Replay).Allow(Roles.Operator)
            .WithName($"replay{what}").WithSummary("Sends a dead letter to its queue again; two people where money follows.")
            .Produces<ReplayAsked>(StatusCodes.Status202Accepted)
            .Refuses(400, "replay.reason-missing")
            .Refuses(404, "quarantined-message.not-found")
            .Refuses(409, "dead-letter.same-person", "dead-letter.unproven");
        routes.MapPost(path + "/{id:guid}/settlement", Settle).Allow(Roles.Operator)
            .WithName($"settle{what}").WithSummary("Settles a dead letter without a replay.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "settlement.reason-missing")
            .Refuses(404, "quarantined-message.not-found");
    }

    private static async Task<IResult> Replay(
        Guid id, ReplayRequest request, HttpContext http, DeadLetterReplay replay, CancellationToken ct) =>
        await replay.Request(id, http.User.ClientId(), request.Reason, ct) switch
        {
            ReplayOutcome.Replayed => Results.Accepted(),
            ReplayOutcome.Asked => Results.Accepted(null, new ReplayAsked("second-person-needed")),
            _ => Problems.NotFound("quarantined-message"),
        };

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

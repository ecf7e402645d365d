using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>The offset of the platform's clock from real time.</summary>
public sealed record ClockSetting(long OffsetSeconds);

/// <summary>The platform's clock.</summary>
/// <param name="Now">UTC.</param>
/// <param name="OffsetSeconds">How far it is ahead of real time; 0 outside of Development.</param>
public sealed record ClockView(DateTimeOffset Now, long OffsetSeconds);

/// <summary>How many parked messages got another chance.</summary>
public sealed record UnparkedMessages(int Unparked);

/// <summary>Why parked messages get another chance.</summary>
public sealed record UnparkRequest(string Reason);

/// <summary>Routes of every service besides its own: the clock (Development), the dead letters, the outbox, stuck items.</summary>
internal static class PlatformRoutes
{
    public static void MapPlatform(this IEndpointRouteBuilder routes)
    {
        routes.MapServiceDocument();
        routes.MapGet("/platform/clock", (PlatformClock clock) => Show(clock)).Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor)
            .WithName("showClock").WithSummary("Shows the clock of the platform.")
            .Produces<ClockView>();
        routes.MapPut("/platform/clock",
            async (ClockSetting setting, PlatformClock clock, NpgsqlDataSource database, CancellationToken ct) =>
        {
            if (!clock.Adjustable)
                return Results.Problem(Problems.Problem(403, "clock.fixed", "The clock can only be moved in Development."));
            if (setting.OffsetSeconds is < -3_650L * 86_400 or > 3_650L * 86_400)
                throw new InvalidInputException("clock.out-of-range", "At most ten years.");
            await clock.Set(database, setting.OffsetSeconds, ct);
            return Show(clock);
        }).Allow(Roles.Operator)
            .WithName("moveClock").WithSummary("Moves the clock of the platform, in Development.")
            .Produces<ClockView>()
            .Refuses(400, "clock.out-of-range")
            .Refuses(403, "clock.fixed");

        routes.MapDeadLetters();
        routes.MapStuck();
        routes.MapGet("/outbox", async (OutboxTable outbox, CancellationToken ct) => Results.Ok(await outbox.Backlog(ct)))
            .Allow(Roles.Operator, Roles.Auditor)
            .WithName("showOutbox").WithSummary("Shows how much waits to be sent.")
            .Produces<OutboxBacklog>();
        routes.MapPost("/outbox/unpark", Unpark).Allow(Roles.Operator)
            .WithName("unparkOutbox").WithSummary("Gives parked messages another chance.")
            .Produces<UnparkedMessages>()
            .Refuses(400, "unpark.reason-missing");
    }

    private static async Task<IResult> Unpark(
        UnparkRequest request, Caller caller, AmbientTransaction transaction, TimeProvider clock, ILogger<UnparkRequest> log,
        CancellationToken ct)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("unpark.reason-missing", "Say why they can be sent now.");
        var (by, reason) = (caller.Id, request.Reason.Trim());
        var unparked = await RetryRow.WriteUnparked(transaction, by, reason, clock.GetUtcNow(), ct);
        log.Unparked(by, unparked, reason.ReplaceLineEndings(" "));
        return Results.Ok(new UnparkedMessages(unparked));
    }

    private static IResult Show(PlatformClock clock) => Results.Ok(new ClockView(clock.GetUtcNow(), clock.OffsetSeconds));
}

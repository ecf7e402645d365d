using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>The offset of the platform's clock from real time.</summary>
public sealed record ClockSetting(long OffsetSeconds);

/// <summary>Routes of every service besides its own: the clock (Development), the dead letters, the outbox, stuck items.</summary>
internal static class PlatformRoutes
{
    public static void MapPlatform(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/platform/clock", (PlatformClock clock) => Show(clock)).Allow(Roles.Operator, Roles.ReturnsDesk, Roles.Auditor);
        routes.MapPut("/platform/clock",
            async (ClockSetting setting, PlatformClock clock, NpgsqlDataSource database, CancellationToken ct) =>
        {
            if (!clock.Adjustable)
                return Results.Problem(Problems.Problem(403, "clock.fixed", "The clock can only be moved in Development."));
            if (setting.OffsetSeconds is < -3_650L * 86_400 or > 3_650L * 86_400)
                throw new InvalidInputException("clock.out-of-range", "At most ten years.");
            await clock.Set(database, setting.OffsetSeconds, ct);
            return Show(clock);
        }).Allow(Roles.Operator);

        routes.MapDeadLetters();
        routes.MapStuck();
        routes.MapGet("/outbox", async (OutboxTable outbox, CancellationToken ct) => Results.Ok(await outbox.Backlog(ct)))
            .Allow(Roles.Operator, Roles.Auditor);
        routes.MapPost("/outbox/unpark", async (OutboxTable outbox, CancellationToken ct) =>
            Results.Ok(new { unparked = await outbox.Unpark(ct) })).Allow(Roles.Operator);
    }

    private static IResult Show(PlatformClock clock) => Results.Ok(new { now = clock.GetUtcNow(), offsetSeconds = clock.OffsetSeconds });
}

using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Rma.Console.Returns;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Console.Live;

internal static class LiveRoutes
{
    /// <summary>A return changed: the data is a <see cref="ReturnChange"/>.</summary>
    public const string Changed = "return-changed";

    /// <summary>More was missed than is kept: read the list again.</summary>
    public const string Again = "read-again";

    /// <summary>Nothing happened; the line is there.</summary>
    public const string Quiet = "quiet";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    // A person's session is looked at again after this time: the browser comes back by itself and misses nothing.
    private static readonly TimeSpan OfSession = TimeSpan.FromMinutes(2);

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet("/returns/changes", (
        string? account, Guid? returnId, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, Caller caller, LiveChanges live,
        ChangeTable changes, HttpContext context) => Watch(account, returnId, lastEventId, caller, live, changes, context, null))
        .Allow(ReturnRoutes.Readers)
        .WithName("watchReturns").WithSummary("Tells changes of returns as they happen, as server-sent events.")
        .Produces<ReturnChange>(StatusCodes.Status200OK, "text/event-stream")
        .Refuses(400, "cursor.not-of-this-list")
        .Refuses(409, "changes.too-many-watch")
        .DisableRequestTimeout();

    /// <summary>The same for a page that is open in a browser, from the place on after which it was read.</summary>
    public static IResult WatchForPage(
        Guid? returnId, string? after, [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        Caller caller, LiveChanges live, ChangeTable changes,
        HttpContext context) => Watch(null, returnId, lastEventId ?? after, caller, live, changes, context, OfSession);

    private static IResult Watch(
        string? account, Guid? returnId, string? lastEventId, Caller caller, LiveChanges live, ChangeTable changes, HttpContext context,
        TimeSpan? atMost)
    {
        ChangePlace? after = lastEventId is null ? null : ChangePlace.Read(lastEventId);
        if (live.Watching >= MostWatching)
            throw new RefusedException("changes.too-many-watch", "As many watch as one process serves; come back later.");
        var mine = caller.Is(Roles.Partner) ? caller.Account ?? "" : null;
        bool Wanted(ReturnChange change) => (mine is null || (change.AccountId == mine && !change.AmongEmployees))
            && (account is null || change.AccountId == account) && (returnId is null || change.ReturnId == returnId);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (atMost is { } time) ended.CancelAfter(time);
        context.Response.RegisterForDispose(ended);
        return TypedResults.ServerSentEvents(Stream(live, changes, after, Wanted, ended.Token));
    }

    /// <summary>How many watch one process at most.</summary>
    public const int MostWatching = 10_000;

    private static async IAsyncEnumerable<SseItem<ReturnChange?>> Stream(
        LiveChanges live, ChangeTable changes, ChangePlace? after, Func<ReturnChange, bool> wanted,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = await live.Begin(wanted, cancellationToken);
        // What was missed is read first; what comes meanwhile waits, and what is in both is told once.
        var place = after ?? await changes.End(cancellationToken);
        yield return new SseItem<ReturnChange?>(null, Quiet) { EventId = place.ToString() };
        if (after is not null && await changes.IsForgotten(place, cancellationToken))
            yield return new SseItem<ReturnChange?>(null, Again);
        while (after is not null && await changes.After(place, 500, cancellationToken) is { Count: > 0 } missed)
        {
            foreach (var (at, change) in missed)
            {
                place = at;
                if (wanted(change)) yield return Item(at, change);
            }
        }

        while (await Next(watch, cancellationToken) is { } news)
        {
            if (news.Change is not { } change) yield return new SseItem<ReturnChange?>(null, Quiet);
            else if (IsAfter(news.Place, place)) yield return Item(news.Place, change);
        }
    }

    // A default is silence; null is the end.
    private static async Task<(ChangePlace Place, ReturnChange? Change)?> Next(Watch watch, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            return await watch.Changes.WaitToReadAsync(silence.Token) && watch.Changes.TryRead(out var one) ? one : null;
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? null : default((ChangePlace, ReturnChange?));
        }
    }

    private static bool IsAfter(ChangePlace one, ChangePlace other) =>
        one.Transaction > other.Transaction || one.Transaction == other.Transaction && one.Number > other.Number;

    private static SseItem<ReturnChange?> Item(ChangePlace place, ReturnChange change) =>
        new(change, Changed) { EventId = place.ToString() };
}

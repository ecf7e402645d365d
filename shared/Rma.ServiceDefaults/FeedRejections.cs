using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>A message of a publisher that was not taken.</summary>
/// <param name="Message">What it was published as: <c>UnitShipped</c>.</param>
/// <param name="MessageId">As the publisher gave it.</param>
/// <param name="Reason">What is wrong, with the path of the member, what it is and what is wanted.</param>
/// <param name="State">
/// <c>open</c>: a corrected message is awaited, with the same revision (a higher one after <c>feed.conflict</c>). <c>replayed</c>: it was
/// taken again as it is. <c>settled</c>: nothing more is to be done.
/// </param>
/// <param name="Note">Why it was settled or replayed.</param>
/// <param name="Revision">The revision in it; null where none can be read.</param>
/// <param name="Body">As it was received, up to a mebibyte; only when one is asked for.</param>
public sealed record FeedRejection(
    Guid Id, string Message, string? MessageId, string Code, string Reason, int? Revision, DateTimeOffset RejectedAt,
    [OneOf("open", "replayed", "settled")] string State, string? Note, string? Body = null)
{
    internal static FeedRejection Of(DeadLetter letter, bool withBody) => new(
        letter.Id, FeedNews.MessageOf(letter.Queue, letter.Headers), letter.MessageId, letter.Code, letter.Reason,
        FeedNews.RevisionIn(Encoding.UTF8.GetBytes(letter.Body)), letter.SeenAt,
        letter.SettledAt is not null ? "settled" : letter.ReplayedAt is not null ? "replayed" : "open",
        letter.SettledWhy ?? letter.ReplayedWhy, withBody ? letter.Body : null);
}

/// <summary>
/// A publisher asks what became of its messages: its own, and nobody else's. Which broker user a caller publishes as is the user of the
/// same name, or the one that <c>Messaging:FeedOwners:&lt;user&gt;</c> gives to the caller.
/// </summary>
internal static class FeedRejectionRoutes
{
    public static void MapFeedRejections(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/feed/rejections", async (
            bool? all, Guid? after, int? limit, Caller caller, DeadLetters letters, MessagingOptions options,
            IEnumerable<QueueReads> queues, CancellationToken ct) =>
            Results.Ok((await letters.OfPublisher(
                options.PublishersOf(caller.Id), FeedQueues(queues), all ?? false, after, Filters.Limit(limit), ct))
                .Select(letter => FeedRejection.Of(letter, withBody: false)).ToArray())).Allow(Roles.System)
            .WithName("listFeedRejections").WithSummary("Lists the caller's own messages that were not taken, newest first.")
            .Produces<IReadOnlyList<FeedRejection>>();

        routes.MapGet("/feed/rejections/{id:guid}", async (
            Guid id, Caller caller, DeadLetters letters, MessagingOptions options, IEnumerable<QueueReads> queues, CancellationToken ct) =>
            await letters.Find(id, ct) is { } letter && FeedQueues(queues).Contains(letter.Queue)
                && options.PublishersOf(caller.Id).Contains(letter.Headers?["user-id"]?.GetValue<string>())
                ? Results.Ok(FeedRejection.Of(letter, withBody: true)) : Problems.NotFound("rejection")).Allow(Roles.System)
            .WithName("showFeedRejection").WithSummary("Shows one of the caller's own messages that were not taken, as it was received.")
            .Produces<FeedRejection>()
            .Refuses(404, "rejection.not-found");
    }

    private static string[] FeedQueues(IEnumerable<QueueReads> queues) =>
        [.. queues.Where(queue => queue.IsFeed).Select(queue => queue.Queue)];
}

namespace Rma.Contracts.Feed.V1;

/// <summary>
/// A message of a publisher was not taken, as plain JSON on the publisher's own queue <c>feed-rejections.{user}</c>. The same id is the
/// same rejection; it comes again when the message was tried again and failed again. <c>GET /feed/rejections/{id}</c> of that service shows
/// it with its body.
/// </summary>
/// <param name="Id">The rejection.</param>
/// <param name="Service">The service that did not take it: <c>issuance</c> or <c>credit</c>.</param>
/// <param name="Message">What it was published as: <c>UnitShipped</c>.</param>
/// <param name="MessageId">As the publisher gave it; null when none was given.</param>
/// <param name="Code">Why, stable: <c>message.malformed</c>, <c>feed.conflict</c>, …</param>
/// <param name="Reason">The same in words, with the path of the member, what it is and what is wanted.</param>
/// <param name="Revision">The revision in it; null where none can be read. A corrected message has the same one, after
/// <c>feed.conflict</c> a higher one.</param>
/// <param name="RejectedAt">UTC.</param>
public sealed record FeedMessageRejected(
    Guid Id, string Service, string Message, string? MessageId, string Code, string Reason, int? Revision, DateTimeOffset RejectedAt);

namespace Rma.Contracts.Finance.V1;

/// <summary>
/// The message of each service to finance for each UTC date, as plain JSON on <c>finance.histories</c>: the same service and date is the
/// same anchor, ignore repeats. Whoever keeps them can later prove (<c>./rma verify --anchors</c>) that nobody has changed what the service
/// had stored up to then.
/// </summary>
/// <param name="Service">The service's short name.</param>
/// <param name="StatedOn">UTC date.</param>
/// <param name="UpTo">The last sequence number that the seal covers.</param>
/// <param name="Events">How many events there are up to it.</param>
/// <param name="Digest">SHA-256 in lower-case hex, over the whole history up to it.</param>
/// <param name="SealedAt">UTC.</param>
/// <param name="Signature">
/// By the service's key, over six lines without a last line feed: <c>rma-history-1</c>, service, last number, number of events, digest,
/// time of the seal as <c>2026-11-29T06:49:50.123456Z</c>. Form and keys as in the header of messages.
/// </param>
public sealed record HistoryAnchor(
    string Service, DateOnly StatedOn, long UpTo, long Events, string Digest, DateTimeOffset SealedAt, string Signature);

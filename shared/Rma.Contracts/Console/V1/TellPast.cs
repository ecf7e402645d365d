namespace Rma.Contracts.Console.V1;

/// <summary>
/// Asks one service to tell again what it has told, as far as it follows from its stored events: one part at a time. The next part is asked
/// for when this one is stored, so nobody is overrun and nothing is lost when either of them stops in between.
/// </summary>
/// <param name="RebuildId">The rebuild for which it is asked.</param>
/// <param name="Service">Who shall answer; the others ignore the question.</param>
/// <param name="Number">1 for the first part.</param>
/// <param name="From">Where the part begins: <c>Next</c> of the answer before; null for the first part.</param>
public sealed record TellPast(Guid RebuildId, string Service, int Number, string? From);

/// <summary>A message as it was told before, with the id it had then.</summary>
/// <param name="Type">Its exchange, such as <c>Rma.Contracts.Credit.V1:CreditIssued</c>.</param>
/// <param name="StoredAt">When the event behind it was stored.</param>
/// <param name="Body">The message's JSON, as it would be written today: members that were added since are filled.</param>
/// <param name="TraceParent">The trace in which it was decided (W3C); null when it is not known.</param>
/// <param name="Actor">Who caused the event: a person's subject, a device, a system; null when it is not known.</param>
public sealed record PastMessage(Guid MessageId, string Type, DateTimeOffset StoredAt, string Body, string? TraceParent = null,
    string? Actor = null);

using System.Text.Json.Nodes;
using Rma.Contracts.Console.V1;
using Rma.EventSourcing;

namespace Rma.ServiceDefaults;

/// <summary>What others know of a service whose database was restored to an earlier moment.</summary>
/// <param name="Forgotten">What it has told and does not know any more, the oldest first.</param>
/// <param name="Asked">The commands that it had been sent.</param>
/// <param name="Finance">What finance has kept of its queues; empty when nobody asked it.</param>
/// <param name="Lost">The events of the database of before that the restored one lacks; empty when it cannot be read.</param>
public sealed record BeforeRestore(
    IReadOnlyList<PastMessage> Forgotten, IReadOnlyList<PastMessage> Asked, IReadOnlyList<JsonObject> Finance,
    IReadOnlyList<LoggedEvent> Lost);

/// <summary>What became of it.</summary>
/// <param name="Decisions">Decisions that are in the history again, as they were told.</param>
/// <param name="Choices">What people had chosen there, and is in the history again.</param>
/// <param name="AskedAgain">Messages that were no last word: what they were about comes again by itself.</param>
/// <param name="Differences">What a person has to decide before the service may work again.</param>
public sealed record TakenOver(int Decisions, int Choices, int AskedAgain, IReadOnlyList<string> Differences);

/// <summary>Takes over into a restored history what the service had told before.</summary>
public delegate Task<TakenOver> TakeOver(BeforeRestore before, CancellationToken cancellationToken);

/// <summary>What a service has heard of another one, each message once; the console keeps all that is public.</summary>
/// <param name="of">The service that told it.</param>
public delegate IAsyncEnumerable<PastMessage> HeardMessages(string of, CancellationToken cancellationToken);

/// <summary>
/// SQL that a restored database needs before its service starts, as the owner: numbers that were given must not be given again.
/// </summary>
public sealed record AfterRestore(string Sql);

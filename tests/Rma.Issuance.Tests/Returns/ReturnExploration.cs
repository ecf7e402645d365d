using System.Text.Json;
using Rma.Issuance.Returns;

namespace Rma.Issuance.Tests.Returns;

/// <summary>One answer on the way: where it was, what it heard, what it did.</summary>
internal sealed record ReturnArrow(ReturnState From, string Message, bool InTime, ReturnStep Step);

/// <summary>
/// Every situation that a return can get into, found by giving each message to each situation, in time and past the last day, until no new
/// situation turns up.
/// </summary>
internal static class ReturnExploration
{
    private static readonly string[] Beginnings =
    [
        .. Policy.Remedies.All.SelectMany(remedy => new[] { $"Authorized:{remedy}", $"AuthorizedWithDrive:{remedy}" }),
        "AuthorizedLicence", "AuthorizedByTicket", "Withdrawn",
    ];

    private static readonly string[] Messages =
    [
        .. ReturnTable.Messages, "Tested:sound", "Tested:tampered", "Denied:nothing-due", "Quoted:2", "Approved:2", "Declined:2",
        "ShippedBack:no-fault-found", "Replaced:stock-replacement", "ReturnedUnrepaired:no-fault-found",
        "ReturnedUnrepaired:quote-declined",
    ];

    private static readonly Lazy<(IReadOnlyCollection<ReturnState>, IReadOnlyList<ReturnArrow>)> Explored = new(Explore);

    /// <summary>All situations, each once.</summary>
    public static IReadOnlyCollection<ReturnState> Situations => Explored.Value.Item1;

    /// <summary>All answers that were given.</summary>
    public static IReadOnlyList<ReturnArrow> Arrows => Explored.Value.Item2;

    /// <summary>Two returns in the same situation answer alike; how often they have moved makes no difference.</summary>
    public static string KeyOf(ReturnState line) => JsonSerializer.Serialize(line with { Moves = 0 });

    private static (IReadOnlyCollection<ReturnState>, IReadOnlyList<ReturnArrow>) Explore()
    {
        var (known, arrows) = (new Dictionary<string, ReturnState>(), new List<ReturnArrow>());
        var waiting = new Queue<ReturnState>();
        foreach (var beginning in Beginnings) Give(ReturnUnderTest.New.Line, beginning, true);
        while (waiting.TryDequeue(out var line))
        {
            foreach (var message in Messages)
            {
                Give(line, message, true);
                if (message is "DeadlineReached") Give(line, message, false);
            }
        }

        return (known.Values, arrows);

        void Give(ReturnState line, string message, bool inTime)
        {
            var around = inTime ? ReturnUnderTest.Today
                : ReturnUnderTest.Today with { Now = ReturnMessages.Now.AddDays(40) };
            if (new ReturnUnderTest(line).Hear(message, around) is not { } step) return;
            arrows.Add(new(line, message, inTime, step));
            if (known.TryAdd(KeyOf(step.After), step.After)) waiting.Enqueue(step.After);
        }
    }
}

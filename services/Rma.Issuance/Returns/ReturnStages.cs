using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Returns;

/// <summary>What a return waits for in a state.</summary>
/// <param name="Next">Who acts next: <c>requester</c>, <c>inspector</c>, <c>bench</c>, <c>credit</c> or <c>analyst</c>.</param>
/// <param name="WaitsFor">What it waits for, to be read by people.</param>
/// <param name="Patience">How long it may take, on the platform's clock, before an operator has to look.</param>
public sealed record ReturnStage(string Next, string WaitsFor, TimeSpan Patience);

/// <summary>Who is next in each state, what the return waits for, and for how long.</summary>
internal static class ReturnStages
{
    /// <summary>
    /// By state, in the order of a return's life. What machines answer takes seconds, what people do takes days; a loaner, which has no
    /// end by itself, is looked at once in a quarter.
    /// </summary>
    public static IReadOnlyDictionary<string, ReturnStage> Open { get; } = new Dictionary<string, ReturnStage>
    {
        [ReturnStates.AwaitingArrival] = new("requester", "the item, at our dock", TimeSpan.FromDays(45)),
        [ReturnStates.AwaitingInspection] = new("inspector", "its inspection", TimeSpan.FromDays(3)),
        [ReturnStates.AwaitingTest] = new("bench", "the test for the fault it was sent for", TimeSpan.FromDays(5)),
        [ReturnStates.AwaitingCredit] = new("credit", "the decision on its credit", TimeSpan.FromMinutes(15)),
        [ReturnStates.WithAnalyst] = new("analyst", "an analyst's decision on its credit", TimeSpan.FromDays(5)),
        [ReturnStates.InRepair] = new("bench", "its diagnosis, repair and way back", TimeSpan.FromDays(14)),
        [ReturnStates.AwaitingQuoteAnswer] = new("requester", "an answer to the quote", TimeSpan.FromDays(30)),
        [ReturnStates.OnBench] = new("bench", "the last step on the bench", TimeSpan.FromDays(5)),
        [ReturnStates.AwaitingCharge] = new("credit", "the decision on a charge", TimeSpan.FromDays(5)),
        [ReturnStates.AwaitingLoaner] = new("requester", "the loaner, back at our dock", TimeSpan.FromDays(90)),
    };

    /// <summary>How long a return may stay in each state before it counts as stuck.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Timeouts { get; } =
        Open.ToDictionary(stage => stage.Key, stage => stage.Value.Patience);

    /// <summary>The message that makes a return repeat its last request.</summary>
    public static object RetryMessage(ReturnState line, string by, string reason) =>
        new ReturnNudged(line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, by, reason);
}

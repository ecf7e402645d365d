using Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Returns;

/// <summary>How long a return may wait in each state before somebody has to look, and how it is asked to go on.</summary>
internal static class StateTimeouts
{
    /// <summary>
    /// What machines answer takes seconds, what people do takes days; what has no end by itself (a loaner) is looked at once in a quarter.
    /// </summary>
    public static IReadOnlyDictionary<string, TimeSpan> All { get; } = new Dictionary<string, TimeSpan>
    {
        [nameof(ReturnSaga.AwaitingArrival)] = TimeSpan.FromDays(45),
        [nameof(ReturnSaga.AwaitingInspection)] = TimeSpan.FromDays(3),
        [nameof(ReturnSaga.AwaitingTest)] = TimeSpan.FromDays(5),
        [nameof(ReturnSaga.AwaitingCredit)] = TimeSpan.FromMinutes(15),
        [nameof(ReturnSaga.WithAnalyst)] = TimeSpan.FromDays(5),
        [nameof(ReturnSaga.InRepair)] = TimeSpan.FromDays(14),
        [nameof(ReturnSaga.AwaitingQuoteAnswer)] = TimeSpan.FromDays(30),
        [nameof(ReturnSaga.OnBench)] = TimeSpan.FromDays(5),
        [nameof(ReturnSaga.AwaitingCharge)] = TimeSpan.FromDays(5),
        [nameof(ReturnSaga.AwaitingLoaner)] = TimeSpan.FromDays(90),
    };

    public static object RetryMessage(ReturnState line, string by, string reason) =>
        new ReturnNudged(line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, by, reason);
}

namespace Rma.Contracts.Issuance;

/// <summary>The states of a return. Their names are stored, and told in <see cref="V1.ReturnMoved"/>.</summary>
public static class ReturnStates
{
    /// <summary>Nothing was heard of it yet.</summary>
    public const string Initial = "Initial";

    public const string AwaitingArrival = "AwaitingArrival";
    public const string AwaitingInspection = "AwaitingInspection";
    public const string AwaitingTest = "AwaitingTest";
    public const string AwaitingCredit = "AwaitingCredit";
    public const string WithAnalyst = "WithAnalyst";
    public const string InRepair = "InRepair";
    public const string AwaitingQuoteAnswer = "AwaitingQuoteAnswer";
    public const string OnBench = "OnBench";
    public const string AwaitingCharge = "AwaitingCharge";
    public const string AwaitingLoaner = "AwaitingLoaner";
    public const string Expired = "Expired";
    public const string Cancelled = "Cancelled";
    public const string Closed = "Closed";

    /// <summary>The states in which a return waits for something, in the order of its life.</summary>
    public static IReadOnlyList<string> Open { get; } =
    [
        AwaitingArrival, AwaitingInspection, AwaitingTest, AwaitingCredit, WithAnalyst, InRepair, AwaitingQuoteAnswer, OnBench,
        AwaitingCharge, AwaitingLoaner,
    ];

    /// <summary>The states in which a return has come to its end.</summary>
    public static IReadOnlyList<string> Ended { get; } = [Expired, Cancelled, Closed];

    /// <summary>All states of a return that exists.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Open, .. Ended];
}

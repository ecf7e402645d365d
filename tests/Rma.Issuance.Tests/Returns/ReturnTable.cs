namespace Rma.Issuance.Tests.Returns;

/// <summary>
/// What every state of a return does with every message: the table that <see cref="ReturnSagaTests"/> holds against the real queue.
/// </summary>
public static class ReturnTable
{
    /// <summary>How to bring a return into a state.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Ways = new Dictionary<string, string[]>
    {
        ["AwaitingArrival"] = ["Authorized"],
        ["AwaitingInspection"] = ["Authorized", "Received"],
        ["AwaitingTest"] = ["Authorized:otc-exchange", "Received", "Inspected"],
        ["AwaitingCredit"] = ["Authorized", "Received", "Inspected"],
        ["WithAnalyst"] = ["Authorized", "Received", "Inspected", "Referred"],
        ["InRepair"] = ["Authorized:warranty-repair", "Received", "Inspected"],
        ["AwaitingQuoteAnswer"] = ["Authorized:paid-repair", "Received", "Inspected", "Quoted"],
        ["OnBench"] = ["Authorized:otc-exchange", "Received", "Inspected", "Tested"],
        ["AwaitingCharge"] = ["Authorized:warranty-repair", "Received", "Inspected", "ShippedBack"],
        ["AwaitingLoaner"] = ["Authorized:advance-replacement", "LoanerOut", "Received", "Inspected", "Tested", "Credited"],
        ["Expired"] = ["AuthorizedLongAgo", "DeadlineReached"],
        ["Cancelled"] = ["Authorized", "Withdrawn"],
        ["Closed"] = ["Authorized", "Received", "Inspected", "Credited"],
    };

    public static readonly string[] Messages =
    [
        "Authorized", "Withdrawn", "DeadlineApproaching", "DeadlineReached", "Received", "Inspected", "Restated", "Ordered", "Credited",
        "Denied", "Referred", "Tested", "Quoted", "Reminded", "Approved", "Declined", "Repaired", "ShippedBack", "Replaced",
        "ReleasedToStock", "ReturnedUnrepaired", "Extended", "Charged", "NothingDue", "ChargeOpen",
        "LoanerOut", "LoanerBack", "Nudged", "FactsRequested",
    ];

    /// <summary>Where a message leads; what is named neither here nor in <see cref="NeverAsked"/> is noted and changes nothing.</summary>
    private static readonly Dictionary<(string State, string Message), string> Moves = new()
    {
        [("AwaitingArrival", "Received")] = "AwaitingInspection", [("AwaitingArrival", "Withdrawn")] = "Cancelled",
        [("AwaitingInspection", "Inspected")] = "AwaitingCredit",
        [("AwaitingTest", "Tested")] = "OnBench",
        [("AwaitingCredit", "Credited")] = "Closed", [("AwaitingCredit", "Denied")] = "OnBench",
        [("AwaitingCredit", "Referred")] = "WithAnalyst",
        [("WithAnalyst", "Credited")] = "Closed", [("WithAnalyst", "Denied")] = "OnBench",
        [("InRepair", "Quoted")] = "AwaitingQuoteAnswer",
        [("InRepair", "ShippedBack")] = "AwaitingCharge", [("InRepair", "Replaced")] = "AwaitingCharge",
        [("InRepair", "ReturnedUnrepaired")] = "AwaitingCharge",
        [("AwaitingQuoteAnswer", "Approved")] = "InRepair", [("AwaitingQuoteAnswer", "Declined")] = "InRepair",
        [("AwaitingQuoteAnswer", "ShippedBack")] = "AwaitingCharge", [("AwaitingQuoteAnswer", "Replaced")] = "AwaitingCharge",
        [("AwaitingQuoteAnswer", "ReturnedUnrepaired")] = "AwaitingCharge",
        [("OnBench", "Replaced")] = "AwaitingCharge", [("OnBench", "ReturnedUnrepaired")] = "AwaitingCharge",
        [("OnBench", "ReleasedToStock")] = "Closed",
        [("AwaitingCharge", "Charged")] = "Closed", [("AwaitingCharge", "NothingDue")] = "Closed",
        [("AwaitingLoaner", "LoanerBack")] = "Closed",
        [("Expired", "Received")] = "AwaitingInspection", [("Cancelled", "Received")] = "AwaitingInspection",
        [("Closed", "LoanerOut")] = "AwaitingLoaner",
    };

    private static readonly string[] OfCredit = ["Credited", "Denied", "Referred", "FactsRequested"];
    private static readonly string[] OfTest = ["Tested"];
    private static readonly string[] OfRepair = ["Quoted", "Reminded", "Approved", "Declined", "Repaired", "ShippedBack"];
    private static readonly string[] OfBench = ["ReleasedToStock"];
    private static readonly string[] OfLeaving = ["Replaced", "ReturnedUnrepaired"];
    private static readonly string[] OfCharge = ["Charged", "NothingDue", "ChargeOpen"];

    /// <summary>What cannot be, because nobody was asked for it yet: quarantined, so that somebody looks.</summary>
    private static readonly HashSet<(string State, string Message)> NeverAsked =
    [
        .. In(["AwaitingArrival", "AwaitingInspection", "Expired", "Cancelled"],
            [.. OfCredit, .. OfTest, .. OfRepair, .. OfBench, .. OfLeaving, .. OfCharge]),
        .. In(["AwaitingTest"], [.. OfCredit, .. OfRepair, .. OfBench, .. OfLeaving, .. OfCharge]),
        .. In(["AwaitingCredit", "WithAnalyst"], [.. OfRepair, .. OfBench, .. OfLeaving, .. OfCharge]),
        .. In(["InRepair", "AwaitingQuoteAnswer"], ["Credited", .. OfBench, .. OfCharge]),
        .. In(["OnBench"], [.. OfRepair, .. OfCharge]),
        .. In(["AwaitingCharge"], ["Credited", .. OfBench]),
    ];

    /// <summary>Other ways, remedy by remedy, and where they lead.</summary>
    public static TheoryData<string, string, string> OtherWays => new()
    {
        { "credit-return", "Inspected Received", "AwaitingCredit" },
        { "stock-rotation", "Received Inspected Denied ReturnedUnrepaired", "Closed" },
        { "credit-return", "Received Inspected Denied:nothing-due", "Closed" },
        { "credit-return", "Received Inspected Referred Denied:nothing-due", "Closed" },
        { "credit-return", "Received Inspected LoanerOut Denied:nothing-due LoanerBack", "Closed" },
        { "credit-return", "Received Inspected FactsRequested Credited", "Closed" },
        { "warranty-repair", "Inspected Received", "InRepair" },
        { "warranty-repair", "Received Inspected Repaired ShippedBack NothingDue", "Closed" },
        { "warranty-repair", "Received Inspected Replaced NothingDue", "Closed" },
        { "warranty-repair", "Received Inspected ShippedBack:no-fault-found NothingDue", "Closed" },
        { "warranty-repair", "Received Inspected ShippedBack Charged", "Closed" },
        { "warranty-repair", "Received Inspected Quoted Approved Repaired ShippedBack Charged", "Closed" },
        { "paid-repair", "Received Inspected Quoted Quoted:2 Approved ShippedBack ChargeOpen", "AwaitingCharge" },
        { "paid-repair", "Received Inspected Quoted Declined ReturnedUnrepaired:quote-declined Charged", "Closed" },
        { "paid-repair", "Received Inspected Approved Quoted", "InRepair" },
        { "paid-repair", "Received Inspected Quoted Reminded ShippedBack Charged Extended", "Closed" },
        { "otc-exchange", "Received Inspected Tested Replaced:stock-replacement NothingDue", "Closed" },
        { "otc-exchange", "Received Inspected Tested:sound ReturnedUnrepaired:no-fault-found NothingDue", "Closed" },
        { "otc-exchange", "Received Inspected Tested:tampered ReturnedUnrepaired:excluded NothingDue", "Closed" },
        { "advance-replacement", "Ordered Received Inspected Tested Credited", "Closed" },
        { "advance-replacement", "Received Inspected Tested Referred Ordered Credited", "Closed" },
        { "advance-replacement", "Received Inspected Tested Denied Quoted Approved ShippedBack Charged", "Closed" },
        { "advance-replacement", "Received Inspected Tested:sound Denied ReturnedUnrepaired:no-fault-found NothingDue", "Closed" },
        { "advance-replacement", "Received LoanerOut Inspected Tested Denied ShippedBack NothingDue", "AwaitingLoaner" },
        { "advance-replacement", "LoanerOut Received LoanerBack Inspected Tested Credited", "Closed" },
        { "advance-replacement", "Received Inspected Tested Credited LoanerOut LoanerBack", "Closed" },
    };

    public static TheoryData<string> States => [.. Ways.Keys];

    /// <summary>The state after a message, or <c>quarantined</c>.</summary>
    public static string Answer(string state, string message) =>
        NeverAsked.Contains((state, message)) ? "quarantined" : Moves.GetValueOrDefault((state, message), state);

    private static IEnumerable<(string, string)> In(string[] states, string[] messages) =>
        states.SelectMany(state => messages.Select(message => (state, message)));
}

using Rma.Contracts.Issuance;

namespace Rma.Console.Returns;

/// <summary>Who has the next step.</summary>
internal static class NextBy
{
    public const string Requester = "requester";
    public const string Inspector = "inspector";
    public const string Bench = "bench";
    public const string Credit = "credit";
    public const string Analyst = "analyst";
    public const string Desk = "desk";

    private static readonly Dictionary<string, string> ByState = new()
    {
        [ReturnStates.AwaitingArrival] = Requester, [ReturnStates.AwaitingInspection] = Inspector, [ReturnStates.AwaitingTest] = Bench,
        [ReturnStates.AwaitingCredit] = Credit, [ReturnStates.WithAnalyst] = Analyst, [ReturnStates.InRepair] = Bench,
        [ReturnStates.AwaitingQuoteAnswer] = Requester, [ReturnStates.OnBench] = Bench, [ReturnStates.AwaitingCharge] = Credit,
        [ReturnStates.AwaitingLoaner] = Requester, [ItemStates.Referred] = Desk,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByState.Values.Distinct()];

    /// <summary>Who is next in a state; null when nobody is.</summary>
    public static string? In(string state) => ByState.GetValueOrDefault(state);

    /// <summary>The states in which anybody is next.</summary>
    public static string[] States { get; } = [.. ByState.Keys];

    /// <summary>The condition of the indexes of what is open, to the letter.</summary>
    public const string IsOpenSql =
        "state not in ('Expired', 'Cancelled', 'Closed', 'Denied', 'Withdrawn', 'Lapsed')";

    /// <summary>The states in which this one is next.</summary>
    public static string[] StatesOf(string next) => [.. ByState.Where(pair => pair.Value == next).Select(pair => pair.Key)];
}

/// <summary>Says where a return is, in one sentence.</summary>
internal static class ReturnWords
{
    /// <summary>The sentence.</summary>
    /// <param name="dueOn">The last day of the next step; null when it has none.</param>
    /// <param name="toRequester">Whether the requester reads it, or the staff.</param>
    /// <param name="sinceOn">The day on which it came into its state.</param>
    public static string Sentence(ReturnRow row, DateOnly sinceOn, DateOnly? dueOn, bool toRequester)
    {
        var item = row.RmaNumber is { } number && row.Line is { } line ? $"{row.SerialNumber} ({number}, line {line})" : row.SerialNumber;
        if (WaitsFor(row, toRequester) is not { } waits) return $"{item} {Ended(row, Written.Weekday(sinceOn))}.";
        var until = dueOn is { } due ? $", until {Written.Weekday(due)}" : "";
        var hold = row.HeldUntil is { } held && !toRequester
            ? $" On hold until {Written.Weekday(held)}: {row.HoldReason?.TrimEnd('.')}." : "";
        return $"{item} {Is(row)} since {Written.Weekday(sinceOn)}, waiting for {waits}{until}.{hold}";
    }

    /// <summary>What it waits for; null when nothing.</summary>
    public static string? WaitsFor(ReturnRow row, bool toRequester) => row.State switch
    {
        ReturnStates.AwaitingArrival when row.Site is not null => "its scan at the dock",
        ReturnStates.AwaitingArrival when row.TrackingNumber is not null =>
            $"{(toRequester ? "your" : "the")} carton that is on its way ({row.Carrier} {row.TrackingNumber})",
        ReturnStates.AwaitingArrival => toRequester ? "you to send it" : "the item, at our dock",
        ReturnStates.AwaitingInspection => "its inspection",
        ReturnStates.AwaitingTest => "the test for the fault it was sent for",
        ReturnStates.AwaitingCredit or ReturnStates.WithAnalyst => "the decision on its credit",
        ReturnStates.InRepair => "its diagnosis, repair and way back",
        ReturnStates.AwaitingQuoteAnswer => $"{(toRequester ? "you to answer" : "the requester's answer to")} quote{Quote(row)}",
        ReturnStates.OnBench => "the last step there",
        ReturnStates.AwaitingCharge => "the decision on a charge",
        ReturnStates.AwaitingLoaner =>
            $"{(toRequester ? "the loaner that you still have" : "its loaner, at our dock")}{Named(row.LoanerSerial)}",
        ItemStates.Referred => "a fact or a person",
        _ => null,
    };

    private static string Is(ReturnRow row) => row.State switch
    {
        ReturnStates.AwaitingArrival when row.Site is { } site => $"has a carton that came in at {site} and has had its number",
        ReturnStates.AwaitingArrival => "has had its number",
        ReturnStates.AwaitingInspection => "has been at the dock",
        ReturnStates.AwaitingTest or ReturnStates.InRepair or ReturnStates.AwaitingQuoteAnswer or ReturnStates.OnBench =>
            "has been at the bench",
        ReturnStates.AwaitingCredit => "has been with credit",
        ReturnStates.WithAnalyst => "has been with a credit analyst",
        ReturnStates.AwaitingCharge => "has left the bench and been with credit",
        ReturnStates.AwaitingLoaner => "has been settled",
        ItemStates.Referred => $"has been referred ({row.Reason?.TrimEnd('.')})",
        _ => $"has been in the state {row.State}",
    };

    private static string Ended(ReturnRow row, string on) => row.State switch
    {
        ReturnStates.Expired => $"did not arrive in time; its number expired on {on}",
        ReturnStates.Cancelled => $"was cancelled on {on}",
        ReturnStates.Closed => $"was closed on {on}: {End(row)}",
        ItemStates.Denied => $"was denied on {on}: {row.Reason?.TrimEnd('.')}",
        ItemStates.Withdrawn => $"was withdrawn by its requester on {on}",
        ItemStates.Lapsed => $"lapsed on {on}: what it waited for did not come",
        _ => $"has been in the state {row.State} since {on}",
    };

    private static string End(ReturnRow row) => row.Outcome switch
    {
        Outcomes.Credited => row.CreditAmount is { } paid ? $"credited with {Written.Money(paid, row.CreditCurrency)}" : Outcomes.Credited,
        Outcomes.NothingDue => "nothing had been paid for it",
        Outcomes.Denied => "its credit was denied",
        Outcomes.ReturnedUnrepaired => "it went back unrepaired",
        Outcomes.NoFaultFound => "it went back, no fault was found",
        Outcomes.Repaired => "it went back repaired",
        Outcomes.Replaced => $"it was replaced{By(row)}",
        Outcomes.Exchanged => $"it was exchanged{By(row)}",
        { } other => other,
        null => "it has come to its end",
    };

    private static string Quote(ReturnRow row) =>
        row.QuoteAmount is { } amount ? $" {row.QuoteVersion} ({Written.Money(amount, row.QuoteCurrency)})" : "";

    private static string By(ReturnRow row) => row.ReplacementSerial is { } serial ? $" by {serial}" : "";

    private static string Named(string? serial) => serial is null ? "" : $" ({serial})";
}

namespace Rma.Demo;

/// <summary>One item with the life the feed gives it, and how its return has to end.</summary>
/// <param name="Expected">The outcome, e.g. <c>credited</c>, <c>returned-unrepaired</c>, <c>denied C2</c>.</param>
/// <param name="Credit">The credit expected in USD; null when none may come.</param>
/// <param name="Remedy">What is asked for.</param>
/// <param name="Charge">The charge expected in USD; null when none may come.</param>
/// <param name="InvoicedAhead">False when its plot itself says what was paid.</param>
internal sealed record Case(
    string Kind, string Serial, Product Product, string Account, int DaysSinceInvoice, string Expected, decimal? Credit,
        string Remedy = "credit-return", decimal? Charge = null,
    bool InvoicedAhead = true)
{
    private readonly List<string> path = [];

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<string> Path => path;

    /// <summary>The other unit of a plot for two; it goes back under a number of its own, and has to end as this one.</summary>
    public Case? Twin { get; init; }

    /// <summary>Whether what is said of it in two steps comes in the wrong order: with every other case it does.</summary>
    public bool Backwards => (Serial.LastOrDefault(char.IsAsciiDigit) - '0') % 2 == 1;

    public string? RmaNumber { get; set; }

    public string? Outcome { get; set; }

    public bool AsExpected => Outcome == Expected;

    public void Went(string step) => path.Add(step);

    public override string ToString() => $"{Kind} {Serial}";
}

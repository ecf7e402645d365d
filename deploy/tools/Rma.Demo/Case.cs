namespace Rma.Demo;

/// <summary>One item with its feed facts and its expected outcome.</summary>
/// <param name="Expected">The outcome, e.g. <c>credited</c>, <c>returned-unrepaired</c>, <c>denied C2</c>.</param>
/// <param name="Credit">The expected credit in USD; null when there must be none.</param>
/// <param name="Remedy">The requested remedy.</param>
/// <param name="Charge">The expected charge in USD; null when there must be none.</param>
/// <param name="InvoicedAhead">False when its plot sends the invoice itself.</param>
internal sealed record Case(
    string Kind, string Serial, Product Product, string Account, int DaysSinceInvoice, string Expected, decimal? Credit,
        string Remedy = "credit-return", decimal? Charge = null,
    bool InvoicedAhead = true)
{
    private readonly List<string> path = [];

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<string> Path => path;

    /// <summary>The other unit of a plot for two; returned under its own number, with the same expected outcome.</summary>
    public Case? Twin { get; init; }

    /// <summary>Whether its two-step facts are sent in the wrong order: in every other case they are.</summary>
    public bool Backwards => (Serial.LastOrDefault(char.IsAsciiDigit) - '0') % 2 == 1;

    public string? RmaNumber { get; set; }

    public string? Outcome { get; set; }

    public bool AsExpected => Outcome == Expected;

    public void Went(string step) => path.Add(step);

    public override string ToString() => $"{Kind} {Serial}";
}

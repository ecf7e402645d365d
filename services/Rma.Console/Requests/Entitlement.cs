namespace Rma.Console.Requests;

/// <summary>An amount, as a service says it.</summary>
public sealed record Sum(decimal Amount, string Currency);

/// <summary>How a request for one remedy would be answered now, as issuance says it.</summary>
public sealed record RemedyOutlook(
    string Remedy, string Outcome, string? Code, string Reason, IReadOnlyList<string> Clauses, DateOnly? LastDay = null,
    Sum? ExpectedAmount = null, string? WouldChange = null, IReadOnlyList<string>? MissingFacts = null)
{
    /// <summary>Whether a number would be issued.</summary>
    public bool IsYes => Outcome == nameof(Policy.Outcome.Yes);

    /// <summary>Whether it would be refused; what is neither waits for a fact or a person.</summary>
    public bool IsNo => Outcome == nameof(Policy.Outcome.No);
}

/// <summary>What one item is entitled to, remedy by remedy.</summary>
public sealed record ItemEntitlement(string Item, IReadOnlyList<RemedyOutlook> Remedies)
{
    /// <summary>The answer for one remedy; null when there is none.</summary>
    public RemedyOutlook? Of(string? remedy) => Remedies.FirstOrDefault(outlook => outlook.Remedy == remedy);
}

/// <summary>What many items are entitled to.</summary>
public sealed record Entitlements(string PolicyVersion, DateOnly On, IReadOnlyList<ItemEntitlement> Items)
{
    /// <summary>All items, remedy by remedy, in the order of the document.</summary>
    public IEnumerable<RemedySummary> Summaries => Policy.Remedies.All.Select(remedy => new RemedySummary(
        remedy, [.. Items.Select(item => item.Of(remedy)).OfType<RemedyOutlook>()]));
}

/// <summary>What the items are entitled to of one remedy.</summary>
public sealed record RemedySummary(string Remedy, IReadOnlyList<RemedyOutlook> Outlooks)
{
    /// <summary>How many would be authorized.</summary>
    public int Yes => Outlooks.Count(outlook => outlook.IsYes);

    /// <summary>How many would be refused.</summary>
    public int No => Outlooks.Count(outlook => outlook.IsNo);

    /// <summary>How many would wait for a fact or a person.</summary>
    public int Refer => Outlooks.Count - Yes - No;

    /// <summary>Why most of them would be refused; null when none would.</summary>
    public RemedyOutlook? Against => Outlooks.Where(outlook => outlook.IsNo).GroupBy(outlook => outlook.Code)
        .MaxBy(same => same.Count())?.First();

    /// <summary>What would be paid for those that would be authorized, by currency.</summary>
    public IEnumerable<Sum> Expected => Outlooks.Where(outlook => outlook.IsYes).Select(outlook => outlook.ExpectedAmount)
        .OfType<Sum>().GroupBy(sum => sum.Currency).Select(same => new Sum(same.Sum(sum => sum.Amount), same.Key));
}

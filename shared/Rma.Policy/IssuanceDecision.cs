namespace Rma.Policy;

/// <summary>The answer to a request for an RMA number.</summary>
/// <param name="Overall">Approved when at least one line is; only approved lines are authorized.</param>
/// <param name="Code">The denial or referral code, stable (<c>rma.…</c>); null for an approval.</param>
/// <param name="Lines">One outlook per line, in the order of the request.</param>
/// <param name="ValidThrough">Last local day, inclusive, for the scan at the dock (P4); null unless approved.</param>
public sealed record IssuanceDecision(Decision Overall, string? Code, ValueList<LineOutlook> Lines, DateOnly? ValidThrough);

/// <summary>The expected outcome of an item; provisional until arrival and inspection (C4).</summary>
/// <param name="Item">Serial number or license code.</param>
/// <param name="Decision">Approved: authorized; <see cref="Decision.LastDay"/> is the last day for its arrival (for a license: its
/// decision).</param>
/// <param name="Code">The denial or referral code, stable; null for an approval.</param>
public sealed record LineOutlook(string Item, Decision Decision, string? Code);

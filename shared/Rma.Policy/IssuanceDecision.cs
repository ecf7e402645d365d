namespace Rma.Policy;

/// <summary>The answer to a request for an RMA number.</summary>
/// <param name="Overall">Yes when at least one line is authorised; only lines with a yes are.</param>
/// <param name="Code">Why not, as a stable code (<c>rma.…</c>); null for a yes.</param>
/// <param name="Lines">One outlook per line, in the order asked.</param>
/// <param name="ValidThrough">Last local day, inclusive, for the scan at the dock (P4); null unless it is a yes.</param>
public sealed record IssuanceDecision(Decision Overall, string? Code, ValueList<LineOutlook> Lines, DateOnly? ValidThrough);

/// <summary>What an item can hope for; provisional until arrival and inspection (C4).</summary>
/// <param name="Item">Serial number or licence code.</param>
/// <param name="Decision">Yes: authorised; <see cref="Decision.LastDay"/> is the last day it may arrive (a licence: be decided).</param>
/// <param name="Code">Why not, as a stable code; null for a yes.</param>
public sealed record LineOutlook(string Item, Decision Decision, string? Code);

namespace Rma.Credit.Reconciliation;

/// <summary>Two records of the same amount that differ, or one that is missing.</summary>
/// <param name="Kind">
/// Stable: <c>credit.not-in-stream</c>, <c>credit.not-in-book</c>, <c>credit.not-in-ledger</c>, <c>credit.posted-twice</c>,
/// <c>credit.differs</c>,
/// <c>credit.not-announced</c>, <c>credit.not-received</c>, <c>credit.held</c>,
/// <c>credit.lines-do-not-add-up</c>, the same of charges, <c>purchase.sum-differs</c>, <c>return.credited-without-credit</c>,
/// <c>return.credit-not-taken</c>, <c>return.charged-without-charge</c>, <c>control-total.changed</c>; and of credits in question
/// <c>credit.line-withdrawn</c>, <c>credit.line-moved</c>, <c>credit.line-price-lowered</c>, <c>invoice-line.over-price</c>,
/// <c>order-line.over-quantity</c>, <c>licence.activated-before-credit</c>.
/// </param>
/// <param name="Id">The credit, charge or return; of a control total its business date.</param>
/// <param name="What">Both sides, in words.</param>
public sealed record Difference(string Kind, string Id, string What);

/// <summary>The result of a reconciliation.</summary>
/// <param name="FinishedAt">Null while the first one is under way.</param>
/// <param name="Checked">Number of reconciled records.</param>
public sealed record ReconciliationReport(DateTimeOffset? FinishedAt, long Checked, IReadOnlyList<Difference> Differences);

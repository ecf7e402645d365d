namespace Rma.Console.Figures;

/// <summary>What figures are asked for.</summary>
/// <param name="From">First day, policy-local; 30 days ago when nothing is said.</param>
/// <param name="Through">Last day, policy-local; today when nothing is said, and a year after the first at most.</param>
/// <param name="By">One row for each: <c>remedy</c> (when nothing is said), <c>account</c>, <c>sku</c>, <c>reason</c>, <c>outcome</c>,
/// <c>site</c>, <c>day</c>, <c>week</c> or <c>month</c>.</param>
public sealed record FigureFilter(DateOnly? From, DateOnly? Through, string? By, string? Account, string? Remedy, string? Site);

namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// Coverage as tested on the RMA's issue date and fixed for that RMA (clauses W1, W7, A-10); provisional until the inspection (rule 41).
/// </summary>
/// <param name="WithinPeriod">Whether the issue date lies within the warranty period or the extension of a paid repair.</param>
/// <param name="EndsOn">Last covered day, policy-local, inclusive; null when no shipment is known.</param>
/// <param name="Basis"><c>warranty</c>, <c>repair-extension</c> or <c>none</c>.</param>
/// <param name="TestedOn">The issue date, policy-local.</param>
public sealed record WarrantyCoverage(bool WithinPeriod, DateOnly? EndsOn, string Basis, DateOnly TestedOn);

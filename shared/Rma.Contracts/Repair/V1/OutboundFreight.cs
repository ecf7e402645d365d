namespace Rma.Contracts.Repair.V1;

/// <summary>
/// The shipping service of a unit, when it was not the ground service: its cost and that of the ground service (clauses W10, W11).
/// </summary>
/// <param name="Service">E.g. <c>UPS Next Day Air</c>.</param>
/// <param name="Cost">What the service cost.</param>
/// <param name="GroundCost">What UPS Ground would have cost; the domestic rate where there is no such service .</param>
public sealed record OutboundFreight(string Service, decimal Cost, decimal GroundCost, string Currency);

using Rma.ServiceDefaults;

namespace Rma.Credit.Reconciliation;

internal static class ShowReconciliationEndpoint
{
    public static void MapReconciliation(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/reconciliation", (ReconciliationRounds rounds) => Results.Ok(rounds.Last))
            .Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName("showReconciliation").WithSummary("Shows the last reconciliation of ledgers and notes.")
            .Produces<ReconciliationReport>();
}

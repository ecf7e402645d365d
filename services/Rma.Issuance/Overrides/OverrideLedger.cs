using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Overrides;

/// <summary>An entry of the override ledger.</summary>
/// <param name="State"><c>pending</c>, <c>granted</c> or <c>rejected</c>; a granted one has expired when its last day is over.</param>
/// <param name="AnsweredBy">The second person; null while pending.</param>
public sealed record OverrideRow(
    Guid OverrideId, string SerialNumber, string Code, string Clause, decimal? Percent, string Reason, DateOnly ExpiresOn,
    [OneOf(typeof(OverrideStates))] string State, string RequestedBy, DateTimeOffset RequestedAt, string? AnsweredBy,
    DateTimeOffset? AnsweredAt);

/// <summary>The ledger of all overrides, updated in the transaction of their events.</summary>
internal sealed class OverrideLedger : IInlineProjection<Override, OverrideEvent>
{
    private const string Sql =
        """
        insert into override_ledger (override_id, serial_number, code, clause, percent, reason, expires_on, state, requested_by,
            requested_at, answered_by, answered_at)
        values (@OverrideId, @SerialNumber, @Code, @Clause, @Percent, @Reason, @ExpiresOn, @State, @RequestedBy, @RequestedAt,
            @AnsweredBy, @AnsweredAt)
        on conflict (override_id) do update set state = excluded.state, answered_by = excluded.answered_by,
            answered_at = excluded.answered_at
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("override_ledger", "override_id")];

    public IEnumerable<RowChange> Project(string id, Step<Override, OverrideEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row)] : [];

    private static OverrideRow? Row(Override state) => state switch
    {
        Override.Pending { Request: var request } => Row(request, OverrideStates.Pending, null, null),
        Override.Granted { Request: var request, Approval: var answer } =>
            Row(request, OverrideStates.Granted, answer.ApprovedBy, answer.ApprovedAt),
        Override.Rejected { Request: var request, Rejection: var answer } =>
            Row(request, OverrideStates.Rejected, answer.RejectedBy, answer.RejectedAt),
        _ => null,
    };

    private static OverrideRow Row(OverrideRequested e, string state, string? answeredBy, DateTimeOffset? answeredAt) => new(
        e.OverrideId, e.SerialNumber, e.Code, e.Clause, e.Percent, e.Reason, e.ExpiresOn, state, e.RequestedBy, e.RequestedAt, answeredBy,
        answeredAt);
}

internal static class OverrideLedgerEndpoint
{
    public static void MapOverrideLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/overrides", async (
            string? serialNumber, string? state, string? code, string? requestedBy, [AsParameters] ListPage page) =>
        {
            Filters.OneOf(state, "state", OverrideStates.All);
            return await page.Read<OverrideRow>(
                """
                select override_id, serial_number, code, clause, percent, reason, expires_on, state, requested_by, requested_at,
                    answered_by, answered_at
                from override_ledger where (@serialNumber::text is null or serial_number = @serialNumber) and (@state::text is null
                    or state = @state) and (@code::text is null or code = @code)
                    and (@requestedBy::text is null or requested_by = @requestedBy)
                """, new { serialNumber, state, code, requestedBy },
                new ListOrder("requested_at", "override_id", NewestFirst: true), row => (row.RequestedAt, row.OverrideId), 100);
        }).Allow(Roles.ReturnsDesk, Roles.CreditAnalyst, Roles.Auditor, Roles.Operator, Roles.Finance)
            .WithName("listOverrides").WithSummary("Lists overrides, newest first.")
            .Pages<OverrideRow>()
            .Refuses(400, "request.unknown-value");
}

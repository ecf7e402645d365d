using Dapper;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Credit.ChargeCases;

/// <summary>A charge case in a list.</summary>
/// <param name="State"><c>referred</c>, <c>raised</c> or <c>nothing-due</c>.</param>
/// <param name="Code">Why it is referred; null otherwise.</param>
public sealed record ChargeCaseRow(
    Guid ChargeCaseId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string Remedy, string State,
    string? Code, string Reason, DateTimeOffset RequestedAt, DateTimeOffset ChangedAt, decimal? Amount, string? Currency);

/// <summary>The list of charge cases, updated in the transaction of their events.</summary>
internal sealed class ChargeCaseList : IInlineProjection<ChargeCase, ChargeCaseEvent>
{
    private const string Columns =
        """
        charge_case_id, rma_id, rma_number, line, account_id, serial_number, remedy, state, code, reason, requested_at, changed_at,
        amount, currency
        """;

    private const string Sql =
        """
        insert into charge_cases (charge_case_id, rma_id, rma_number, line, account_id, serial_number, remedy, state, code, reason,
            requested_at, changed_at, amount, currency)
        values (@ChargeCaseId, @RmaId, @RmaNumber, @Line, @AccountId, @SerialNumber, @Remedy, @State, @Code, @Reason, @RequestedAt,
            @ChangedAt, @Amount, @Currency)
        on conflict (charge_case_id) do update set state = excluded.state, code = excluded.code, reason = excluded.reason,
            requested_at = excluded.requested_at, changed_at = excluded.changed_at, amount = excluded.amount, currency = excluded.currency
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("charge_cases", "charge_case_id")];

    public IEnumerable<RowChange> Project(string id, Step<ChargeCase, ChargeCaseEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row)] : [];

    /// <summary>Longest waiting first; all filters are optional.</summary>
    public static async Task<IEnumerable<ChargeCaseRow>> Read(
        NpgsqlDataSource database, string? state, string? rmaNumber, string? serialNumber, int limit)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryAsync<ChargeCaseRow>(
            $"""
            select {Columns} from charge_cases
            where (@state::text is null or state = @state) and (@rmaNumber::text is null or rma_number = @rmaNumber)
              and (@serialNumber::text is null or serial_number = @serialNumber)
            order by requested_at, charge_case_id limit @limit
            """, new { state, rmaNumber, serialNumber, limit });
    }

    private static ChargeCaseRow? Row(ChargeCase state) => state switch
    {
        ChargeCase.Referred { Referral: var e } => Row(e.Request, "referred", e.Code, e.Decision.Reason, e.ReferredAt, null),
        ChargeCase.Raised { Charge: var e } => Row(e.Request, "raised", null, e.Decision.Reason, e.RaisedAt, e.Total),
        ChargeCase.NothingDue { Answer: var e } => Row(e.Request, "nothing-due", null, e.Decision.Reason, e.DecidedAt, null),
        _ => null,
    };

    private static ChargeCaseRow Row(
        ChargeRequest request, string state, string? code, string reason, DateTimeOffset changedAt, Policy.Money? total) => new(
        request.ReturnId, request.RmaId, request.RmaNumber, request.Line, request.AccountId, request.SerialNumber, request.Remedy, state,
        code, reason, request.RequestedAt.ToUniversalTime(), changedAt.ToUniversalTime(), total?.Amount, total?.Currency);
}

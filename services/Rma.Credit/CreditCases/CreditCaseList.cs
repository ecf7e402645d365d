using Dapper;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Credit.CreditCases;

/// <summary>A credit case in a list.</summary>
/// <param name="State"><c>held</c>, <c>referred</c>, <c>issued</c> or <c>denied</c>.</param>
/// <param name="Code">Why it is referred or denied; null for a credit.</param>
/// <param name="RequestedAt">When the credit was last requested.</param>
public sealed record CreditCaseRow(
    Guid CreditCaseId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, string State,
    string? Code, string Reason, DateTimeOffset RequestedAt, DateTimeOffset ChangedAt, Guid? CreditId);

/// <summary>The list of cases, updated in the transaction of their events.</summary>
internal sealed class CreditCaseList : IInlineProjection<CreditCase, CreditCaseEvent>
{
    private const string Columns =
        """
        credit_case_id, rma_id, rma_number, line, account_id, serial_number, sku, state, code, reason, requested_at, changed_at, credit_id
        """;

    private const string Sql =
        """
        insert into credit_cases (credit_case_id, rma_id, rma_number, line, account_id, serial_number, sku, state, code, reason,
            requested_at, changed_at, credit_id)
        values (@CreditCaseId, @RmaId, @RmaNumber, @Line, @AccountId, @SerialNumber, @Sku, @State, @Code, @Reason, @RequestedAt,
            @ChangedAt, @CreditId)
        on conflict (credit_case_id) do update set sku = excluded.sku, state = excluded.state, code = excluded.code,
            reason = excluded.reason, requested_at = excluded.requested_at, changed_at = excluded.changed_at,
            credit_id = excluded.credit_id
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("credit_cases", "credit_case_id")];

    public IEnumerable<RowChange> Project(string id, Step<CreditCase, CreditCaseEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row)] : [];

    /// <summary>Longest waiting first; all filters are optional.</summary>
    public static async Task<IEnumerable<CreditCaseRow>> Read(
        NpgsqlDataSource database, string? state, string? rmaNumber, string? serialNumber, int limit)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryAsync<CreditCaseRow>(
            $"""
            select {Columns} from credit_cases
            where (@state::text is null or state = @state) and (@rmaNumber::text is null or rma_number = @rmaNumber)
              and (@serialNumber::text is null or serial_number = @serialNumber)
            order by requested_at, credit_case_id limit @limit
            """, new { state, rmaNumber, serialNumber, limit });
    }

    private static CreditCaseRow? Row(CreditCase state) => state switch
    {
        CreditCase.Referred { Referral: var e } => Row(e.Request, "referred", e.Code, e.Decision.Reason, e.ReferredAt, null),
        CreditCase.Held { Hold: var e } =>
            Row(e.Request, "held", "credit.held", $"It waits for the {string.Join(" and the ", e.Missing)}.", e.HeldAt, null),
        CreditCase.Issued { Credit: var e } => Row(e.Request, "issued", null, e.Decision.Reason, e.IssuedAt, e.CreditId),
        CreditCase.Denied { Denial: var e } => Row(e.Request, "denied", e.Code, e.Decision.Reason, e.DeniedAt, null),
        _ => null,
    };

    private static CreditCaseRow Row(
        CreditRequest request, string state, string? code, string reason, DateTimeOffset changedAt, Guid? creditId) => new(
        request.ReturnId, request.RmaId, request.RmaNumber, request.Line, request.AccountId, request.SerialNumber, request.Sku, state, code,
        reason, request.RequestedAt, changedAt, creditId);
}

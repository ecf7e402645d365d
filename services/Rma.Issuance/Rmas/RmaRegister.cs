using Dapper;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>An RMA or request in a list.</summary>
/// <param name="RmaNumber">Null while no number was issued.</param>
/// <param name="State">One of <see cref="RmaStates"/>.</param>
/// <param name="ValidThrough">Last valid day of the number, policy-local.</param>
public sealed record RmaRow(
    Guid RmaId, string? RmaNumber, string AccountId, string Remedy, [OneOf(typeof(RmaStates))] string State, DateTimeOffset RequestedAt,
    DateOnly? ValidThrough);

/// <summary>All RMAs and requests, one row each, updated in the transaction of their events.</summary>
internal sealed class RmaRegister(AmbientTransaction transaction) : IInlineProjection<ReturnAuthorization, RmaEvent>
{
    private const string Columns = "rma_id, rma_number, account_id, remedy, state, requested_at, valid_through";

    private const string Sql =
        """
        insert into rma_register (rma_id, rma_number, account_id, remedy, state, requested_at, valid_through)
        values (@RmaId, @RmaNumber, @AccountId, @Remedy, @State, @RequestedAt, @ValidThrough)
        on conflict (rma_id) do update set rma_number = excluded.rma_number, state = excluded.state, valid_through = excluded.valid_through
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("rma_register", "rma_id")];

    public IEnumerable<RowChange> Project(string id, Step<ReturnAuthorization, RmaEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row)] : [];

    /// <summary>By RMA number or request id; null when it does not exist or belongs to another account.</summary>
    public async Task<RmaRow?> Find(string reference, Caller caller, CancellationToken cancellationToken)
    {
        var number = Policy.RmaNumber.TryRead(reference, out var read) ? read.ToString() : null;
        _ = Guid.TryParse(reference, out var id);
        // On the request's own connection: taking a second one while holding the first can deadlock the pool.
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QuerySingleOrDefaultAsync<RmaRow>(
            $"select {Columns} from rma_register where (rma_id = @id or rma_number = @number) and (@account::text is null " +
                "or account_id = @account)",
            new { id, number, account = AskingAccount.Seen(caller) }, open);
    }

    /// <summary>The request of an issued number; null when it was never issued.</summary>
    public async Task<Guid?> FindIssued(Policy.RmaNumber number, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            "select rma_id from rma_register where rma_number = @number", new { number = number.ToString() }, open);
    }

    /// <summary>Newest first; partners see only their own.</summary>
    public static Task<IResult> List(
        ListPage page, string? state, string? serialNumber, string? account, string? remedy, Caller caller) => page.Read<RmaRow>(
        $"""
        select {Columns} from rma_register
        where (@state::text is null or state = @state) and (@seen::text is null or account_id = @seen)
          and (@account::text is null or account_id = @account) and (@remedy::text is null or remedy = @remedy)
          and (@serialNumber::text is null or rma_id in (select (data->>'RmaId')::uuid from sagas
              where data->>'SerialNumber' = @serialNumber))
        """, new { state, serialNumber, account, remedy, seen = AskingAccount.Seen(caller) },
        new ListOrder("requested_at", "rma_id", NewestFirst: true), row => (row.RequestedAt, row.RmaId));

    private static RmaRow? Row(ReturnAuthorization rma) => rma switch
    {
        ReturnAuthorization.Issued { Authorization: var e } issued =>
            Row(e, issued.Closed.Count >= e.Lines.Count ? RmaStates.Closed : RmaStates.Issued),
        ReturnAuthorization.Cancelled { Authorization: var e } => Row(e, RmaStates.Cancelled),
        ReturnAuthorization.Denied { Denial: var e } =>
            new(e.Request.RmaId, null, e.Request.AccountId, e.Request.Remedy, RmaStates.Denied, e.DeniedAt, null),
        ReturnAuthorization.Referred { Referral: var e } =>
            new(e.Request.RmaId, null, e.Request.AccountId, e.Request.Remedy, RmaStates.Referred, e.ReferredAt, null),
        ReturnAuthorization.GivenUp { Referral: var e } given => new(
            e.Request.RmaId, null, e.Request.AccountId, e.Request.Remedy, given.Withdrawal is null
                ? RmaStates.Lapsed : RmaStates.Withdrawn, e.ReferredAt, null),
        _ => null,
    };

    private static RmaRow Row(RmaIssued e, string state) =>
        new(e.Request.RmaId, e.RmaNumber, e.Request.AccountId, e.Request.Remedy, state, e.IssuedAt, e.ValidThrough);
}

using System.Globalization;
using System.Text.Json.Serialization;
using Dapper;
using Npgsql;
using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Console.Live;

/// <summary>A return changed.</summary>
/// <param name="State">Its state now; see <c>GET /returns/{id}</c>.</param>
/// <param name="ChangedAt">Business time.</param>
/// <param name="AmongEmployees">Only who is at it changed, or why it is on hold: no news for the account.</param>
public sealed record ReturnChange(
    Guid ReturnId, string? RmaNumber, string AccountId, [OneOf(typeof(ReturnStates), typeof(ItemStates))] string State,
    DateTimeOffset ChangedAt, [property: JsonIgnore] bool AmongEmployees = false);

/// <summary>A place in the order of changes, as the id of an event says it.</summary>
/// <param name="Transaction">The transaction that wrote it.</param>
internal sealed record ChangePlace(long Transaction, long Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}-{Number}");

    /// <exception cref="InvalidInputException">It is none.</exception>
    public static ChangePlace Read(string text) =>
        text.Split('-') is [var transaction, var number]
        && long.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var second) ? new(first, second)
        : throw new InvalidInputException("cursor.not-of-this-list", "Last-Event-ID is the id of no event. Begin again without it.");
}

/// <summary>
/// The changes that may be read: all transactions that are older than the oldest one still running have ended, so nothing that comes
/// later has its place among them.
/// </summary>
internal sealed class ChangeTable(NpgsqlDataSource database)
{
    private const string AfterSql =
        """
        select tx::text::bigint as transaction, seq, return_id, rma_number, account_id, state, changed_at, among_employees from changes
        where (tx, seq) > (@transaction::text::xid8, @number) and tx < pg_snapshot_xmin(pg_current_snapshot())
        order by tx, seq limit @limit
        """;

    private const string EndSql =
        """
        select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 as transaction, 9223372036854775807 as number
        """;

    private sealed record Row(
        long Transaction, long Seq, Guid ReturnId, string? RmaNumber, string AccountId, string State, DateTimeOffset ChangedAt,
        bool AmongEmployees);

    /// <summary>The place after everything that may be read now.</summary>
    public async Task<ChangePlace> End(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<ChangePlace>(EndSql);
    }

    /// <summary>The next changes.</summary>
    public async Task<IReadOnlyList<(ChangePlace Place, ReturnChange Change)>> After(
        ChangePlace place, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            AfterSql, new { transaction = place.Transaction, number = place.Number, limit });
        return [.. rows.Select(row => (new ChangePlace(row.Transaction, row.Seq),
            new ReturnChange(row.ReturnId, row.RmaNumber, row.AccountId, row.State, row.ChangedAt, row.AmongEmployees)))];
    }

    /// <summary>Whether what came right after this place may have been forgotten.</summary>
    public async Task<bool> IsForgotten(ChangePlace place, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(
            "select @transaction::text::xid8 < coalesce((select forgotten_to from changes_forgotten), '0'::xid8)",
            new { transaction = place.Transaction });
    }

    /// <summary>Forgets what is older, a batch at a time; how many that were.</summary>
    public async Task<int> Forget(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            """
            with old as (
                delete from changes where seq in (
                    select seq from changes where written_at < now() - @age order by written_at limit 10000) returning tx),
            newest as (select max(tx::text::bigint)::text::xid8 as tx from old)
            insert into changes_forgotten (forgotten_to) select tx from newest where tx is not null
            on conflict (one) do update set forgotten_to = excluded.forgotten_to
                where changes_forgotten.forgotten_to < excluded.forgotten_to
            """, new { age });
    }
}

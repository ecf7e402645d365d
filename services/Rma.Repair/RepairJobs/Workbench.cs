using Rma.Contracts.Repair;
using Rma.ServiceDefaults;
using Dapper;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Repair.RepairJobs;

/// <summary>A job as shown at the bench.</summary>
/// <param name="NextAction">The next action, with the person if not the technician; null when nothing is left.</param>
/// <param name="Defect">The defect as described by the requester.</param>
/// <param name="QuoteVersion">The last quote; null when there is none.</param>
public sealed record WorkbenchRow(
    Guid RepairJobId, Guid ReturnId, string RmaNumber, string SerialNumber, string? Sku, [OneOf(typeof(Purposes))] string Purpose,
    bool HasDrive, [OneOf(typeof(BenchStates))] string State, DateTimeOffset OpenedAt, DateTimeOffset? DoneAt, string? Remedy,
    string? NextAction, int? QuoteVersion, decimal? QuoteAmount, string? QuoteCurrency, string? ReasonCode = null, string? Defect = null);

/// <summary>The list of jobs, updated in the transaction of their events.</summary>
internal sealed class Workbench : IInlineProjection<RepairJob, RepairJobEvent>
{
    private const string Columns =
        """
        repair_job_id, return_id, rma_number, serial_number, sku, purpose, has_drive, state, opened_at, done_at, remedy, next_action,
        quote_version, quote_amount, quote_currency, reason_code, defect
        """;

    private const string Sql =
        """
        insert into workbench (repair_job_id, return_id, rma_number, serial_number, sku, purpose, has_drive, state, opened_at, done_at,
            remedy, next_action, quote_version, quote_amount, quote_currency, reason_code, defect)
        values (@RepairJobId, @ReturnId, @RmaNumber, @SerialNumber, @Sku, @Purpose, @HasDrive, @State, @OpenedAt, @DoneAt, @Remedy,
            @NextAction, @QuoteVersion, @QuoteAmount, @QuoteCurrency, @ReasonCode, @Defect)
        on conflict (repair_job_id) do update set state = excluded.state, done_at = excluded.done_at, next_action = excluded.next_action,
            quote_version = coalesce(excluded.quote_version, workbench.quote_version),
            quote_amount = coalesce(excluded.quote_amount, workbench.quote_amount),
            quote_currency = coalesce(excluded.quote_currency, workbench.quote_currency)
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("workbench", "repair_job_id")];

    public IEnumerable<RowChange> Project(string id, Step<RepairJob, RepairJobEvent> step) =>
        Row(step) is { } row ? [new(Sql, row)] : [];

    /// <summary>Open jobs, oldest first; with an RMA number or on request also finished ones.</summary>
    public static Task<IResult> Read(
        ListPage page, string? rmaNumber, string? serialNumber, string? sku, bool all) => page.Read<WorkbenchRow>(
        $"""
        select {Columns} from workbench where (@all or done_at is null) and (@rmaNumber::text is null or rma_number = @rmaNumber)
            and (@serialNumber::text is null or serial_number = @serialNumber) and (@sku::text is null or sku = @sku)
        """, new { all, rmaNumber, serialNumber, sku }, new ListOrder("opened_at", "repair_job_id", NewestFirst: false),
        row => (row.OpenedAt, row.RepairJobId), 200, 1000);

    /// <summary>One job; null where there is none.</summary>
    public static async Task<WorkbenchRow?> Find(NpgsqlDataSource database, Guid id)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QuerySingleOrDefaultAsync<WorkbenchRow>(
            $"select {Columns} from workbench where repair_job_id = @id", new { id });
    }

    private static WorkbenchRow? Row(Step<RepairJob, RepairJobEvent> last)
    {
        if (last.State.Unit is not { } job) return null;
        var (state, nextAction) = BenchSteps.Of(last.State);
        var quote = last.State.StandingQuote;
        DateTimeOffset? doneAt = last.State is RepairJob.Done done ? EndOf(done.End) : null;
        return new(
            job.RepairJobId, job.ReturnId, job.RmaNumber, job.SerialNumber, job.Sku, job.Purpose, job.HasDrive, state,
            job.OpenedAt.ToUniversalTime(), doneAt?.ToUniversalTime(), job.Remedy, nextAction, quote?.QuoteVersion, quote?.Amount,
            quote?.Currency, job.ReasonCode, job.Defect);
    }

    private static DateTimeOffset? EndOf(RepairJobEvent end) => end switch
    {
        UnitReleasedToStock e => e.ReleasedAt,
        UnitReturnedUnrepaired e => e.ShippedAt,
        UnitTested e => e.TestedAt,
        UnitShippedBack e => e.ShippedAt,
        UnitSwapped e => e.ShippedAt,
        StockReplaced e => e.ShippedAt,
        _ => null,
    };
}

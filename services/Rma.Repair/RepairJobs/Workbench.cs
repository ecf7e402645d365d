using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>A job as the bench sees it, with what is to be done next.</summary>
public sealed record WorkbenchRow(
    Guid RepairJobId, Guid ReturnId, string RmaNumber, string SerialNumber, string? Sku, string Purpose, bool HasDrive, string State,
    DateTimeOffset OpenedAt, DateTimeOffset? DoneAt)
{
    /// <summary>What the technician does next; null when nothing is left.</summary>
    public string? NextAction => State switch
    {
        "drive-to-clear" => "Check and reformat the drive.",
        "ready" when Purpose == Purposes.ReleaseToStock => "Release to stock.",
        "ready" => "Send back to the sender.",
        _ => null,
    };
}

/// <summary>The list of jobs, written in the transaction of their events.</summary>
internal sealed class Workbench(AmbientTransaction transaction) : IOnAppended<RepairJob, RepairJobEvent>
{
    public async Task On(Appended<RepairJob, RepairJobEvent> appended, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        foreach (var step in appended.Steps) await open.Connection!.ExecuteAsync(SqlFor(step.State), Row(step.State), open);
    }

    private static string SqlFor(RepairJob state) => state is RepairJob.Done
        ? "update workbench set state = @State, done_at = @DoneAt where repair_job_id = @RepairJobId"
        : """
          insert into workbench (repair_job_id, return_id, rma_number, serial_number, sku, purpose, has_drive, state, opened_at)
          values (@RepairJobId, @ReturnId, @RmaNumber, @SerialNumber, @Sku, @Purpose, @HasDrive, @State, @OpenedAt)
          on conflict (repair_job_id) do update set state = excluded.state
          """;

    private static WorkbenchRow? Row(RepairJob state) => state switch
    {
        RepairJob.Open open => Row(open.Job, open.DriveIsClear ? "ready" : "drive-to-clear", null),
        RepairJob.Done { End: UnitReleasedToStock end } done => Row(done.Job, "released-to-stock", end.ReleasedAt),
        RepairJob.Done { End: UnitReturnedUnrepaired end } done => Row(done.Job, "returned-unrepaired", end.ShippedAt),
        _ => null,
    };

    private static WorkbenchRow Row(RepairJobOpened job, string state, DateTimeOffset? doneAt) => new(
        job.RepairJobId, job.ReturnId, job.RmaNumber, job.SerialNumber, job.Sku, job.Purpose, job.HasDrive, state,
        job.OpenedAt.ToUniversalTime(), doneAt?.ToUniversalTime());
}

internal static class WorkbenchEndpoint
{
    private const string Columns =
        """repair_job_id "RepairJobId", return_id "ReturnId", rma_number "RmaNumber", serial_number "SerialNumber", sku "Sku", purpose "Purpose", has_drive "HasDrive", state "State", opened_at "OpenedAt", done_at "DoneAt" """;

    public static void MapWorkbench(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/repair-jobs", async (string? rmaNumber, bool? all, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            return Results.Ok(await connection.QueryAsync<WorkbenchRow>(
                $"select {Columns} from workbench where (@all or done_at is null) and (@rmaNumber::text is null or rma_number = @rmaNumber) order by opened_at limit 200",
                new { all = all ?? rmaNumber is not null, rmaNumber }));
        }).Allow(Roles.Technician, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator);

        routes.MapGet("/repair-jobs/{id:guid}", async (Guid id, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var row = await connection.QuerySingleOrDefaultAsync<WorkbenchRow>($"select {Columns} from workbench where repair_job_id = @id", new { id });
            return row is null ? Problems.NotFound("repair-job") : Results.Ok(row);
        }).Allow(Roles.Technician, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator);
    }
}

using MassTransit;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Repair.RepairJobs;

/// <summary>Takes a unit onto the bench.</summary>
public sealed record OpenRepairJob(RepairJobOpened Job)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob state, OpenRepairJob command) => state switch
    {
        RepairJob.NotOpened => [command.Job],
        _ => [],
    };
}

internal sealed class OpenRepairJobConsumer(Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock)
    : IConsumer<Contracts.Repair.V1.OpenRepairJob>
{
    public Task Consume(ConsumeContext<Contracts.Repair.V1.OpenRepairJob> context)
    {
        var asked = context.Message;
        if (asked.Purpose is not (Purposes.ReleaseToStock or Purposes.ReturnUnrepaired))
            throw new QuarantineException("repair.unknown-purpose", $"The bench has no work called '{asked.Purpose}'.");
        var command = new OpenRepairJob(new RepairJobOpened(
            asked.RepairJobId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber, asked.Sku,
            asked.Purpose, asked.HasDrive, clock.GetUtcNow()));
        return repairJobs.Append(asked.RepairJobId, job => OpenRepairJob.Decide(job, command), context.CancellationToken);
    }
}

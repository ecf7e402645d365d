using MassTransit;
using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.RepairJobs;

/// <summary>Opens a repair job for a unit.</summary>
public sealed record OpenRepairJob(RepairJobOpened Job)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob state, OpenRepairJob command) => state switch
    {
        RepairJob.NotOpened => [command.Job],
        _ => [],
    };
}

internal sealed class OpenRepairJobConsumer(Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock) : IConsumer<V1.OpenRepairJob>
{
    public Task Consume(ConsumeContext<V1.OpenRepairJob> context)
    {
        var command = new OpenRepairJob(Read(context.Message, clock));
        return repairJobs.Append(command.Job.RepairJobId, job => OpenRepairJob.Decide(job, command), context.CancellationToken);
    }

    /// <exception cref="DeadLetterException">A member is not readable; the reason names it.</exception>
    internal static RepairJobOpened Read(V1.OpenRepairJob asked, TimeProvider clock)
    {
        if (!Purposes.All.Contains(asked.Purpose))
            throw new DeadLetterException("repair.unknown-purpose", $"The bench has no work called '{asked.Purpose}'.");
        if (asked.Exclusions?.FirstOrDefault(code => !Exclusions.IsKnown(code)) is { } unknown)
            throw new DeadLetterException("repair.unknown-exclusion", $"There is no exclusion called '{unknown}'.");
        var check = new MessageValidator("repair.invalid-facts", clock);
        return new(
            asked.RepairJobId, asked.ReturnId, asked.RmaId, check.Id(asked.RmaNumber, "RMA number"), check.Count(asked.Line, "line"),
            check.Id(asked.AccountId, "account"), check.Id(asked.SerialNumber, "serial number"), check.IdOrNone(asked.Sku, "SKU"),
            asked.Purpose, asked.HasDrive, clock.GetUtcNow(), asked.Remedy is null ? null
                : check.OneOf(asked.Remedy, "remedy", Remedies.All), Read(asked.Coverage),
            asked.Exclusions is { } found ? [.. found]
                : null, check.IdOrNone(asked.Grade, "grade"), check.IdOrNone(asked.Currency, "currency"),
            check.IdOrNone(asked.Because, "reason"), check.IdOrNone(asked.ReasonCode, "reason code"), check.Prose(asked.Defect, "defect"));
    }

    private static CoverageFacts? Read(Contracts.Issuance.V1.WarrantyCoverage? said) => said switch
    {
        null => null,
        { Basis: CoverageFacts.Warranty or CoverageFacts.RepairExtension or CoverageFacts.None } =>
            new(said.WithinPeriod, said.EndsOn, said.Basis, said.TestedOn),
        _ => throw new DeadLetterException("repair.unknown-coverage", $"There is no coverage called '{said.Basis}'."),
    };
}

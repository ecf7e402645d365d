using Rma.EventSourcing;

namespace Rma.Repair.RepairJobs;

/// <summary>A unit on the bench.</summary>
public abstract record RepairJob : IState<RepairJob, RepairJobEvent>
{
    private protected RepairJob() { }

    /// <summary>Nobody asked for it yet.</summary>
    public sealed record NotOpened : RepairJob;

    /// <summary>Taken in; <paramref name="DriveIsClear"/> once nothing of the customer's is left on a drive (true at once where there is none).</summary>
    public sealed record Open(RepairJobOpened Job, bool DriveIsClear) : RepairJob;

    /// <summary>The unit has left the bench.</summary>
    public sealed record Done(RepairJobOpened Job, RepairJobEvent End) : RepairJob;

    /// <inheritdoc />
    public static RepairJob Initial { get; } = new NotOpened();

    /// <inheritdoc />
    public static RepairJob Evolve(RepairJob state, RepairJobEvent @event) => (state, @event) switch
    {
        (NotOpened, RepairJobOpened opened) => new Open(opened, !opened.HasDrive),
        (Open open, DriveCheckedAndReformatted or DriveFoundAbsent) => open with { DriveIsClear = true },
        (Open open, UnitReleasedToStock or UnitReturnedUnrepaired) => new Done(open.Job, @event),
        _ => state,
    };

    /// <summary>The refusal when there is no such job.</summary>
    internal static RefusedException Unknown() => new("repair.not-opened", "There is no such repair job.");

    /// <summary>The refusal when a drive still holds a customer's data.</summary>
    internal static RefusedException DriveNotClear() => new("repair.drive-not-cleared", "The drive has to be checked and reformatted before the unit leaves.")
    {
        Clauses = ["D1", "D4", "D5"],
        WouldChange = "Record that the drive was checked and reformatted, or that there is none.",
    };
}

/// <summary>What a unit is on the bench for.</summary>
internal static class Purposes
{
    public const string ReleaseToStock = "release-to-stock";
    public const string ReturnUnrepaired = "return-unrepaired";
}

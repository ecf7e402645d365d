namespace Rma.Repair.RepairJobs;

/// <summary>Codes that routes of the bench have in common; the refusals themselves are in <see cref="Refusals"/>.</summary>
internal static class RefusalCodes
{
    /// <summary>There is no such job, or it has ended.</summary>
    public static readonly string[] Ended =
    [
        "repair.already-in-stock", "repair.already-replaced", "repair.already-returned", "repair.already-tested", "repair.not-opened",
    ];

    /// <summary>The job was opened for another purpose.</summary>
    public static readonly string[] OtherPurpose =
    [
        "repair.not-ours-to-stock", "repair.not-to-be-returned", "repair.only-to-be-replaced", "repair.only-to-be-tested",
        "repair.to-be-repaired",
    ];

    /// <summary>An earlier step is missing, or the work is done; a referred unit has the code of its referral.</summary>
    public static readonly string[] NotReady =
    [
        "repair.coverage-unknown", "repair.exclusion-unapproved", "repair.grade-unknown", "repair.not-approved", "repair.not-completed",
        "repair.not-diagnosed", "repair.not-repaired", "repair.quote-declined", "repair.referred", "repair.to-be-sent-back",
        "repair.to-be-swapped", "repair.work-done",
    ];

    /// <summary>The freight of a shipment is wrong by the policy.</summary>
    public static readonly string[] Freight =
    [
        "shipment.cost-malformed", "shipment.currency-differs", "shipment.currency-missing",
    ];

    /// <summary>The shipment is wrong in itself.</summary>
    public static readonly string[] Shipment =
    [
        "shipment.cost-out-of-range", "shipment.incomplete", "shipment.no-deviation", "shipment.too-long",
    ];
}

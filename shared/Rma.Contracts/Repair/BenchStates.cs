namespace Rma.Contracts.Repair;

/// <summary>Where a repair job stands at the bench.</summary>
public static class BenchStates
{
    /// <summary>Waits for its test.</summary>
    public const string ToBeTested = "to-be-tested";

    /// <summary>Waits for its diagnosis.</summary>
    public const string ToBeDiagnosed = "to-be-diagnosed";

    /// <summary>Its drive is cleared first.</summary>
    public const string DriveToClear = "drive-to-clear";

    /// <summary>It can leave, or what it is for can be done.</summary>
    public const string Ready = "ready";

    /// <summary>A fact or a person is missing.</summary>
    public const string Referred = "referred";

    /// <summary>Waits for its quote.</summary>
    public const string ToBeQuoted = "to-be-quoted";

    /// <summary>Waits for the answer to its quote.</summary>
    public const string Quoted = "quoted";

    /// <summary>The quote was not answered for long.</summary>
    public const string QuoteEscalated = "quote-escalated";

    /// <summary>Waits for its repair.</summary>
    public const string ToBeRepaired = "to-be-repaired";

    /// <summary>Waits for the check of its repair.</summary>
    public const string ToBeCompleted = "to-be-completed";

    /// <summary>Goes back, repaired or without a fault.</summary>
    public const string ToBeShippedBack = "to-be-shipped-back";

    /// <summary>Another unit is sent for it.</summary>
    public const string ToBeSwapped = "to-be-swapped";

    /// <summary>Goes back as it came.</summary>
    public const string ToBeSentBack = "to-be-sent-back";

    /// <summary>Ended: it went to stock.</summary>
    public const string ReleasedToStock = "released-to-stock";

    /// <summary>Ended: it went back as it came.</summary>
    public const string ReturnedUnrepaired = "returned-unrepaired";

    /// <summary>Ended: it was tested.</summary>
    public const string Tested = "tested";

    /// <summary>Ended: it went back.</summary>
    public const string ShippedBack = "shipped-back";

    /// <summary>Ended: another unit was sent for it.</summary>
    public const string Swapped = "swapped";

    /// <summary>Ended: a unit was sent to stock for it.</summary>
    public const string StockReplaced = "stock-replaced";

    /// <summary>Ended otherwise.</summary>
    public const string Done = "done";
}

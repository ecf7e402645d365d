namespace Rma.Contracts.Receiving;

/// <summary>Where a unit stands that is not listed under its number: the last three are outcomes of its settlement.</summary>
public static class QuarantineStates
{
    /// <summary>It was put aside.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>It turned out to be listed and was received.</summary>
    public const string Lifted = "lifted";

    /// <summary>It left.</summary>
    public const string Released = "released";

    /// <summary>It was scrapped.</summary>
    public const string Scrapped = "scrapped";

    /// <summary>It does not exist: its scan was withdrawn.</summary>
    public const string Misread = "misread";
}

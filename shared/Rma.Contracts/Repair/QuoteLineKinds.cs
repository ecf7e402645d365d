namespace Rma.Contracts.Repair;

/// <summary>What a line of a quote is for .</summary>
public static class QuoteLineKinds
{
    /// <summary>Work.</summary>
    public const string Labour = "labour";

    /// <summary>Parts.</summary>
    public const string Parts = "parts";
}

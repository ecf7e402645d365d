namespace Rma.Policy;

/// <summary>
/// Somebody chose a fee the policy does not allow (C3, rule 109). Ask <see cref="RestockingFee.IsWithinBand"/> first where the choice
/// comes from a person; a stored choice outside the band is a defect.
/// </summary>
public sealed class FeeOutsideBandException(decimal percent, decimal least, decimal most)
    : ArgumentOutOfRangeException(
        nameof(percent), FormattableString.Invariant($"A restocking fee of {percent}% is outside {least}–{most}%."))
{
    /// <summary>The percentage chosen.</summary>
    public decimal Percent { get; } = percent;

    /// <summary>Lower end of the band, inclusive.</summary>
    public decimal Least { get; } = least;

    /// <summary>Upper end of the band, inclusive.</summary>
    public decimal Most { get; } = most;
}

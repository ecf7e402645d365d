namespace Rma.Policy;

/// <summary>
/// The chosen fee is not allowed by the policy (C3, rule 109). Call <see cref="RestockingFee.IsWithinBand"/> first when the choice comes
/// from a person; a stored choice outside the band is a bug.
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

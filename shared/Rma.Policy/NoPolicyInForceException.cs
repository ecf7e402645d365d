namespace Rma.Policy;

/// <summary>No policy version covers the date: usually a clock that is far off.</summary>
/// <param name="businessDate">The local date asked for.</param>
public sealed class NoPolicyInForceException(DateOnly businessDate)
    : Exception($"No policy version was in force on {businessDate.Iso()}.")
{
    /// <summary>The local date asked for.</summary>
    public DateOnly BusinessDate { get; } = businessDate;
}

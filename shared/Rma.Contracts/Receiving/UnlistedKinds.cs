namespace Rma.Contracts.Receiving;

/// <summary>Why a unit is not received under its number: the values of <see cref="V1.UnexpectedUnitQuarantined.Kind"/>.</summary>
public static class UnlistedKinds
{
    /// <summary>No line lists it.</summary>
    public const string Surplus = "surplus";

    /// <summary>It was found in place of a listed unit that has not arrived.</summary>
    public const string Swapped = "swapped";

    /// <summary>Its serial number cannot be read.</summary>
    public const string Unreadable = "unreadable";
}

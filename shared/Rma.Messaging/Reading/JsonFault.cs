namespace Rma.Messaging;

/// <summary>What kind of fault something has.</summary>
public enum JsonFaultKind
{
    /// <summary>It is not written as agreed.</summary>
    Malformed,

    /// <summary>The member itself is not known.</summary>
    UnknownMember,

    /// <summary>A date or instant that no question of this business can be about, and that could not be counted on from.</summary>
    DateOutOfRange,

    /// <summary>A number that no amount or count of this business is, and that could not be reckoned with.</summary>
    NumberOutOfRange,
}

/// <summary>Where a JSON text is not what was agreed.</summary>
/// <param name="Path">JSON path of the member, e.g. <c>$.lines[0].sku</c>.</param>
/// <param name="Found">What stands there, cut short and escaped.</param>
/// <param name="Wanted">What belongs there.</param>
/// <param name="Kind">What kind of fault it is.</param>
public sealed record JsonFault(string Path, string Found, string Wanted, JsonFaultKind Kind = JsonFaultKind.Malformed)
{
    /// <summary>One sentence for whoever has to mend it.</summary>
    public override string ToString() => $"At {Path}: wanted {Wanted}; found {Found}.";
}

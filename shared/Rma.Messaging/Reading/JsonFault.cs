namespace Rma.Messaging;

/// <summary>Kinds of faults in a JSON text.</summary>
public enum JsonFaultKind
{
    /// <summary>Not in the agreed format.</summary>
    Malformed,

    /// <summary>The member itself is unknown.</summary>
    UnknownMember,

    /// <summary>A date or instant outside the supported range, from which periods could not be calculated.</summary>
    DateOutOfRange,

    /// <summary>A number outside the range of amounts and counts that can be calculated with.</summary>
    NumberOutOfRange,
}

/// <summary>A deviation of a JSON text from the contract.</summary>
/// <param name="Path">JSON path of the member, e.g. <c>$.lines[0].sku</c>.</param>
/// <param name="Found">The value found, truncated and escaped.</param>
/// <param name="Wanted">The expected format.</param>
/// <param name="Kind">The kind of fault.</param>
public sealed record JsonFault(string Path, string Found, string Wanted, JsonFaultKind Kind = JsonFaultKind.Malformed)
{
    /// <summary>One sentence for the person who has to correct it.</summary>
    public override string ToString() => $"At {Path}: wanted {Wanted}; found {Found}.";
}

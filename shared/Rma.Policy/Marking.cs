using System.Text.Json.Serialization;
using Rma.Policy.Scanning;

namespace Rma.Policy;

/// <summary>The marking on the outer packaging (P3); a number inside the box does not count (rule 8).</summary>
/// <remarks>
/// The discriminator is shorter than any member: PostgreSQL's jsonb sorts short names first, and a reader needs it first.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Legible), "legible")]
[JsonDerivedType(typeof(None), "none")]
[JsonDerivedType(typeof(Illegible), "illegible")]
public abstract record Marking
{
    private Marking() { }

    /// <summary>A well-formed number.</summary>
    public sealed record Legible(RmaNumber Number) : Marking;

    /// <summary>No marking at all.</summary>
    public sealed record None : Marking;

    /// <summary>A marking without a well-formed number, or with several.</summary>
    /// <param name="NamesSeveral">Whether it contains two different well-formed numbers, so that it is ambiguous.</param>
    public sealed record Illegible(bool NamesSeveral = false) : Marking;

    /// <summary>
    /// Reads the scanned marking; null or blank is no marking. Everything around a number is skipped: symbology identifiers, the elements
    /// of a structured label, start and stop characters, words. The number counts when its check symbol is right and it is the only one.
    /// </summary>
    public static Marking Read(string? text) =>
        string.IsNullOrWhiteSpace(text) || ScannerText.Clean(text).Length == 0 ? new None() : MarkingReading.Of(text) switch
    {
        [var number] => new Legible(number),
        { Count: var several } => new Illegible(several > 1),
    };
}

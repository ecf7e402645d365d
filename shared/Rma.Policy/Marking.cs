using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>What the outer packaging says (P3); a number inside the box does not count (rule 8).</summary>
/// <remarks>
/// The discriminator is shorter than any member: PostgreSQL's jsonb puts short names first, and a reader needs it first.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Legible), "legible")]
[JsonDerivedType(typeof(None), "none")]
[JsonDerivedType(typeof(Illegible), "illegible")]
public abstract record Marking
{
    private Marking() { }

    /// <summary>A sound number.</summary>
    public sealed record Legible(RmaNumber Number) : Marking;

    /// <summary>No marking at all.</summary>
    public sealed record None : Marking;

    /// <summary>A marking that is no sound number.</summary>
    public sealed record Illegible : Marking;

    /// <summary>Judges what a scanner read; null or blank is no marking.</summary>
    public static Marking Read(string? text) =>
        string.IsNullOrWhiteSpace(text) ? new None() : RmaNumber.TryRead(text, out var number) ? new Legible(number) : new Illegible();
}

namespace Rma.Contracts.Credit;

/// <summary>What finance gets notes of.</summary>
public static class NoteKinds
{
    /// <summary>A credit.</summary>
    public const string Credit = "credit";

    /// <summary>A charge.</summary>
    public const string Charge = "charge";

    /// <summary>Both of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Credit, Charge];
}

namespace Rma.Contracts.Issuance;

/// <summary>What can be said of the work on a return or a request; told in <see cref="V1.WorkChanged"/>.</summary>
public static class WorkChanges
{
    /// <summary>Somebody took it over, or was given it.</summary>
    public const string Assigned = "assigned";

    /// <summary>Nobody is at it any more.</summary>
    public const string Released = "released";

    /// <summary>Nothing can be done until a day.</summary>
    public const string Held = "held";

    /// <summary>It goes on before that day.</summary>
    public const string HoldEnded = "hold-ended";

    /// <summary>Somebody wrote down what colleagues should know.</summary>
    public const string Noted = "noted";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Assigned, Released, Held, HoldEnded, Noted];
}

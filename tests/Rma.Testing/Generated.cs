using System.Globalization;

namespace Rma.Testing;

/// <summary>
/// Which generated cases are tried. The suite tries the same ones each time, so that a red run is the work of a change; others are searched
/// with
/// <c>RMA_SEED</c>, more of them with a variable of each kind.
/// </summary>
public static class Generated
{
    /// <summary>Where the cases begin.</summary>
    public static ulong Seed { get; } = Number("RMA_SEED", 20260101);

    /// <summary>FsCheck's second half of a seed: any odd number.</summary>
    public const ulong Gamma = 1;

    /// <summary>How many cases.</summary>
    public static int Cases(string variable, int otherwise) => (int)Number(variable, (ulong)otherwise);

    private static ulong Number(string variable, ulong otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
        ? ulong.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture)
        : otherwise;
}

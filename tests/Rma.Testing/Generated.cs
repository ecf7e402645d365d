using System.Globalization;

namespace Rma.Testing;

/// <summary>
/// Which generated cases are tried. The suite always uses the same ones, so that a failure is caused by a change; <c>RMA_SEED</c> selects
/// others, further variables more of each kind.
/// </summary>
public static class Generated
{
    /// <summary>The first seed.</summary>
    public static ulong Seed { get; } = Number("RMA_SEED", 20260101);

    /// <summary>FsCheck's second half of a seed: any odd number.</summary>
    public const ulong Gamma = 1;

    /// <summary>The number of cases.</summary>
    public static int Cases(string variable, int otherwise) => (int)Number(variable, (ulong)otherwise);

    private static ulong Number(string variable, ulong otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
        ? ulong.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture)
        : otherwise;
}

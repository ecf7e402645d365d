using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Rma.Policy.Tests;

/// <summary>
/// How properties are tried. The suite tries the same cases each time, so that a red run is the work of a change; other cases are searched with
/// <c>RMA_PROPERTIES</c> (how many for each property) and <c>RMA_SEED</c> (which).
/// </summary>
internal static class Properties
{
    private static readonly int Cases = (int)Number("RMA_PROPERTIES", 1000);
    private static readonly ulong Seed = Number("RMA_SEED", 20260101);

    public static void Holds(this Property property) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(Seed, Gamma));

    private const ulong Gamma = 1; // FsCheck's second half of a seed: any odd number

    private static ulong Number(string variable, ulong otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
        ? ulong.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture)
        : otherwise;
}

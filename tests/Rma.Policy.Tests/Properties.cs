using FsCheck;
using FsCheck.Fluent;
using Rma.Testing;

namespace Rma.Policy.Tests;

/// <summary>Settings of the property tests: <c>RMA_PROPERTIES</c> sets the number of cases of each.</summary>
internal static class Properties
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(Generated.Cases("RMA_PROPERTIES", 1000))
        .WithReplay(Generated.Seed, Generated.Gamma);

    public static void Holds(this Property property) => property.Check(Config);

    public static void ForAll<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(cases.ToArbitrary(), holds).Holds();
}

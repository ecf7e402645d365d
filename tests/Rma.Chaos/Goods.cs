using Rma.Demo;

namespace Rma.Chaos;

/// <summary>One returned unit or licence, and what has to be credited for it.</summary>
/// <param name="Credit">Price and tax paid, USD; nothing is taken off a sealed return.</param>
internal sealed record Unit(string Serial, Product Product, decimal Price, decimal Tax)
{
    public decimal Credit => Price + Tax;
}

/// <summary>What goes back under one number.</summary>
internal sealed record Consignment(int Number, Product Product, IReadOnlyList<Unit> Units);

/// <summary>The goods of a load, a pure function of its size: eight of ten consignments are cameras; one is licences, one is recorders, which pass the bench.</summary>
internal static class Goods
{
    public const string Account = "CHAOS";

    /// <summary>Units under one number.</summary>
    public const int Together = 5;

    public static IReadOnlyList<Consignment> Of(string run, int lifecycles) =>
    [
        .. Enumerable.Range(0, lifecycles).Chunk(Together).Select((indexes, number) =>
        {
            var product = (number % 10) switch { 1 => Catalogue.License, 2 => Catalogue.Recorder, _ => Catalogue.Camera };
            // No two neighbours have the same amount: a credit that went to the wrong unit is seen.
            return new Consignment(number, product,
                [.. indexes.Select(index => new Unit($"{run}-{index:000000}", product, product.Price + index % 977 * 0.01m, index % 3 * 1.17m))]);
        }),
    ];
}

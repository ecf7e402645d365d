using Rma.Demo;

namespace Rma.Chaos;

/// <summary>One returned unit or license with its expected results.</summary>
/// <param name="Credit">The expected credit, USD: price and tax paid, without deductions; null when there must be none.</param>
internal sealed record Unit(string Serial, Product Product, decimal Price, decimal Tax, decimal? Credit)
{
    /// <summary>The expected charge, USD; null when there must be none.</summary>
    public decimal? Charge { get; init; }

    /// <summary>The expected outcome of its return.</summary>
    public string Outcome { get; init; } = "credited";

    /// <summary>Why its credit must be in question in the end; null when it must not be.</summary>
    public string? Question { get; init; }

    /// <summary>Whether finance receives nothing for it when all goes well.</summary>
    public bool IsQuiet => Credit is null && Charge is null;
}

/// <summary>The work of one client.</summary>
/// <param name="Plots">One of the demo's plots per unit, a pair for two of them; empty when the units are returned for credit under one
/// number.</param>
internal sealed record Consignment(int Number, Product Product, IReadOnlyList<Unit> Units, IReadOnlyList<(Plot Plot, Case Item)> Plots);

/// <summary>
/// The goods of a load, a pure function of its size. Four of five consignments are returned for credit under one number: mostly cameras,
/// one in ten licenses, one in ten recorders, which pass the bench. In every fifth one each unit has its own number, remedy and plot: the
/// other remedies, and facts that are corrected, moved and withdrawn meanwhile.
/// </summary>
internal static class LoadPlan
{
    public const string Account = "CHAOS";

    /// <summary>Units in one consignment.</summary>
    public const int Together = 5;

    // Plots decided by a deadline or a later second person are left out, because a run does not wait for days.
    private static readonly string[] Played =
    [
        "repaired under warranty", "line moved here", "replaced in advance", "out of warranty", "exchanged, incomplete",
        "two returned, one ordered", "rotated", "activation taken back", "shipment taken back",
        "price corrected", "order cancelled, replaced", "tampered, declined", "exchanged", "credited, then moved away",
        "one order, two numbers", "beyond repair", "bought for nothing", "repaired, sent overnight",
        "order moved to another", "in advance, incomplete", "misread, then undone", "exchanged for nothing",
        "nothing wrong with it", "line moved here", "exchanged, another fee", "old and beyond repair", "in advance, nothing wrong",
        "quoted twice", "labels of scanners", "in advance, another item", "price corrected", "activation taken back",
    ];

    /// <summary>The products sold here.</summary>
    public static IReadOnlyList<Product> Sold { get; } = [Catalogue.Camera, Catalogue.Recorder, Catalogue.License, Catalogue.Dome,
        Catalogue.Monitor];

    /// <param name="onlyCredits">Only returns for credit, all alike, for measuring a rate.</param>
    public static IReadOnlyList<Consignment> Of(string run, int lifecycles, bool onlyCredits = false)
    {
        using var plots = Endless().GetEnumerator();
        return
        [
            .. Enumerable.Range(0, lifecycles).Chunk(Together).Select((indexes, number) =>
            {
                if (number % 5 == 3 && !onlyCredits) return Of(run, number, indexes, plots);
                var product = (number % 10) switch { 1 => Catalogue.License, 2 => Catalogue.Recorder, _ => Catalogue.Camera };
                // Neighbours have different amounts, so that a credit to the wrong unit is detected.
                return new Consignment(number, product,
                    [.. indexes.Select(index => (Index: index, Price: product.Price + Cents(index), Tax: index % 3 * 1.17m))
                        .Select(one => new Unit(Serial(run, one.Index), product, one.Price, one.Tax, one.Price + one.Tax))], []);
            }),
        ];
    }

    private static Consignment Of(string run, int number, int[] indexes, IEnumerator<Plot> plots)
    {
        var (cast, units) = (new List<(Plot, Case)>(), new List<Unit>());
        for (var at = 0; at < indexes.Length; at++)
        {
            // A pair needs two units: the next plot that fits is used.
            do plots.MoveNext();
            while (plots.Current.Pair && at + 1 == indexes.Length);
            var (plot, item) = (plots.Current, Priced(plots.Current, Serial(run, indexes[at]), indexes[at]));
            if (plot.Pair) item = item with { Twin = Priced(plot, Serial(run, indexes[at + 1]), indexes[++at]) };
            cast.Add((plot, item));
            units.AddRange((item.Twin is { } twin ? new[] { item, twin } : [item]).Select(Of));
        }

        return new(number, Catalogue.Camera, units, cast);
    }

    // A full credit differs from its neighbours by some cents; a partial price keeps the plot's amount.
    private static Case Priced(Plot plot, string serial, int index)
    {
        var item = plot.Case(serial) with { Account = Account, Twin = null };
        return item.Credit == item.Product.Price ? item with { Credit = item.Product.Price + Cents(index) } : item;
    }

    private static Unit Of(Case item) => new(item.Serial, item.Product, Math.Max(item.Credit ?? 0m, item.Product.Price), 0m, item.Credit)
    {
        Charge = item.Charge, Outcome = item.Expected, Question = item.Kind == FactPlots.MovedAwayKind ? "credit.line-moved" : null,
    };

    private static IEnumerable<Plot> Endless()
    {
        var byName = Plots.All.ToDictionary(plot => plot.Kind);
        while (true)
        {
            foreach (var name in Played) yield return byName[name];
        }
    }

    private static string Serial(string run, int index) => $"{run}-{index:000000}";

    private static decimal Cents(int index) => index % 977 * 0.01m;
}

using System.Globalization;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>The options of a run.</summary>
/// <param name="Parts">Letters from a to h; empty: the page is written again from earlier measurements.</param>
/// <param name="Stored">How many returns are stored in each step of part e; part g uses those from 100,000 on.</param>
/// <param name="Write">The folder of the page and the plot; null leaves them alone.</param>
internal sealed record Asked(string Parts, int Rounds, int[] Stored, string? Write)
{
    public const string Usage =
        "./rma bench [letters from a to h, or none] [--rounds 5] [--stored 1000,100000,1000000] [--write shared/docs]";
    private const string All = "abcdefgh";

    /// <exception cref="FormatException">An invalid argument.</exception>
    public static Asked Read(string[] arguments)
    {
        var asked = new Asked(All, 5, [1_000, 100_000, 1_000_000], null);
        for (var at = 0; at < arguments.Length; at++)
        {
            string Value() => ++at < arguments.Length ? arguments[at] : throw new FormatException($"{arguments[at - 1]} needs a value.");
            asked = arguments[at] switch
            {
                "--rounds" => asked with { Rounds = Number(Value()) },
                "--stored" => asked with { Stored = [.. Value().Split(',').Select(Number)] },
                "--write" => asked with { Write = Value() },
                "none" => asked with { Parts = "" },
                var letters when letters.Length > 0 && letters.All(All.Contains) => asked with { Parts = letters },
                var other => throw new FormatException($"There is no {other}."),
            };
        }

        return asked;
    }

    public async Task<IReadOnlyList<Figure>> Measure(Settings settings)
    {
        var figures = new List<Figure>();
        if (Parts.Length == 0) return figures;
        await using var ground = await Ground.Prepare(settings);
        // Measurements of a freshly started service come before those that load it.
        if (Parts.Contains('a')) figures.AddRange(await new StoreBench(ground).Measure(Rounds));
        if (Parts.Contains('f'))
            figures.AddRange(await new FootprintBench(settings, Path.Combine(settings.Folder, "..", "..", "rma"))
            .Measure(Math.Min(Rounds, 3)));
        if (Parts.Contains('d')) figures.AddRange(await new ScanBench(settings, ground).Measure(Math.Min(Rounds, 3)));
        if (Parts.Contains('b')) figures.AddRange(await new MessagingBench(ground).Measure(Rounds));
        if (Parts.Contains('c')) figures.AddRange(await new LifecycleBench(settings, ground).Measure(Rounds));
        if (Parts.Contains('e')) figures.AddRange(await new LifecycleBench(settings, ground).WithStored(Stored, Math.Min(Rounds, 3)));
        if (Parts.Contains('g')) figures.AddRange(await new ReadSideBench(settings).Measure([.. Stored.Where(size => size >= 100_000)]));
        if (Parts.Contains('h')) figures.AddRange(await new LiveBench(settings).Measure([5, 10, 20]));
        return figures;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw new FormatException($"'{text}' is not a number above zero.");
}

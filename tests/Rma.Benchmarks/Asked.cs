using System.Globalization;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>What a run is asked for.</summary>
/// <param name="Parts">Letters; none of a to f: the page is written again with what was measured before.</param>
/// <param name="Stored">How many returns are stored in each step of part e.</param>
/// <param name="Write">The folder of the page and the plot; null leaves them alone.</param>
internal sealed record Asked(string Parts, int Rounds, int[] Stored, string? Write)
{
    public static Asked Read(string[] arguments)
    {
        string? Option(string name) => Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
        var parts = arguments.FirstOrDefault(argument => argument.All(char.IsAsciiLetterLower) && !arguments.Contains($"--{argument}")) ?? "afdbce";
        return new(
            parts, int.Parse(Option("--rounds") ?? "5", CultureInfo.InvariantCulture),
            [.. (Option("--stored") ?? "1000,100000,1000000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))], Option("--write"));
    }

    public async Task<IReadOnlyList<Figure>> Measure(Settings settings)
    {
        var figures = new List<Figure>();
        if (Parts.IndexOfAny(['a', 'b', 'c', 'd', 'e', 'f']) < 0) return figures;
        await using var ground = await Ground.Prepare(settings);
        if (Parts.Contains('a')) figures.AddRange(await new StoreBench(ground).Measure(Rounds));
        if (Parts.Contains('f')) figures.AddRange(await new FootprintBench(settings, Path.Combine(settings.Folder, "..", "..", "rma")).Measure(Math.Min(Rounds, 3)));
        if (Parts.Contains('d')) figures.AddRange(await new ScanBench(settings, ground).Measure(Math.Min(Rounds, 3)));
        if (Parts.Contains('b')) figures.AddRange(await new MessagingBench(ground).Measure(Rounds));
        if (Parts.Contains('c')) figures.Add(await new LifecycleBench(settings, ground).Measure(Rounds));
        if (Parts.Contains('e')) figures.AddRange(await new LifecycleBench(settings, ground).WithStored(Stored, Math.Min(Rounds, 3)));
        return figures;
    }
}

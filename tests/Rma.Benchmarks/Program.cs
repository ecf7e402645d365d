using System.Globalization;
using Rma.Benchmarks;
using Rma.Demo;

// ./rma bench [parts] [--rounds n] [--stored n,n,n] [--write folder]: parts are letters, all of them unless said.
var settings = new Settings();
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
var parts = args.FirstOrDefault(argument => argument.All(char.IsAsciiLetterLower) && !args.Contains($"--{argument}")) ?? "afdbce";
var rounds = int.Parse(Option("--rounds") ?? "5", CultureInfo.InvariantCulture);
int[] sizes = [.. (Option("--stored") ?? "1000,100000,1000000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
var figures = new List<Figure>();

// No part: the page is written again with what was measured before.
if (parts.IndexOfAny(['a', 'b', 'c', 'd', 'e', 'f']) >= 0)
{
    await using var ground = await Ground.Prepare(settings);
    if (parts.Contains('a')) figures.AddRange(await new StoreBench(ground).Measure(rounds));
    if (parts.Contains('f')) figures.AddRange(await new FootprintBench(settings, Path.Combine(settings.Folder, "..", "..", "rma")).Measure(Math.Min(rounds, 3)));
    if (parts.Contains('d')) figures.AddRange(await new ScanBench(settings, ground).Measure(Math.Min(rounds, 3)));
    if (parts.Contains('b')) figures.Add(await new MessagingBench(ground).Measure(rounds));
    if (parts.Contains('c')) figures.Add(await new LifecycleBench(settings, ground).Measure(rounds));
    if (parts.Contains('e')) figures.AddRange(await new LifecycleBench(settings, ground).WithStored(sizes, Math.Min(rounds, 3)));
}

Console.WriteLine();
Console.WriteLine(Report.Table(figures));
// What was measured before on this instance stays, part by part, until it is measured again.
var kept = Path.Combine(settings.Folder, "figures.json");
Figure[] all = [.. figures.Concat(Report.Kept(kept).Where(figure => figures.All(now => now.Part != figure.Part))).OrderBy(figure => figure.Part, StringComparer.Ordinal)];
await File.WriteAllTextAsync(kept, Report.Keep(all));
if (Option("--write") is { } folder)
{
    var page = Path.Combine(folder, "performance.md");
    await File.WriteAllTextAsync(page, Report.Page(await File.ReadAllTextAsync(page), all));
    await File.WriteAllTextAsync(Path.Combine(folder, "performance.svg"), Report.Plot(all));
}

return figures.All(figure => figure.Reached) ? 0 : 3;

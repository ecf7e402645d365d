using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rma.Benchmarks;

/// <summary>The page and the plot: the measurements next to their floor, and the command.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Stores the figures: earlier measurements on this instance stay, part by part, until they are repeated.</summary>
    /// <param name="folder">Of the page and the plot, which are written again; null leaves them alone.</param>
    public static async Task Publish(IReadOnlyList<Figure> figures, string instance, string? folder)
    {
        var kept = Path.Combine(instance, "figures.json");
        Figure[] all = [.. figures.Concat(Kept(kept).Where(figure => figures.All(now => now.Part != figure.Part)))
            .OrderBy(figure => figure.Part, StringComparer.Ordinal)];
        await File.WriteAllTextAsync(kept, JsonSerializer.Serialize(all, Json));
        if (folder is null) return;
        var page = Path.Combine(folder, "performance.md");
        await File.WriteAllTextAsync(page, Page(await File.ReadAllTextAsync(page), all));
        await File.WriteAllTextAsync(Path.Combine(folder, "performance.svg"), Plot(all));
    }

    private static Figure[] Kept(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<Figure[]>(File.ReadAllText(file), Json)! : [];

    /// <summary>The page with an updated table; the text around it stays.</summary>
    private static string Page(string page, IReadOnlyList<Figure> figures)
    {
        const string begin = "<!-- bench -->\n", end = "<!-- /bench -->";
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        return from < 0 || to < from
            ? throw new InvalidOperationException($"The page has no place for the table: {begin.Trim()} … {end}")
            : $"{page[..(from + begin.Length)]}On {Machine()}:\n\n{Table(figures)}{page[to..]}";
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1]
            .Trim() : null;
        return $"{Environment.ProcessorCount} cores{(model is null ? "" : $" ({model})")}, " +
            $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}";
    }

    public static string Table(IEnumerable<Figure> figures)
    {
        var text =
            new StringBuilder(
            "| | what | measured | floor or limit | ratio | ± between rounds | goal | reached |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var figure in figures)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {figure.Part} | {figure.Name} | {Short(figure.Subject)} {figure.Unit} | {Short(figure.Floor)} {figure.Unit} | " +
                    $"**{figure.Ratio:0.00}** | {(figure.Noise is { } noise ? FormattableString.Invariant($"{noise * 100:0} %") : "")} | " +
                    $"{figure.Goal} | {(figure.Goal.Length == 0 ? "" : figure.Verdict)} |\n");
        }

        return text.ToString();
    }

    /// <summary>One bar per ratio; the goal is a line across it.</summary>
    private static string Plot(IReadOnlyList<Figure> figures)
    {
        const int width = 860, left = 400, row = 22;
        var shown = figures.Where(figure => figure.Goal.Length > 0).ToArray();
        var height = shown.Length * row + 50;
        var svg = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n" +
                $"<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n<text x=\"8\" y=\"20\" font-size=\"14\">" +
                $"Measured against its floor or limit, side by side; the line is the goal</text>\n");
        foreach (var (figure, index) in shown.Select((figure, index) => (figure, index)))
        {
            var (y, goal) = (34 + index * row, figure.Goal.StartsWith('≥') ? double.Parse(figure.Goal[1..], CultureInfo.InvariantCulture)
                : figure.Part == "d" ? 5.0 : 1.0);
            // Each bar has the scale of its own goal: the line is at two thirds of the width.
            var room = (width - left - 60) * 2 / 3d;
            var length = Math.Min(figure.Ratio / goal, 1.45) * room;
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{left - 8}\" y=\"{y + 12}\" text-anchor=\"end\">{figure.Part} · {Escape(figure.Name)}</text>" +
                    $"<rect x=\"{left}\" y=\"{y}\" width=\"{length:0}\" height=\"15\" " +
                    $"fill=\"{(figure.Reached ? "#3a7d44" : "#b3541e")}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<line x1=\"{left + room:0}\" x2=\"{left + room:0}\" y1=\"{y - 2}\" " +
                    $"y2=\"{y + 17}\" stroke=\"#222\"/><text x=\"{left + length + 6:0}\" y=\"{y + 12}\">{figure.Ratio:0.00}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Short(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}

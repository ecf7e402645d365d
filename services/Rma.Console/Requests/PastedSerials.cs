using System.Text.RegularExpressions;

namespace Rma.Console.Requests;

/// <summary>A line in which nothing looks like a serial number.</summary>
/// <param name="Number">Its place in what was pasted, from 1.</param>
public sealed record LeftOutLine(int Number, string Text);

/// <summary>The column of a table that was read.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">As its header has it; null when there is none.</param>
public sealed record ReadColumn(int Number, int Of, string? Name);

/// <summary>
/// What somebody pasted, read as serial numbers: one a line, several in a line, or a column of a table from a spreadsheet.
/// </summary>
/// <param name="Serials">Each once, in their order.</param>
/// <param name="LeftOut">Lines that were not understood; they are shown, so that nothing gets lost unseen.</param>
/// <param name="Repeated">Serials that were there more than once.</param>
/// <param name="Column">Null when it is no table.</param>
public sealed partial record PastedSerials(
    IReadOnlyList<string> Serials, IReadOnlyList<LeftOutLine> LeftOut, IReadOnlyList<string> Repeated, ReadColumn? Column)
{
    /// <summary>The same without the columns that were not read: whoever is named in them stays at home.</summary>
    public string Condensed { get; private init; } = "";

    private static readonly char[] Separators = ['\t', ';', ',', '|'];

    // Beside the text: quotes, and what keeps its direction or joins its letters.
    private static readonly char[] Wrapping =
    [
        ' ', '"', '\'', '\u00a0', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e',
        '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff',
    ];

    private sealed record Row(int Number, string Text, string[] Cells)
    {
        // With nothing in its other cells.
        public string Only(int column) => string.Join('\t', Cells.Select((cell, at) => at == column ? cell : ""));

        public string? Cell(int column) => column < Cells.Length && LooksLikeSerial(Cells[column]) ? Cells[column] : null;
    }

    /// <summary>Reads it.</summary>
    public static PastedSerials Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        Row[] rows =
        [
            .. lines.Select((line, index) => new Row(index + 1, line.Trim(), Cells(line))).Where(row => row.Text.Length > 0),
        ];
        var column = TableColumn([.. rows.Where(row => row.Cells.Length > 1)]);
        List<string> serials = [], repeated = [];
        List<LeftOutLine> leftOut = [];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            string[] found = column is null || row.Cells.Length == 1 ? [.. row.Cells.Where(LooksLikeSerial)]
                : row.Cell(column.Number - 1) is { } cell ? [cell] : [];
            if (found.Length == 0) leftOut.Add(new(row.Number, row.Text));
            if (column is not null && row.Cells.Length > 1 && (found.Length > 0 || row.Cells.Any(IsHeading)))
                lines[row.Number - 1] = row.Only(column.Number - 1);
            foreach (var serial in found)
            {
                if (seen.Add(serial)) serials.Add(serial);
                else if (!repeated.Contains(serial, StringComparer.OrdinalIgnoreCase)) repeated.Add(serial);
            }
        }

        return new(serials, leftOut, repeated, column) { Condensed = string.Join('\n', lines) };
    }

    /// <summary>
    /// Letters and digits with some signs between them, and at least one digit: neither a day, nor an amount, nor a short count.
    /// </summary>
    public static bool LooksLikeSerial(string text) =>
        text.Length is >= 4 and <= 64 && Shape().IsMatch(text) && text.Any(char.IsAsciiDigit) && !Day().IsMatch(text)
        && !Amount().IsMatch(text) && (text.Length >= 6 || !text.All(char.IsAsciiDigit));

    // A column that says so; else the one with the most different serials, of two such the one with the longer ones. A single line, or
    // lines in which everything looks alike, are no table but a list.
    private static ReadColumn? TableColumn(Row[] rows)
    {
        foreach (var row in rows)
        {
            if (Array.FindIndex(row.Cells, IsHeading) is >= 0 and var at) return new(at + 1, Widest(rows), row.Cells[at]);
        }

        var cells = rows.SelectMany(row => row.Cells).Where(cell => cell.Length > 0).ToArray();
        if (rows.Length < 2 || cells.All(LooksLikeSerial) && cells.Distinct(StringComparer.OrdinalIgnoreCase).Count() == cells.Length
            && cells.Select(cell => cell.Length).Distinct().Count() == 1) return null;
        var best = Enumerable.Range(0, Widest(rows)).MaxBy(column =>
        {
            var found = rows.Select(row => row.Cell(column)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            return (found.Length, found.Select(serial => serial.Length).DefaultIfEmpty().Average());
        });
        return new(best + 1, Widest(rows), null);
    }

    private static int Widest(Row[] rows) => rows.Max(row => row.Cells.Length);

    private static bool IsHeading(string cell) => Heading().IsMatch(cell);

    private static string[] Cells(string line)
    {
        var separator = Separators.FirstOrDefault(line.Contains);
        string[] cells = [.. (separator == default ? [line] : Split(line, separator)).Select(Clean)];
        return separator == default && cells[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
            && words.All(LooksLikeSerial) ? words : cells;
    }

    // In quotes, a separator is a letter like any other.
    private static IEnumerable<string> Split(string line, char separator)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"') isQuoted = !isQuoted;
            if (line[at] != separator || isQuoted && line.IndexOf('"', at) >= 0) continue;
            yield return line[start..at];
            start = at + 1;
        }

        yield return line[start..];
    }

    private static string Clean(string cell)
    {
        var clean = cell.Trim().Trim(Wrapping);
        return Named().Match(clean) is { Success: true } named && LooksLikeSerial(clean[named.Length..]) ? clean[named.Length..] : clean;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._/:#+-]*[A-Za-z0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$", RegexOptions.NonBacktracking)]
    private static partial Regex Day();

    [GeneratedRegex(@"^\d+([.,:]\d+)+$", RegexOptions.NonBacktracking)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^(serial|serial ?(number|no|nr|code|#)\.?s?|serials|s/?n|license|license ?(code|key)|seriennummer|seriennr\.?)$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(s/?n|serial( ?(number|no|nr)\.?)?)( ?[:#=] ?| )", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}

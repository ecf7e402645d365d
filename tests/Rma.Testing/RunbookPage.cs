using System.Text.RegularExpressions;

namespace Rma.Testing;

/// <summary>Commands of a page that stand in one fenced block.</summary>
/// <param name="Section">The heading above; empty before the first.</param>
/// <param name="Part">The bold words above, in that section (<c>Look at</c>, <c>Do</c>); empty before the first.</param>
public sealed record CommandBlock(string Section, string Part, string Commands);

/// <summary>A page for operators, as the commands that it tells them to run.</summary>
public sealed partial class RunbookPage
{
    /// <summary>The pages whose every command is run by a test.</summary>
    public static IReadOnlyList<string> Names { get; } = ["alerts", "runbooks", "restore"];

    private RunbookPage(string name, string text) => (Name, Text, Blocks) = (name, text, [.. Read(text)]);

    public string Name { get; }

    public string Text { get; }

    /// <summary>In the order of the page.</summary>
    public IReadOnlyList<CommandBlock> Blocks { get; }

    /// <summary>What the commands of every section begin with.</summary>
    public string Opening => string.Join('\n', Blocks.Where(block => block.Section.Length == 0).Select(block => block.Commands));

    public static RunbookPage Of(string name) => new(name, File.ReadAllText(Path.Combine(Servers.Root, "shared", "docs", $"{name}.md")));

    /// <summary>For a test of the reading.</summary>
    public static RunbookPage From(string text) => new("", text);

    private static IEnumerable<CommandBlock> Read(string text)
    {
        var (section, part) = ("", "");
        List<string>? inside = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                if (inside is not null) yield return new(section, part, string.Join('\n', inside));
                inside = inside is null ? [] : null;
            }
            else if (inside is not null) inside.Add(line.TrimStart());
            else if (line.StartsWith("## ", StringComparison.Ordinal)) (section, part) = (line[3..].Trim(), "");
            else if (Bold().Match(line) is { Success: true } bold) part = bold.Groups[1].Value;
        }
    }

    [GeneratedRegex(@"^\*\*([^*]+)\*\*")]
    private static partial Regex Bold();
}

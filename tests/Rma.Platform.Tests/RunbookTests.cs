using System.Text.RegularExpressions;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>
/// The pages for operators: each command on them belongs to a section that a test runs, and each verb is one of <c>./rma</c>.
/// </summary>
public sealed partial class RunbookTests
{
    // Sections whose commands no test runs as they stand, with the reason.
    private static readonly Dictionary<string, string> NotRun = new()
    {
        ["restore/The drill"] = "It is a test itself; its short form is RestoreDrillTests.",
    };

    [Fact]
    public void Every_section_with_commands_is_run_by_a_test_and_every_such_test_has_its_section()
    {
        var written = from name in RunbookPage.Names
                      from block in RunbookPage.Of(name).Blocks
                      where block.Section.Length > 0
                      select $"{name}/{block.Section}";
        var run = from file in Directory.EnumerateFiles(House.File("tests"), "*.cs", SearchOption.AllDirectories)
                  where !file.Contains("/obj/", StringComparison.Ordinal)
                  from Match match in Mark().Matches(File.ReadAllText(file))
                  select $"{match.Groups["page"].Value}/{match.Groups["section"].Value}";
        Assert.Equal(written.Distinct().Order(StringComparer.Ordinal), run.Concat(NotRun.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_verb_on_a_page_is_one_that_the_help_tells_of()
    {
        var help = (await Programs.Run("bash", [House.File("rma"), "help"], Servers.Root)).Output;
        var known = Verb().Matches(help).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.True(known.Count > 30, $"only {known.Count} verbs were found");
        var named = from name in RunbookPage.Names
                    from Match match in Named().Matches(RunbookPage.Of(name).Text)
                    select (Page: name, Verb: match.Groups[1].Value);
        Assert.All(named, one => Assert.Contains(one.Verb, known));
    }

    [Fact]
    public void A_page_is_read_as_the_commands_of_its_sections()
    {
        const string page = "# A\n\n```sh\nset\n```\n\n## One\n\n**Look at**: it.\n\n```sh\nlook\ntwice\n```\n\n" +
            "**Do**, by code:\n\n- x:\n  ```sh\n  do\n  ```\n\n## Two\n\nWords.\n\n```sh\nb\n```\n";
        Assert.Equal(
            [new CommandBlock("", "", "set"), new("One", "Look at", "look\ntwice"), new("One", "Do", "do"), new("Two", "", "b")],
            RunbookPage.From(page).Blocks);
        Assert.Equal("set", RunbookPage.From(page).Opening);
    }

    [GeneratedRegex("""\[Runbook\("(?<page>[a-z]+)", "(?<section>[^"]+)"[,)]""")]
    private static partial Regex Mark();

    [GeneratedRegex("^  (?:\\./rma )?([a-z]+)\\b", RegexOptions.Multiline)]
    private static partial Regex Verb();

    [GeneratedRegex(@"\./rma ([a-z]+)\b")]
    private static partial Regex Named();
}

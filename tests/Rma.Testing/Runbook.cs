using System.Text.RegularExpressions;
using Xunit;

namespace Rma.Testing;

/// <summary>
/// The commands of one section, run as an operator runs them: part after part, as they stand on the page, in a shell that began with the
/// page's opening. At the end every block of the section has been run.
/// </summary>
public sealed partial class Runbook
{
    // It finds what is wrong, and says so with its exit code.
    private const string Doctor = "./rma doctor";
    private readonly RunbookPage page;
    private readonly string section;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly Queue<CommandBlock> waiting;

    /// <param name="environment">With the instance, as <c>RMA_INSTANCE</c>.</param>
    public Runbook(string page, string section, IReadOnlyDictionary<string, string> environment)
    {
        (this.page, this.section, this.environment) = (RunbookPage.Of(page), section, environment);
        waiting = new(this.page.Blocks.Where(block => block.Section == section));
        Assert.NotEmpty(waiting);
    }

    /// <summary>Runs the next block, which belongs to this part of the section. Commands that end with an error are a failure.</summary>
    /// <param name="values">What stands for the words between <c>&lt;</c> and <c>&gt;</c>.</param>
    /// <param name="mayFail">Commands that end with an error because they tell of one, besides the doctor.</param>
    /// <returns>What was printed.</returns>
    public async Task<string> Run(string part, (string Word, string Value)[]? values = null, string[]? mayFail = null, int seconds = 600)
    {
        Assert.True(waiting.TryDequeue(out var block), $"{page.Name}, {section} has no commands left for {part}.");
        Assert.Equal((section, part), (block.Section, block.Part));
        var commands = block.Commands;
        foreach (var (word, value) in values ?? [])
        {
            Assert.Contains($"<{word}>", commands, StringComparison.Ordinal);
            commands = commands.Replace($"<{word}>", value, StringComparison.Ordinal);
        }

        Assert.False(Placeholder().IsMatch(commands), $"Nothing stands for a placeholder of {page.Name}, {section}:\n{commands}");
        var script = $$"""
            set -E -o pipefail
            trap 'printf "\n✗✗ %s: %s\n" "$?" "$BASH_COMMAND"' ERR
            {{page.Opening}}
            {{commands}}
            true
            """;
        var run = await Programs.Run("bash", ["-c", script], Servers.Root, environment, seconds: seconds);
        Assert.True(run.ExitCode == 0, $"{page.Name}, {section}, {part}:\n{commands}\n\n{run.Output}");
        Assert.All(Failed().Matches(run.Output).Select(failed => failed.Groups["command"].Value), command => Assert.True(
            command == Doctor || mayFail?.Contains(command) == true, $"{page.Name}, {section}, {part}: {command}\n\n{run.Output}"));
        return run.Output;
    }

    /// <summary>Runs the next block and looks for words in what it prints.</summary>
    public async Task<string> Shows(string part, params string[] words)
    {
        var said = await Run(part);
        Assert.All(words, word => Assert.True(said.Contains(word, StringComparison.Ordinal), $"{word} is not in:\n{said}"));
        return said;
    }

    /// <summary>Runs the next block until it prints what it should: what is mended takes effect within a moment.</summary>
    public async Task<string> ShowsSoon(string part, Func<string, bool> enough, string what, int seconds = 60)
    {
        var before = waiting.ToArray();
        return await Wait.Until(() =>
        {
            waiting.Clear();
            foreach (var block in before) waiting.Enqueue(block);
            return Run(part);
        }, enough, $"{page.Name}, {section}, {part}: {what}", seconds);
    }

    /// <summary>Whether it came to its end.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Fails when a block of the section was not run.</summary>
    public void Ended()
    {
        Assert.Empty(waiting);
        IsOver = true;
    }

    [GeneratedRegex("<[a-z][a-z ]*>|…")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^✗✗ [0-9]+: (?<command>.*)$", RegexOptions.Multiline)]
    private static partial Regex Failed();
}

using System.Diagnostics;

namespace Rma.Platform.Tests;

/// <summary>The policy tooling as somebody at a terminal meets it.</summary>
public sealed class PolicyToolTests
{
    [Fact]
    public async Task C11_a_document_that_is_not_there_is_answered_with_a_sentence()
    {
        using var tool = Process.Start(new ProcessStartInfo(House.File("rma"), ["policy", "check", "no-such-file.json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var texts = await Task.WhenAll(tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.WaitForExitAsync();
        Assert.NotEqual(0, tool.ExitCode);
        Assert.Contains("There is no policy document 'no-such-file.json'.", string.Concat(texts), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", string.Concat(texts), StringComparison.Ordinal);
    }
}

using Xunit;

namespace Rma.Testing;

/// <summary>Committed files that a test makes: pages, diagrams, manifests. <c>RMA_ACCEPT_SNAPSHOTS=1</c> writes them.</summary>
public static class GeneratedFile
{
    /// <summary>Whether what is made is accepted.</summary>
    public static bool IsAccepted { get; } = Environment.GetEnvironmentVariable("RMA_ACCEPT_SNAPSHOTS") == "1";

    /// <summary>Writes the file if that is accepted, and asserts that it holds what was made.</summary>
    public static void AssertHolds(string file, string made)
    {
        if (IsAccepted) File.WriteAllText(file, made);
        Assert.Equal(made, File.ReadAllText(file));
    }
}

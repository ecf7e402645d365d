namespace Rma.Platform.Tests;

/// <summary>Rules about the text of the source.</summary>
public sealed class SourceTests
{
    private const int Columns = 140;

    // Words that this code base used for things which the field has names for; shared/docs/style.md lists what stands for them.
    private static readonly string[] PrivateWords =
    [
        "IdempotentByContent", "BrokerGreeting", "DeafQueues", "PolicyShelf", "PublicNews", "NoHoles", "InstantWithOffset", "OnlyReads",
        "ByLink", "WriteLater", "Vigil", "Mischief",
    ];

    public static TheoryData<string> Folders => ["services", "shared", "tests", "deploy"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_140_columns(string folder)
    {
        var files = Sources(folder).ToArray();
        Assert.True(files.Length > 20, $"only {files.Length} files of {folder} were read");
        Assert.Empty(from file in files
            from line in File.ReadLines(file).Select((text, at) => (Text: text, Number: at + 1))
            where line.Text.Length > Columns
            select $"{file}:{line.Number}: {line.Text.Length} columns");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_called_by_a_private_word(string folder) => Assert.Empty(
        from file in Sources(folder)
        where Path.GetFileName(file) != nameof(SourceTests) + ".cs"
        from line in File.ReadLines(file).Select((text, at) => (Text: text, Number: at + 1))
        from word in PrivateWords
        where line.Text.Contains(word, StringComparison.Ordinal)
        select $"{file}:{line.Number}: {word}");

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(House.File(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
}

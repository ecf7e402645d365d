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

    // Values of the contracts' vocabulary that are also plain words: a subject, who acts next, a service, a style.
    private static readonly string[] PlainWords =
        ["credit", "charge", "repair", "closed", "refused", "received"];

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

    [Fact]
    public void A_value_of_the_vocabulary_is_named_by_its_constant()
    {
        var values = House.Contracts.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(type => type.GetFields()).Where(field => field.IsLiteral)
            .Select(field => $"\"{field.GetRawConstantValue()}\"").Except(PlainWords.Select(word => $"\"{word}\"")).Distinct().ToArray();
        Assert.True(values.Length > 30, $"only {values.Length} values were found");
        Assert.Empty(
            from file in Sources("services")
            from line in File.ReadLines(file).Select((text, at) => (Text: text, Number: at + 1))
            where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from value in values
            where line.Text.Contains(value, StringComparison.Ordinal)
            select $"{file}:{line.Number}: {value}");
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(House.File(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")
                && !file.EndsWith(".g.cs", StringComparison.Ordinal)); // made by a tool
}

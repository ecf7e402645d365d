using System.Text.RegularExpressions;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>
/// The committed files are what the description yields.
/// <c>RMA_ACCEPT_SNAPSHOTS=1 dotnet test tests/Rma.Platform.Tests --filter Topology</c> writes them.
/// </summary>
public sealed class TopologyTests
{
    private static readonly string[] Names = [.. Topology.OfPlatform.Services.Select(service => service.Name)];

    public static TheoryData<string> Made => [.. TopologyFiles.Of(Topology.OfPlatform).Keys];

    [Theory]
    [MemberData(nameof(Made))]
    public void A_file_is_what_the_description_yields(string path)
    {
        var made = TopologyFiles.Of(Topology.OfPlatform)[path];
        GeneratedFile.AssertHolds(House.File(path), made);
        Assert.DoesNotMatch("(?m)^[^#\n]*@[A-Za-z-]+@", made);
    }

    [Fact]
    public void A_member_that_the_description_does_not_have_is_noticed()
    {
        var text = File.ReadAllText(House.File("deploy", "topology.json")).Replace("\"port\"", "\"prot\"", StringComparison.Ordinal);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Topology.Parse(text));
    }

    // A list somewhere else would be forgotten when a service is added. What the description fills is left out by filling it with nothing.
    [Fact]
    public void Nothing_else_that_runs_or_tests_the_platform_lists_its_services()
    {
        var nobody = Topology.OfPlatform with { Services = [] };
        var made = TopologyFiles.Of(nobody);
        var written = TopologyFiles.Of(Topology.OfPlatform).Keys.Except(made.Keys).Append(TopologyFiles.Definitions).ToHashSet();
        string[] files =
        [
            "rma", TopologyFiles.Compose, .. Of("deploy", "*"), .. Of("tests", "*.cs"), .. Of("tests", "*.csproj"),
        ];
        Assert.True(files.Length > 200, $"only {files.Length} files were looked at");
        var lists = files.Where(file => !written.Contains(file) && file != "deploy/topology.json").SelectMany(file =>
            (made.TryGetValue(file, out var text) ? text : File.ReadAllText(House.File(file))).Split('\n')
                .Where(ListsServices).Select(line => $"{file}: {line.Trim()}"));
        // Not a list of all: the services that one return visits.
        Assert.Equal(["tests/Rma.EndToEnd.Tests/Stories.cs"], lists.Select(line => line.Split(':')[0]));

        static IEnumerable<string> Of(string folder, string pattern) =>
            Directory.EnumerateFiles(House.File(folder), pattern, SearchOption.AllDirectories)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
                .Select(file => Path.GetRelativePath(House.File(), file));
        static bool ListsServices(string line) => Names.Count(name => Regex.IsMatch(line, $@"\b{name}\b", RegexOptions.IgnoreCase)) > 2;
    }
}

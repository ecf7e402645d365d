using System.Text.Json;
using System.Text.Json.Nodes;
using Rma.EventSourcing;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>
/// The JSON of every public message and every stored event, as first released. A difference breaks a contract with other systems or with
/// stored data: add a nullable member or a new version instead. New shapes are accepted with RMA_ACCEPT_SNAPSHOTS=1.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly JsonSerializerOptions Stored = new(EventNames.Json) { WriteIndented = true };

    public static TheoryData<string> Messages => [.. House.Messages.Select(type => type.FullName!).Order()];

    public static TheoryData<string, string> Events
    {
        get
        {
            var events = new TheoryData<string, string>();
            foreach (var (service, name, _) in House.StoredEvents) events.Add(service, name);
            return events;
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_keeps_its_shape(string message)
    {
        var type = House.Contracts.GetType(message)!;
        Matches(Path.Combine("contracts", $"{message["Rma.Contracts.".Length..]}.json"), type, Wire);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void A_stored_event_keeps_its_name_and_shape(string service, string name) =>
        Matches(Path.Combine("stored-events", service, $"{name}.json"),
            House.StoredEvents.Single(stored => stored.Service == service && stored.Name == name).Type, Stored);

    [Fact]
    public void No_message_and_no_stored_event_disappears()
    {
        var known = House.Messages.Select(type => Path.Combine("contracts", $"{type.FullName!["Rma.Contracts.".Length..]}.json"))
            .Concat(House.StoredEvents.Select(stored => Path.Combine("stored-events", stored.Service, $"{stored.Name}.json"))).ToHashSet();
        var root = House.File("tests", "Rma.Platform.Tests", "Snapshots");
        Assert.All(Directory.GetFiles(root, "*.json", SearchOption.AllDirectories), file =>
            Assert.Contains(Path.GetRelativePath(root, file), known));
    }

    public static TheoryData<string> Earlier
    {
        get
        {
            var root = House.File("tests", "Rma.Platform.Tests", "Earlier");
            return [.. new[] { "contracts", "stored-events" }
                .SelectMany(kind => Directory.GetFiles(Path.Combine(root, kind), "*.json", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Extended shapes: members of older JSON are still present after reading.</summary>
    [Theory]
    [MemberData(nameof(Earlier))]
    public void What_was_written_before_still_reads(string file)
    {
        var json = File.ReadAllText(House.File("tests", "Rma.Platform.Tests", "Earlier", file));
        var (name, folder) = (Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!);
        var (type, options) = folder == "contracts"
            ? (House.Contracts.GetType($"Rma.Contracts.{name}")!, Wire)
            : (House.StoredEvents.Single(stored => stored.Service == Path.GetFileName(folder) && stored.Name == name).Type, Stored);
        var again = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(json, type, options), type, options)!;
        Assert.All(Members("", JsonNode.Parse(json)!), before => Assert.Contains(before, Members("", again)));
    }

    private static IEnumerable<(string Path, string Value)> Members(string path, JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Members($"{path}/{member.Key}", member.Value)),
        JsonArray items => items.SelectMany((item, at) => Members($"{path}/{at}", item)),
        _ => [(path, node?.ToJsonString() ?? "null")],
    };

    private static void Matches(string name, Type type, JsonSerializerOptions options)
    {
        var file = House.File("tests", "Rma.Platform.Tests", "Snapshots", name);
        var now = JsonSerializer.Serialize(Samples.Of(type), type, options) + "\n";
        if (!File.Exists(file) && GeneratedFile.IsAccepted)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, now);
        }

        Assert.True(File.Exists(file), $"There is no snapshot {name}. A new shape is accepted with RMA_ACCEPT_SNAPSHOTS=1.");
        var before = File.ReadAllText(file);
        Assert.Equal(before, now);
        Assert.Equal(before, JsonSerializer.Serialize(JsonSerializer.Deserialize(before, type, options), type, options) + "\n");
    }
}

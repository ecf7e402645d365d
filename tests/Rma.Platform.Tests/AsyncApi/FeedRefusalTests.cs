using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rma.Issuance.Tests.BadInput;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>What the platform refuses in the feed is refused by the schema too, as far as a shape can say it.</summary>
public sealed class FeedRefusalTests
{
    private static readonly DocumentSchemas Feed = DocumentSchemas.Of("feed.json");
    private static readonly StrictReading Strict = new(UnknownMembers: false, Texts: false);

    /// <summary>The ends of the names of invalid facts that a schema lets through, and why.</summary>
    private static readonly Dictionary<string, string> NoMatterOfShape = new(StringComparer.Ordinal)
    {
        ["of a price of five places"] = "multipleOf 0.0001 would refuse good amounts where numbers are binary floating point",
    };

    private static readonly string[] Codes = ["message.malformed", "message.unknown-member", "feed.invalid"];

    [Fact]
    public void What_the_feed_refuses_is_refused_by_the_schema()
    {
        var facts = BadFacts.All.Where(bad => Codes.Contains(bad.Code) && Read(bad.Body) is not null).ToArray();
        Assert.True(facts.Length > 150, $"only {facts.Length} invalid facts");
        var taken = facts.Where(bad => Fault(bad.Exchange.Split(':')[1], Read(bad.Body)) is null).Select(bad => bad.Name).ToArray();
        Assert.DoesNotContain(taken, name => !NoMatterOfShape.Keys.Any(end => name.EndsWith(end, StringComparison.Ordinal)));
        Assert.All(NoMatterOfShape.Keys, end => Assert.Contains(taken, name => name.EndsWith(end, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_strict_reading_refuses_at_the_edges_of_every_type_is_refused_by_the_schema(string message)
    {
        var type = AsyncApiDocuments.FeedMessages.Single(one => one.Name == message);
        var refused = Edges.Spoil(type).Where(spoiled => IsRefused(spoiled.Json, type)).ToArray();
        Assert.True(refused.Length > 30, $"only {refused.Length}");
        Assert.Empty(refused.Where(spoiled => Read(Encoding.UTF8.GetBytes(spoiled.Json)) is { } json && Fault(message, json) is null)
            .Select(spoiled => spoiled.How));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_as_agreed_is_taken(string message)
    {
        var type = AsyncApiDocuments.FeedMessages.Single(one => one.Name == message);
        var good = Examples.Recorded(type)!["body"]!.AsObject();
        Assert.Null(Feed.FaultOfPayload(message, good));
        Assert.NotNull(Feed.FaultOfPayload(message, JsonNode.Parse(good.With("unheardOf", "1"))));
    }

    public static TheoryData<string> Messages => [.. AsyncApiDocuments.FeedMessages.Select(type => type.Name)];

    // A number that no decimal holds is no number of a schema either.
    private static string? Fault(string message, JsonNode? json)
    {
        try
        {
            return Feed.FaultOfPayload(message, json);
        }
        catch (Exception exception) when (exception is OverflowException or FormatException)
        {
            return exception.Message;
        }
    }

    private static bool IsRefused(string json, Type type)
    {
        var (document, fault) = StrictReading.Parse(Encoding.UTF8.GetBytes(json));
        using (document) return fault is not null || Strict.Check(document!.RootElement, type) is not null;
    }

    // Null: it is no JSON, or says one thing twice; whatever reads it refuses that before a schema is asked.
    private static JsonNode? Read(byte[] body)
    {
        try
        {
            var read = JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false });
            _ = read!.DeepClone().ToJsonString();
            return read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}

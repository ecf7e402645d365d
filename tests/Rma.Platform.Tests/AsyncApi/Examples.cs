using System.Text.Json.Nodes;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>
/// Messages that passed through the broker while the demo ran (<c>./rma demo --record tests/Rma.Platform.Tests/Recorded</c>); of what the
/// demo does not tell, the stored sample of the contract.
/// </summary>
internal static class Examples
{
    public static JsonObject Of(Type message) => Recorded(message) is { } seen
        ? new() { ["name"] = "recorded", ["summary"] = "From a run of the demo.", ["payload"] = seen["body"]!.DeepClone() }
        : new()
        {
            ["name"] = "sample", ["summary"] = "Made up: every member is filled.",
            ["payload"] = Sample(message),
        };

    /// <summary>The whole recorded message: properties, headers and body; null when the demo did not tell it.</summary>
    public static JsonObject? Recorded(Type message)
    {
        var outlet = AsyncApiDocuments.FinanceMessages.FirstOrDefault(one => one.Type == message).Outlet;
        var name = outlet is null ? message.FullName!["Rma.Contracts.".Length..]
            : $"{outlet.Exchange ?? Messaging.Topology.OfPlatform.Finance.Exchange}.{outlet.RoutingKey}";
        var file = House.File("tests", "Rma.Platform.Tests", "Recorded", $"{name}.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : null;
    }

    /// <summary>The stored sample of a contract, in an envelope where it is told in one.</summary>
    private static JsonNode Sample(Type message)
    {
        var sample = JsonNode.Parse(File.ReadAllText(House.File("tests", "Rma.Platform.Tests", "Snapshots", "contracts",
            $"{message.FullName!["Rma.Contracts.".Length..]}.json")))!;
        return AsyncApiDocuments.PublicEvents.All(told => House.TypeOf(told.Exchange) != message) ? sample : new JsonObject
        {
            ["messageId"] = "0195f000-0000-7000-8000-000000000001",
            ["messageType"] = new JsonArray($"urn:message:{message.Namespace}:{message.Name}"), ["message"] = sample,
        };
    }
}

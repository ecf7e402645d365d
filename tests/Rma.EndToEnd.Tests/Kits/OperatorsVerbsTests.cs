using System.Net;
using System.Text.Json.Nodes;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests.Kits;

/// <summary>What an operator does at the command line before any other system is connected.</summary>
[Collection("stories")]
public sealed class OperatorsVerbsTests(StoriesPlatform platform) : IDisposable
{
    private readonly Doors doors = new(platform.Settings);

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public void Dispose() => doors.Dispose();

    [Fact]
    public async Task A_fact_is_told_by_hand_and_nothing_of_a_file_that_is_wrong()
    {
        var serial = $"HAND-{Guid.CreateVersion7():N}"[..24];
        Assert.Equal(0, (await Publish("UnitShipped", Shipment(serial))).ExitCode);
        await Wait.Until(() => doors.With("RMA_SYSTEM_KEY").Get("ISSUANCE", $"/units/{serial}", Soon),
            answer => answer.Body is JsonArray { Count: > 0 }, "the shipment", 60);

        var wrong = await Publish("UnitShipped", $"{Shipment($"{serial}B")}\n{{\"shipmentId\":\n");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("This is no JSON object", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Publish("UnitShipped", "\n")).ExitCode);
        Assert.Equal(1, (await Publish("UnitLost", Shipment(serial))).ExitCode);
        var refused = await Publish("UnitShipped", Shipment(serial), ("RMA_FEED_USER", "nobody"), ("RMA_FEED_PASSWORD", "wrong"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("The broker does not take it", refused.Output, StringComparison.Ordinal);
        Assert.Empty((await doors.With("RMA_SYSTEM_KEY").Get("ISSUANCE", $"/units/{serial}B", Soon)).Body as JsonArray ?? []);
    }

    [Fact]
    public async Task A_device_gets_a_key_that_works_at_once_and_until_it_is_revoked()
    {
        var key = (await Verb("key", "add", "dock-east-9", "scanner", "--site", "east")).Output.Split('\n')
            .Single(line => line.StartsWith("rma_", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await With(key));
        Assert.Equal(0, (await Verb("key", "revoke", key.Split('_')[1])).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(key));
    }

    private static string Shipment(string serial) => new JsonObject
    {
        ["shipmentId"] = $"SH-{serial}", ["revision"] = 1, ["serialNumber"] = serial, ["sku"] = Catalogue.Recorder.Sku,
        ["accountId"] = "ONE", ["shippedAt"] = "2026-03-02T17:30:00Z",
    }.ToJsonString();

    private async Task<HttpStatusCode> With(string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var answer = await http.GetAsync(new Uri($"{platform.Settings["RMA_RECEIVING_URL"]}/expected-shipments"), Soon);
        return answer.StatusCode;
    }

    private Task<ProgramRun> Verb(params string[] arguments) => Run(arguments, "", []);

    private Task<ProgramRun> Publish(string message, string lines, params (string Name, string Value)[] other) =>
        Run(["publish", message, "-"], lines, other);

    private Task<ProgramRun> Run(string[] arguments, string input, (string Name, string Value)[] other) => Programs.Run(
        "bash", [Path.Combine(Servers.Root, "rma"), .. arguments], Servers.Root, new Dictionary<string, string>(
            other.Select(one => KeyValuePair.Create(one.Name, one.Value))) { ["RMA_INSTANCE"] = platform.Instance }, input);
}

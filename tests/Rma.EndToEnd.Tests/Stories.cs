using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests;

/// <summary>Typical user stories on the running platform.</summary>
[Collection("stories")]
public sealed class Stories(StoriesPlatform platform)
{
    [Fact]
    public async Task The_demo_plays_every_kind_of_return_to_its_expected_end()
    {
        using var demo = platform.Demo(size: 2);
        Assert.True(await demo.ToEnd() == 0, demo.Output);
    }

    [Fact]
    public async Task One_return_is_one_trace_from_the_scan_to_finance_through_all_services()
    {
        await using var finance = new FinanceDesk(platform.Settings);
        finance.Open();
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        await one.ClearOnTheBench();
        await one.InState("Closed");
        await Wait.Until(() => Task.FromResult(finance.NoteFor(one.Serial) is not null), "finance's note");

        var trace = await Wait.Until(() => Task.FromResult(TraceOfUnitScan(one.ReturnId)), spans =>
            spans.Any(span => span.Name == "finance send")
                && spans.Select(span => span.Service).Distinct().Count() == 5, "the trace of the scan to reach finance and all services");
        Assert.Equal(["console", "credit", "issuance", "receiving", "repair"], trace.Select(span => span.Service).Distinct().Order());
        Assert.Contains(trace, span =>
            span is { Service: "receiving", Kind: "Server" } && span.Name.StartsWith("POST /parcels/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_desk_finds_a_return_by_half_a_serial_and_reads_where_it_is()
    {
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await one.Receive();
        await one.InState("AwaitingInspection");
        using var http = new HttpClient { BaseAddress = platform.Settings.Replicas("CONSOLE").First() };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await platform.Rma("token", "returns-desk")).Trim());
        var half = one.Serial[..(one.Serial.Length / 2)].ToLowerInvariant();
        var found = await Wait.Until(async () => (await http.GetStringAsync(new Uri($"/find?q={half}&kind=serial", UriKind.Relative))),
            text => text.Contains("has been at the dock since", StringComparison.Ordinal), "the sentence");
        Assert.Contains($"({one.RmaNumber}, line 1)", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finance_receives_each_credit_once_with_amounts_that_add_up_and_can_read_it_again()
    {
        await using var finance = new FinanceDesk(platform.Settings);
        finance.Open();
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        await one.InState("OnBench");
        await Wait.Until(() => Task.FromResult(finance.NoteFor(one.Serial) is not null), "finance's note");
        var note = finance.NoteFor(one.Serial)!;
        Assert.Equal(1_349.99m, note["amount"]!.GetValue<decimal>());
        Assert.Equal(1_349.99m, note["lines"]!.AsArray().Sum(line => line!["amount"]!.GetValue<decimal>()));
        var again = await one.Credit(note["creditId"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(note, Books.AsSent(again.Body)), $"{note.ToJsonString()}\n{again.Body?.ToJsonString()}");
        Assert.Single(finance.Deliveries, delivery => delivery["serialNumber"]!.GetValue<string>() == one.Serial);
        await one.ClearOnTheBench();
    }

    [Theory]
    [InlineData("FEED", "issuance-unit-shipped")]
    [InlineData("FINANCE", "issuance-unit-shipped")]
    public async Task Outsiders_read_and_declare_nothing_of_ours(string user, string queue)
    {
        await Refused(user, channel => channel.BasicGetAsync(queue, true));
        await Refused(user, channel => channel.QueueDeclareAsync("mine", true, false, false));
        await Refused(user, channel => channel.QueueBindAsync("finance.credit-notes", "finance", "x"));
        await Refused(user, channel => channel.ExchangeDeclareAsync("Rma.Contracts.Credit.V1:CreditIssued", "fanout", true));
    }

    [Theory]
    [InlineData("FEED", "Rma.Contracts.Credit.V1:AssessCredit")]
    [InlineData("FEED", "issuance-unit-shipped")]
    [InlineData("FEED", "finance")]
    [InlineData("FINANCE", "Rma.Contracts.Shipping.V1:UnitShipped")]
    public Task Outsiders_publish_only_where_they_may(string user, string exchange) => Refused(user, async channel =>
    {
        await channel.BasicPublishAsync(exchange, "credit-note", true, new BasicProperties(), "{}"u8.ToArray());
        await channel.QueueDeclarePassiveAsync("anything");
    });

    [Fact]
    public Task Nobody_publishes_in_somebody_elses_name() => Refused("FEED", async channel =>
    {
        await channel.BasicPublishAsync(
            "Rma.Contracts.Shipping.V1:UnitShipped", "", true, new BasicProperties { UserId = "issuance" }, "{}"u8.ToArray());
        await channel.QueueDeclarePassiveAsync("anything");
    }, 406);

    private async Task Refused(string user, Func<IChannel, Task> act, int code = 403)
    {
        await using var connection = await platform.Settings.Connect(user, "story");
        await using var channel = await connection.CreateChannelAsync();
        var closed = await Assert.ThrowsAnyAsync<OperationInterruptedException>(() => act(channel));
        Assert.Equal(code, (int?)closed.ShutdownReason?.ReplyCode);
    }

    private sealed record Span(string Service, string Trace, string Name, string Kind, string Tags);

    private Span[] TraceOfUnitScan(string returnId)
    {
        var spans = Directory.GetFiles(Path.Combine(platform.Folder, "traces"), "*.jsonl").SelectMany(ReadShared)
            .Select(line => JsonNode.Parse(line)!)
            .Select(node =>
                new Span(node["service"]!.GetValue<string>(), node["trace"]!.GetValue<string>(), node["name"]!.GetValue<string>(),
                node["kind"]!.GetValue<string>(), node["tags"]!.ToJsonString()))
            .ToArray();
        // Issuance's saga processed this return in the trace of the scan.
        var ofReturn = spans.Where(span => span.Tags.Contains(returnId, StringComparison.Ordinal)).Select(span => span.Trace).ToHashSet();
        var scans = spans.Where(span =>
            span is { Service: "receiving", Kind: "Server" } && span.Name.StartsWith("POST /parcels/", StringComparison.Ordinal))
            .Select(span => span.Trace);
        var trace = scans.FirstOrDefault(ofReturn.Contains);
        return [.. spans.Where(span => span.Trace == trace)];
    }

    private static string[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.EndsWith('}'))];
    }
}

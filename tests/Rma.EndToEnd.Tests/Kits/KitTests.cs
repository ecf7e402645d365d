using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests.Kits;

/// <summary>The kits of <c>deploy/kits</c> as a partner runs them, on the running platform.</summary>
[Collection("stories")]
public sealed class KitTests(StoriesPlatform platform) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rma-kit-").FullName;
    private readonly Doors doors = new(platform.Settings);

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public void Dispose()
    {
        doors.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [NpmFact]
    public async Task The_publisher_tells_shipments_and_corrects_one()
    {
        var kit = await Programs.WithPackages("deploy", "kits", "node-publisher");
        var serial = $"KIT-{Guid.CreateVersion7():N}"[..24];
        var first = Shipment(serial, 1, "2026-03-02T17:30:00Z");
        var other = Shipment($"{serial}B", 1, "2026-03-02T18:30:00+01:00");
        Assert.Equal((0, "✓ 2 published and confirmed"), await Publish(kit, $"{first}\n{other}\n"));
        Assert.Equal((0, "✓ 1 published and confirmed"), await Publish(kit, Shipment(serial, 2, "2026-03-04T17:30:00Z")));
        Assert.Equal(0, (await Publish(kit, first)).Code); // a repeat
        var known = await Wait.Until(() => doors.With("RMA_SYSTEM_KEY").Get("ISSUANCE", $"/units/{serial}", Soon),
            answer => Revisions(answer).Contains(2), "the correction", 60);
        Assert.Equal([1, 2], Revisions(known).Order());
        await Wait.Until(() => doors.With("RMA_SYSTEM_KEY").Get("ISSUANCE", $"/units/{serial}B", Soon),
            answer => Revisions(answer).Contains(1), "the other unit", 60);

        // The same revision with another content is not taken, and the publisher is told so on its queue.
        Assert.Equal(0, (await Publish(kit, Shipment(serial, 2, "2026-03-05T17:30:00Z"))).Code);
        var told = new List<JsonNode>();
        await Wait.Until(async () =>
        {
            var read = await Programs.Run("node", ["rejections.mjs", "--once"], kit, Environment());
            Assert.True(read.ExitCode == 0, read.Output);
            told.AddRange(read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!));
            return told;
        }, all => all.Any(one => one["code"]!.GetValue<string>() == "feed.conflict"
            && one["revision"]!.GetValue<int>() == 2), "the rejection", 60);
    }

    [NpmFact]
    public async Task The_publisher_publishes_nothing_of_a_file_that_is_wrong_and_says_when_it_is_not_let_in()
    {
        var kit = await Programs.WithPackages("deploy", "kits", "node-publisher");
        var (good, bad) = (Shipment("KIT-GOOD", 1, "2026-03-02T17:30:00Z"), Shipment("KIT-BAD", 1, "2026-03-02T17:30:00"));
        var (code, said) = await Publish(kit, $"{good}\n{bad}\n");
        Assert.Equal(1, code);
        Assert.Contains("line 2: shippedAt", said, StringComparison.Ordinal);
        Assert.Empty((await doors.With("RMA_SYSTEM_KEY").Get("ISSUANCE", "/units/KIT-GOOD", Soon)).Body as JsonArray ?? []);
        (code, said) = await Publish(kit, good, ("RMA_FEED_PASSWORD", "wrong"), ("RMA_PATIENCE_SECONDS", "0"));
        Assert.Equal(2, code);
        Assert.Contains("1 of 1 are not published", said, StringComparison.Ordinal);
    }

    [NpmFact]
    public async Task Finance_keeps_a_note_once_to_the_cent_and_nothing_that_credit_did_not_sign()
    {
        var kit = await Programs.WithPackages("deploy", "kits", "node-finance");
        await using var connection = await platform.Settings.Connect("RABBITMQ_ADMIN", "kit test");
        await using var channel = await connection.CreateChannelAsync();
        var seen = await Overheard(channel);
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        await one.InState("OnBench");
        var note = await Wait.Until(() => Task.FromResult(seen.LastOrDefault(message => Encoding.UTF8.GetString(message.Body.Span)
            .Contains(one.Serial, StringComparison.Ordinal))), message => message is not null, "finance's note");

        await Say(channel, note!, note!.Body.ToArray()); // the same once more
        var (code, said) = await Read(kit);
        Assert.Equal(0, code);
        Assert.Contains($"1349.99 USD  ONE  {one.RmaNumber} {one.Serial}", said, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(Book), line => line.Contains(one.Serial, StringComparison.Ordinal));

        var forged = Encoding.UTF8.GetString(note.Body.Span).Replace("1349.99", "9349.99", StringComparison.Ordinal);
        await Say(channel, note, Encoding.UTF8.GetBytes(forged));
        (code, said) = await Read(kit);
        Assert.Equal(1, code);
        Assert.Contains("was not signed by credit", said, StringComparison.Ordinal);
        Assert.DoesNotContain("9349.99", await File.ReadAllTextAsync(Book), StringComparison.Ordinal);
        Assert.Contains("9349.99", await File.ReadAllTextAsync($"{Book}.refused"), StringComparison.Ordinal);

        // What was never read here is read again over HTTP, and the whole date is then what credit states, hash for hash.
        var date = JsonNode.Parse(note.Body.Span)!["businessDate"]!.GetValue<string>();
        var again = await Programs.Run("node", ["finance.mjs", "--reread", date], kit, Environment());
        Assert.True(again.Output.Contains($"✓ {date} is what credit states now", StringComparison.Ordinal), again.Output);
        await one.ClearOnTheBench();
    }

    [ProgramFact("python3")]
    public async Task The_scanner_keeps_its_scans_while_the_network_is_away_and_says_where_each_carton_belongs()
    {
        var kit = Path.Combine(Servers.Root, "deploy", "kits", "python-scanner");
        await using var one = new OneReturn(platform);
        await one.Authorize();
        var away = new Dictionary<string, string>(Environment()) { ["RMA_RECEIVING_URL"] = "http://127.0.0.1:9" };
        var offline = await Programs.Run("python3", ["scanner.py"], kit, away, $"{one.RmaNumber}\n\n");
        Assert.True(offline.ExitCode == 3 && offline.Output.Contains("AMBER  no answer yet", StringComparison.Ordinal), offline.Output);
        Assert.Equal(2, File.ReadAllLines(Queue).Length);
        var scannedAt = JsonNode.Parse(File.ReadLines(Queue).First())!["scannedAt"]!.GetValue<DateTimeOffset>();

        // The dock may not have heard of the number yet: then the carton is held, and asked about until it is let in.
        using var scanner = Programs.Start("python3", ["scanner.py"], kit, Environment(), out var output);
        await Wait.Until(() => Task.FromResult(Said(output)), text =>
            text.Contains($"GREEN  {one.RmaNumber}: accepted", StringComparison.Ordinal)
            && text.Contains("RED  (nothing on the outside): refused", StringComparison.Ordinal), "both answers", 60);
        await scanner.StandardInput.WriteLineAsync("/quit");
        await scanner.WaitForExitAsync(Soon);
        Assert.Equal(0, scanner.ExitCode);
        Assert.Empty(File.ReadAllLines(Queue));
        var kept = await platform.Scalar<DateTime>("receiving",
            $"select scanned_at from parcels where rma_number = '{one.RmaNumber}' and state = 'accepted'");
        Assert.Equal(scannedAt.UtcDateTime, kept.ToUniversalTime(), TimeSpan.FromMilliseconds(1));
    }

    private string Book => Path.Combine(folder, "book.jsonl");

    private string Queue => Path.Combine(folder, "scans.jsonl");

    // Everything that `./rma env` prints, and files of this test.
    private Dictionary<string, string> Environment() => new(Servers.ReadEnvironment(platform.Instance))
    {
        ["RMA_FINANCE_BOOK"] = Book, ["RMA_SCANNER_QUEUE"] = Queue, ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    private async Task<(int Code, string Said)> Publish(string kit, string lines, params (string Name, string Value)[] other)
    {
        var environment = Environment();
        foreach (var (name, value) in other) environment[name] = value;
        var run = await Programs.Run("node", ["publish.mjs", "-"], kit, environment, lines);
        return (run.ExitCode, run.Output.Trim());
    }

    private async Task<(int Code, string Said)> Read(string kit)
    {
        var run = await Programs.Run("node", ["finance.mjs", "--idle", "3"], kit, Environment());
        return (run.ExitCode, run.Output);
    }

    private static string Shipment(string serial, int revision, string shippedAt) => new JsonObject
    {
        ["shipmentId"] = $"SH-{serial}", ["revision"] = revision, ["serialNumber"] = serial, ["sku"] = Catalogue.Recorder.Sku,
        ["accountId"] = "ONE", ["shippedAt"] = shippedAt,
    }.ToJsonString();

    private static int[] Revisions(Answer life) => life.Body is not JsonArray lines ? []
        : [.. lines.Where(line => line!["what"]!.GetValue<string>() == "unit_shipment_recorded")
            .Select(line => line!["details"]!["revision"]!.GetValue<int>())];

    private static string Said(StringBuilder output)
    {
        lock (output) return output.ToString();
    }

    private static async Task<System.Collections.Concurrent.ConcurrentQueue<BasicDeliverEventArgs>> Overheard(IChannel channel)
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<BasicDeliverEventArgs>();
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, "finance", "credit-note");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The bytes belong to the client only until this returns.
            seen.Enqueue(new BasicDeliverEventArgs(delivery.ConsumerTag, delivery.DeliveryTag, delivery.Redelivered, delivery.Exchange,
                delivery.RoutingKey, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray()));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return seen;
    }

    // As somebody with the broker's administrator could: the signature is that of the note.
    private static async Task Say(IChannel channel, BasicDeliverEventArgs note, byte[] body) =>
        await channel.BasicPublishAsync("finance", "credit-note", mandatory: true, new BasicProperties
        {
            ContentType = note.BasicProperties.ContentType, DeliveryMode = DeliveryModes.Persistent,
            MessageId = body.AsSpan().SequenceEqual(note.Body.Span) ? note.BasicProperties.MessageId : Guid.CreateVersion7().ToString(),
            Headers = note.BasicProperties.Headers!.ToDictionary(),
        }, body);
}

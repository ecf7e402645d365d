using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>Complete credit returns through the public APIs: requested, scanned, received, inspected, credited, note at finance.</summary>
internal sealed class Lifecycles : IAsyncDisposable
{
    private readonly Settings settings;
    private readonly Doors doors;
    private readonly Feed feed;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> notes = new();
    private readonly Lazy<(Doors.Visitor Partner, Doors.Visitor Scanner, Doors.Visitor Inspector)> visitors;
    private IConnection? finance;
    private int made;

    public Lifecycles(Settings settings)
    {
        (this.settings, doors, feed) = (settings, new(settings), new(settings));
        // A token is signed once and used for all: signing is not measured.
        visitors = new(() => (doors.As("partner", "bench", "ACC-BENCH"), doors.With("RMA_SCANNER_KEY"), doors.As("inspector", "ina")));
    }

    public async Task Open()
    {
        finance = await settings.Connecting(settings.Broker("FINANCE")).CreateConnectionAsync();
        var channel = await finance.CreateChannelAsync();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (JsonNode.Parse(delivery.Body.Span)?["serialNumber"]?.GetValue<string>() is { } serial
                && notes.TryGetValue(serial, out var waiting)) waiting.TrySetResult();
            await channel.BasicAckAsync(delivery.DeliveryTag, false);
        };
        await channel.BasicConsumeAsync("finance.credit-notes", autoAck: false, consumer);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await feed.AccountChanged("ACC-BENCH", "Bench Distribution", "distributor", true, today.AddYears(-2));
        await feed.ProductChanged(Catalogue.Camera, today.AddYears(-2));
    }

    /// <summary>Units that were sold and are known to issuance.</summary>
    public async Task<string[]> Sold(int count)
    {
        var (prefix, now) = ($"BENCH-{TimeProvider.System.GetUtcNow():HHmmss}-{Interlocked.Increment(ref made)}",
            TimeProvider.System.GetUtcNow());
        var serials = Enumerable.Range(0, count).Select(index => $"{prefix}-{index}").ToArray();
        foreach (var serial in serials)
        {
            notes[serial] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await feed.UnitShipped(serial, Catalogue.Camera.Sku, "ACC-BENCH", now.AddDays(-10));
            await feed.UnitInvoiced(serial, Catalogue.Camera.Sku, "ACC-BENCH", DateOnly.FromDateTime(now.UtcDateTime).AddDays(-10), 180m);
        }

        var system = doors.With("RMA_SYSTEM_KEY");
        foreach (var serial in serials.Reverse())
        {
            while (await system.Get("ISSUANCE", $"/units/{serial}", default) is not { Status: 200, Body: JsonArray { Count: >= 2 } })
                await Task.Delay(50);
        }

        return serials;
    }

    /// <summary>One return from its request until finance has its note.</summary>
    public async Task Live(string serial)
    {
        var (partner, scanner, inspector) = visitors.Value;
        var asked = await partner.Post("ISSUANCE", "/rmas", new { remedy = "credit-return", items = new[] { serial } }, default);
        if (asked.Status != 201) throw new InvalidOperationException($"{serial} was answered with {asked.Status}: {asked.Body}");
        var now = TimeProvider.System.GetUtcNow();
        var parcel = await scanner.Post(
            "RECEIVING", "/parcels", new { scanId = $"P-{serial}", marking = asked.Text("rmaNumber"), freightTerms = "prepaid",
            scannedAt = now }, default);
        // A scanner that gets "held" retries ten times a second.
        for (var state = parcel.Text("answer"); state == "held"; state =
            (await scanner.Get("RECEIVING", $"/parcels/{parcel.Text("parcelId")}", default)).Text("state")) await Task.Delay(100);
        var unit = await scanner.Post(
            "RECEIVING", $"/parcels/{parcel.Text("parcelId")}/units",
            new { scanId = $"U-{serial}", serialNumber = serial, scannedAt = now }, default);
        var seen = await inspector.Post("RECEIVING", $"/units/{unit.Text("returnId")}/inspection", new
        {
            retailBoxOpened = false, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
            serialLabel = "intact", cosmeticDamage = false, internalDamage = false,
        }, default);
        if (seen.Status != 204)
            throw new InvalidOperationException($"The inspection of {serial} was answered with {seen.Status}: {seen.Body}");
        await notes[serial].Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>What the services have committed and published so far: steps with an effect, and messages.</summary>
    public async Task<(long Commits, long Messages)> Done()
    {
        var (commits, messages) = (0L, 0L);
        foreach (var name in Topology.Services)
        {
            await using var database = NpgsqlDataSource.Create(settings.Postgres($"rma_{name}"));
            await using var command = database.CreateCommand($"select (select count(*) from {name}.inbox) + (select count(*) " +
                $"from {name}.idempotency), (select last_value from {name}.outbox_seq_seq)");
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            (commits, messages) = (commits + reader.GetInt64(0), messages + reader.GetInt64(1));
        }

        return (commits, messages);
    }

    public async ValueTask DisposeAsync()
    {
        if (finance is not null) await finance.DisposeAsync();
        await feed.DisposeAsync();
        doors.Dispose();
    }
}

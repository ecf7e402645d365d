using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Rma.Contracts.Receiving.V1;
using Rma.Demo;
using Rma.Testing;
using Rma.Policy;

namespace Rma.Benchmarks;

/// <summary>
/// (d) Latency from the planned time of a scan until its answer, at a given rate: against a raw commit at the same rate. Late starts count
/// as waiting, so a slow answer does not hide the ones behind it.
/// </summary>
internal sealed class ScanBench(Settings settings, Ground ground)
{
    private const string Exchange = "Rma.Contracts.Receiving.V1:ExpectReturn";

    private const int Seconds = 8;
    private readonly List<string> numbers = [];

    public async Task<IReadOnlyList<Figure>> Measure(int rounds)
    {
        await Expect();
        using var scanner = new HttpClient { BaseAddress = settings.Replicas("RECEIVING").First() };
        scanner.DefaultRequestHeaders.Add("X-Api-Key", settings["RMA_SCANNER_KEY"]);
        await Rounds.Paced(50, 3, index => Scan(scanner, index));
        await Rounds.Paced(50, 3, Commit);
        var figures = new List<Figure>();
        foreach (var rate in new[] { 20, 100, 200 })
        {
            Console.WriteLine($"  (d) {rate} scans a second");
            var (scans, commits) = (new List<double[]>(), new List<double[]>());
            for (var round = 0; round < rounds; round++)
            {
                // The order alternates, as everywhere.
                if (round % 2 == 0) commits.Add(await Rounds.Paced(rate, Seconds, Commit));
                scans.Add(await Rounds.Paced(rate, Seconds, index => Scan(scanner, index)));
                if (round % 2 != 0) commits.Add(await Rounds.Paced(rate, Seconds, Commit));
            }

            foreach (var (name, share) in new[] { ("p50", 0.5), ("p95", 0.95), ("p99", 0.99) })
            {
                var (scan, commit) = (scans.ConvertAll(values => Rounds.Percentile(values, share)),
                    commits.ConvertAll(values => Rounds.Percentile(values, share)));
                var ratios = scan.Zip(commit, (one, other) => one / other).ToArray();
                var ratio = Rounds.Median(ratios);
                var goal = name == "p99" && rate == 100 ? "≤ 5.0" : "";
                figures.Add(new("d", $"scan to answer, {rate}/s, {name}", "ms", Rounds.Median(scan), Rounds.Median(commit), ratio,
                    Rounds.Noise(ratios, ratio), goal, goal.Length == 0 || ratio <= 5));
                Console.WriteLine(FormattableString.Invariant(
                    $"    {name}: {figures[^1].Subject:0.0} ms against {figures[^1].Floor:0.0} ms"));
            }
        }

        return figures;
    }

    // Expected numbers, so that scans are accepted.
    private async Task Expect()
    {
        // As issuance, whose message it is.
        using var senders = Senders.OfInstance("issuance", Path.Combine(settings.Folder, "secrets", "senders", "issuance.pem"));
        await using var connection = await settings.Connecting(settings.Broker("ISSUANCE")).CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var now = TimeProvider.System.GetUtcNow();
        for (var index = 0; index < 40; index++)
        {
            numbers.Add(RmaNumber.FromSequence(700_000_000 + now.ToUnixTimeSeconds() % 1_000_000 * 100 + index).ToString());
            var message = new ExpectReturn(
                Guid.CreateVersion7(), Guid.CreateVersion7(), numbers[^1], 1, "ACC-BENCH", $"BENCH-{numbers[^1]}", "EZN-268", false, [],
                now.AddDays(-1), DateOnly.FromDateTime(now.UtcDateTime).AddDays(20));
            var body = Encoding.UTF8.GetBytes(new JsonObject
            {
                ["messageId"] = Guid.CreateVersion7().ToString(), ["messageType"] = new JsonArray($"urn:message:{Exchange}"),
                ["message"] = JsonSerializer.SerializeToNode(message, JsonSerializerOptions.Web),
            }.ToJsonString());
            var properties = new BasicProperties
            {
                ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent, UserId = "issuance",
            };
            await channel.BasicPublishAsync(Exchange, "", true, senders.WithSignature("issuance", Exchange, properties, body), body);
        }

        await Task.Delay(2_000);
    }

    private async Task Scan(HttpClient scanner, int index)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/parcels", UriKind.Relative))
        {
            Content =
                JsonContent.Create(new { scanId = Guid.CreateVersion7().ToString("N"), marking = numbers[index % numbers.Count],
                freightTerms = "prepaid", scannedAt = TimeProvider.System.GetUtcNow() }),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var response = await scanner.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(
            $"A scan was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private Task Commit(int index) => ground.Commit($"{{\"scan\":{index},\"text\":\"a row of the usual length\"}}");
}

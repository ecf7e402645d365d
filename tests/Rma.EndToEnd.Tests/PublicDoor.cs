using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.EndToEnd.Tests;

/// <summary>Partners and scanners at the public door of the running platform.</summary>
[Collection("stories")]
public sealed class PublicDoor(StoriesPlatform platform)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_scan_at_the_door_is_answered_by_receiving_in_the_same_trace()
    {
        using var http = Scanner();
        using var answer = await Scan(http, $"door-{Guid.CreateVersion7():N}", TimeProvider.System.GetUtcNow());
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.OK, "parcel.unmarked"), (answer.StatusCode, body["code"]!.GetValue<string>()));
        await Wait.Until(() => Task.FromResult(Spans()), spans => spans.Contains(("console", "Server"))
            && spans.Contains(("receiving", "Server")), "the spans of the door and of receiving");
    }

    [Fact]
    public async Task The_same_key_at_the_door_and_inside_is_the_same_request()
    {
        using var http = Scanner();
        var id = $"twice-{Guid.CreateVersion7():N}";
        var at = TimeProvider.System.GetUtcNow();
        using var first = await Scan(http, id, at);
        using var again = await Scan(http, id, at);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
    }

    [Fact]
    public async Task A_partner_walks_the_own_requests_at_the_door_by_the_link_of_the_page()
    {
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await using var other = new OneReturn(platform);
        await other.Authorize();
        using var http = new HttpClient { BaseAddress = Door() };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await platform.Rma("token", "partner", "--account", "ONE")).Trim());
        using var first = await http.GetAsync(new Uri("/rmas?state=issued&limit=1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];
        var (page, second) = (JsonNode.Parse(await first.Content.ReadAsStringAsync())!, JsonNode.Parse(
            await http.GetStringAsync(new Uri(next, UriKind.Relative)))!);
        Assert.Equal(other.RmaNumber, page[0]!["rmaNumber"]!.GetValue<string>());
        Assert.True(page[0]!["requestedAt"]!.GetValue<DateTimeOffset>() >= second[0]!["requestedAt"]!.GetValue<DateTimeOffset>());
        Assert.All(new[] { page[0]!, second[0]! }, row => Assert.Equal("ONE", row["accountId"]!.GetValue<string>()));
        Assert.NotEqual(page[0]!["rmaId"]!.GetValue<string>(), second[0]!["rmaId"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_address_that_a_client_makes_up_is_not_believed()
    {
        using var http = new HttpClient { BaseAddress = Door() };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        http.DefaultRequestHeaders.Add("X-Api-Key", "rma_00000000_made-up");
        using var answer = await http.GetAsync(new Uri("/rmas", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var log = Path.Combine(platform.Folder, "logs", "issuance.log");
        await Wait.Until(() => Task.FromResult(Read(log)), text => text.Contains("key-unknown", StringComparison.Ordinal), "the entry");
        Assert.DoesNotContain("203.0.113.77", Read(log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/platform/stuck")]
    [InlineData("/credit-cases")]
    [InlineData("/policy/versions")]
    [InlineData("/repair-jobs")]
    public async Task An_operators_key_opens_nothing_of_the_inside_at_the_door(string path)
    {
        using var http = new HttpClient { BaseAddress = Door() };
        http.DefaultRequestHeaders.Add("X-Api-Key", platform.Settings["RMA_OPERATOR_KEY"]);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Uri Door() => new(platform.Settings["RMA_DOOR_URL"]);

    private HttpClient Scanner()
    {
        var http = new HttpClient { BaseAddress = Door() };
        http.DefaultRequestHeaders.Add("X-Api-Key", platform.Settings["RMA_SCANNER_KEY"]);
        return http;
    }

    private static async Task<HttpResponseMessage> Scan(HttpClient http, string id, DateTimeOffset at)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/parcels", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", id);
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        request.Content = JsonContent.Create(new
        {
            scanId = id, marking = (string?)null, freightTerms = "prepaid", scannedAt = at,
        });
        return await http.SendAsync(request);
    }

    private HashSet<(string, string)> Spans() =>
    [
        .. Directory.GetFiles(Path.Combine(platform.Folder, "traces"), "*.jsonl").SelectMany(file => Read(file).Split('\n'))
            .Where(line => line.Contains(Trace, StringComparison.Ordinal) && line.EndsWith('}')).Select(line => JsonNode.Parse(line)!)
            .Select(span => (span["service"]!.GetValue<string>(), span["kind"]!.GetValue<string>())),
    ];

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

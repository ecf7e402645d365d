using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// A scanner that sends one request to the dock during an outage without retrying: only the first answer is checked. A carton without a
/// marking is refused at once and publishes a message, so it shows whether commands are accepted.
/// </summary>
internal sealed class Probe(Settings settings)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, int> said = [];
    private readonly List<string> complaints = [];

    public string Said =>
        string.Join(", ", said.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Value} × {answer.Key}"));

    public void Forget()
    {
        said.Clear();
        complaints.Clear();
    }

    public async Task Look(string away, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var answer = await Ask(settings, ct);
            Note(((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (watch.Elapsed > Soon) complaints.Add($"an answer took {watch.Elapsed.TotalSeconds:0.0} s");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null)
                complaints.Add("503 without Retry-After");
            if (away != "postgres" && answer.StatusCode != HttpStatusCode.OK)
                complaints.Add($"{(int)answer.StatusCode} although the database is there");
            if (away == "postgres" && answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.OK))
                complaints.Add($"{(int)answer.StatusCode} while the database is away");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            Note("no answer");
            if (away != "receiving") complaints.Add("no answer although the service is there");
        }
    }

    /// <summary>Scans one carton; returns the first answer.</summary>
    public static async Task<HttpResponseMessage> Ask(Settings settings, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = new Uri(settings["RMA_RECEIVING_URL"]), Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/parcels", UriKind.Relative));
        var id = Guid.CreateVersion7().ToString("N");
        request.Headers.Add("X-Api-Key", settings["RMA_SCANNER_KEY"]);
        request.Headers.Add("Idempotency-Key", id);
        request.Content = JsonContent.Create(
            new { scanId = id, marking = (string?)null, freightTerms = "prepaid", scannedAt = TimeProvider.System.GetUtcNow() });
        return await http.SendAsync(request, ct);
    }

    /// <summary>The faults of the answers.</summary>
    public IReadOnlyList<string> Complaints(string away) =>
        [.. complaints.Distinct(), .. away is "postgres" && !said.ContainsKey("503") ? new[] { "nobody said 503" }
            : [], .. away is "rabbitmq" && !said.ContainsKey("200") ? new[] { "no command was taken" } : []];

    private void Note(string answer) => said[answer] = said.GetValueOrDefault(answer) + 1;
}

using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Rma.Testing;

/// <summary>
/// Holds every answer of a service against its kept document: whatever a test asks, it proves the document as well.
/// <c>RMA_RECORD_EXAMPLES=1</c> keeps the first good call of each operation that has examples.
/// </summary>
public sealed class CheckedAnswers(string service) : DelegatingHandler(new SocketsHttpHandler())
{
    // Whoever comes from outside uses these first.
    private static readonly string[] WithExamples =
    [
        "requestRma", "showRma", "whatIf", "listNotices", "announceShipment", "scanParcel", "scanUnit", "inspectUnit", "approveQuote",
        "declineQuote", "showCredit", "listCredits", "showControlTotal", "find", "listReturns",
    ];

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly bool Records = Environment.GetEnvironmentVariable("RMA_RECORD_EXAMPLES") == "1";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (KeptDocument.Of(service) is not { } document) return response;
        var type = response.Content.Headers.ContentType?.MediaType;
        var isText = type?.EndsWith("json", StringComparison.Ordinal) == true
            || type is null && response.Content.Headers.ContentLength is 0;
        var body = isText ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
        var (method, path) = (request.Method.Method, request.RequestUri!.AbsolutePath);
        if (document.Fault(method, path, (int)response.StatusCode, type, body) is { } fault)
            Assert.Fail($"The document of {service} is not true: {fault}");
        if (Records && service != "public" && response.IsSuccessStatusCode
            && document.Find(method, path) is var (id, _) && WithExamples.Contains(id))
            await Record(id, request, response, body);
        return response;
    }

    private async Task Record(string id, HttpRequestMessage request, HttpResponseMessage response, string body)
    {
        var folder = Path.Combine(Servers.Root, "services", $"Rma.{char.ToUpperInvariant(service[0])}{service[1..]}", "Examples");
        Directory.CreateDirectory(folder);
        var asked = Path.Combine(folder, $"{id}.request.json");
        var answered = Path.Combine(folder, $"{id}.{(int)response.StatusCode}.json");
        if (File.Exists(asked) || File.Exists(answered) || body is "[]" || Empty(body)) return;
        if (request.Content?.Headers.ContentType is MediaTypeHeaderValue { MediaType: "application/json" })
            await File.WriteAllTextAsync(asked, Tidy(await request.Content.ReadAsStringAsync()));
        if (body.Length > 0) await File.WriteAllTextAsync(answered, Tidy(body));
    }

    private static bool Empty(string body) => body.Length > 0 && JsonNode.Parse(body) is JsonObject only
        && only.Any(member => member.Value is JsonArray { Count: 0 }) && only.All(member => member.Value is not JsonArray { Count: > 0 });

    private static string Tidy(string json) => JsonNode.Parse(json)!.ToJsonString(Pretty).ReplaceLineEndings("\n") + "\n";
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;

namespace Rma.Demo;

/// <summary>An HTTP answer.</summary>
internal sealed record Answer(int Status, JsonNode? Body)
{
    public string? Code => (Body as JsonObject)?["code"]?.GetValue<string>();

    public string Text(string member) => Body?[member]?.GetValue<string>() ?? "";
}

/// <summary>
/// The services' HTTP APIs, used by a careful client: a request without an answer is sent again with the same Idempotency-Key until it has
/// one, however long the service is away.
/// </summary>
internal sealed class Doors : IDisposable
{
    /// <summary>A 503 that does not say when to come again.</summary>
    public const string WithoutRetryAfter = "without Retry-After";

    /// <summary>Nothing was sent: nobody listens there.</summary>
    public const string Refused = "connection refused";

    /// <summary>Sent, and not answered: it may have been carried out.</summary>
    public const string BrokenOff = "broken off";

    private readonly Dictionary<string, HttpClient[]> clients = [];
    private int turn;
    private readonly ResiliencePipeline<HttpResponseMessage> untilAnswered = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
    {
        ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>()
            .Handle<TaskCanceledException>(late => late.InnerException is TimeoutException)
            .HandleResult(response => response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
                or HttpStatusCode.InternalServerError),
        BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(2),
        MaxRetryAttempts = int.MaxValue, UseJitter = true,
    }).Build();

    private readonly Settings settings;

    private readonly Action<string, int, string>? heard;

    private readonly string[] notYet;

    /// <param name="heard">Called for every attempt, including those that are retried: service, status (0 without an answer), and the
    /// status with what else counts of it.</param>
    /// <param name="notYet">Codes of refusals after which the request is repeated until it succeeds: a message it needs is still on its
    /// way.</param>
    public Doors(Settings settings, Action<string, int, string>? heard = null, string[]? notYet = null)
    {
        (this.settings, this.heard, this.notYet) = (settings, heard, notYet ?? []);
        foreach (var service in Topology.Settings.Append("DOOR"))
            clients[service] = [.. settings.Replicas(service)
                .Select(address => new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) })];
    }

    /// <summary>A client with a token of a role.</summary>
    public Visitor As(string role, string? name = null, string? account = null) =>
        new(this, "Authorization", "Bearer " + Token(role, name ?? role, account));

    /// <summary>A client with a device's or system's key.</summary>
    public Visitor With(string keyVariable) => new(this, "X-Api-Key", settings[keyVariable]);

    /// <summary>A program of somebody outside, at the public door; the caller disposes it.</summary>
    public HttpClient AtTheDoor(string role, string name, string? account)
    {
        var http = new HttpClient { BaseAddress = settings.Replicas("DOOR").First(), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token(role, name, account));
        return http;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values.SelectMany(replicas => replicas)) client.Dispose();
    }

    private async Task<Answer> Send(
        string service, HttpMethod method, string path, object? body, string header, string credential, string? key, CancellationToken ct)
    {
        key ??= Guid.CreateVersion7().ToString("N");
        for (var attempt = 1; ; attempt++)
        {
            var answer = await Ask(service, method, path, body, header, credential, key, ct);
            if (method == HttpMethod.Get || answer.Status < 400 || !notYet.Contains(answer.Code)) return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250 * attempt, 2_000)), ct);
        }
    }

    private async Task<Answer> Ask(string service, HttpMethod method, string path, object? body, string header, string credential,
        string key, CancellationToken ct)
    {
        using var response = await untilAnswered.ExecuteAsync(async attempt =>
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            request.Headers.Add(header, credential);
            if (method != HttpMethod.Get) request.Headers.Add("Idempotency-Key", key);
            if (body is not null) request.Content = JsonContent.Create(body, body.GetType());
            try
            {
                var answer = await Next(clients[service]).SendAsync(request, attempt);
                if (heard is not null) heard(service, (int)answer.StatusCode, await InWords(answer, attempt));
                return answer;
            }
            catch (Exception without) when (without is HttpRequestException or TaskCanceledException && !attempt.IsCancellationRequested)
            {
                heard?.Invoke(service, 0, InWords(without));
                throw;
            }
        }, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return new Answer((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private static async Task<string> InWords(HttpResponseMessage answer, CancellationToken ct)
    {
        var status = (int)answer.StatusCode;
        if (status < 400) return $"{status}";
        if (status is 503 && answer.Headers.RetryAfter is null) return $"{status} {WithoutRetryAfter}";
        if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true) return $"{status}";
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct)) as JsonObject;
        return body?["code"] is { } code ? $"{status} {code}" : $"{status}";
    }

    // Refused: nobody listens at that replica, nothing was sent. Broken off: it may have been carried out.
    private static string InWords(Exception without) =>
        without.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? Refused : BrokenOff;

    // Round robin, like a load balancer: when one replica did not answer, the next one is used.
    private HttpClient Next(HttpClient[] replicas) => replicas[(int)((uint)Interlocked.Increment(ref turn) % replicas.Length)];

    // The development tokens that ./rma token also makes.
    private string Token(string role, string name, string? account)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = "rma-platform-dev", ["aud"] = "rma-platform", ["sub"] = name, ["roles"] = new JsonArray(role),
            ["iat"] = now, ["nbf"] = now, ["exp"] = now + 28_800,
        };
        if (account is not null) claims["account"] = account;
        var signed = $"{Url("""{"alg":"RS256","typ":"JWT","kid":"dev"}"""u8)}.{Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        using var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(settings["RMA_JWT_PRIVATE_KEY_FILE"]));
        return $"{signed}.{Url(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Url(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>One client.</summary>
    internal sealed class Visitor(Doors doors, string header, string credential)
    {
        public Task<Answer> Get(string service, string path, CancellationToken ct) =>
            doors.Send(service, HttpMethod.Get, path, null, header, credential, null, ct);

        /// <param name="key">The Idempotency-Key of a client that keeps its keys; otherwise a new one.</param>
        public Task<Answer> Post(string service, string path, object body, CancellationToken ct, string? key = null) =>
            doors.Send(service, HttpMethod.Post, path, body, header, credential, key, ct);

        public Task<Answer> Put(string service, string path, object body, CancellationToken ct) =>
            doors.Send(service, HttpMethod.Put, path, body, header, credential, null, ct);
    }
}

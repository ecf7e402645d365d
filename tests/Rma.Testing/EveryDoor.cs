using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;
using Xunit;

namespace Rma.Testing;

/// <summary>
/// All routes and message types of a service, found by reflection, with edge values of every type. No input may cause an internal error: a
/// request gets an answer with a code, a message is consumed or dead-lettered with a reason that names the member.
/// </summary>
public static class EveryDoor
{
    private static readonly (string? ContentType, string Body)[] Bodies =
    [
        ("application/json", ""), ("application/json", "null"), ("application/json", "[]"), ("application/json", "hello"),
        ("application/json", Spoiled.Deep(5_000)), ("application/json; charset=\"UTF-8\"", "{}"),
        ("application/json; charset=utf-16", "{}"), ("application/json; charset=\"x", "{}"), ("text/plain", "{}"), (null, "{}"),
        ("APPLICATION/JSON;CHARSET=utf8", "{}"), ("application/json; charset=", "{}"), ("multipart/form-data; boundary=x", "--x--"),
        ("application/x-www-form-urlencoded", "a=%00&a=%zz"),
    ];

    private static readonly string[] Looks =
        [": \"\"", ": \" \"", ": \"1\"", ": []", ": [[]]", ": true", "\\u001d", "\\ud83d", "\\ufeff", "\\u202e", "A/B", "';--", ": \"xxxx",
            ": -1", ": 5", ": 1.5", ": 1e400", "2147483647", "1900-01-01", "2199-12-31", "2015-07-31"];

    /// <summary>Every request is answered, never with an internal error.</summary>
    public static async Task AnswersEverything(ServiceUnderTest service)
    {
        var routes = service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !route.RoutePattern.RawText!.StartsWith("/health", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(routes);
        var requests = routes.SelectMany(Requests).Chunk(150).Select((chunk, at) => (chunk, at)).ToArray();
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        // The rate limit is per client: each part has its own keys.
        foreach (var (chunk, at) in requests)
        {
            foreach (var role in chunk.Select(request => request.Role).OfType<string>().Distinct())
                service.AddKey($"edge-{role}-{at}", role, account: role == "partner" ? "ACC-1" : null);
        }

        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (part, ct) =>
        {
            foreach (var request in part.chunk)
            {
                using var http = service.As(request.Role is null ? null : $"edge-{request.Role}-{part.at}");
                using var message = request.Message();
                using var response = await http.SendAsync(message, ct);
                var answer = await HttpAnswer.Of(response);
                if (answer.Status >= 500 && answer.Status != 503 || answer.Status >= 400 && answer.Code is null
                    && !answer.Text.StartsWith("<!doctype html>", StringComparison.Ordinal)
                    || answer.Text.Contains("System.", StringComparison.Ordinal))
                    wrong.Add($"{request}: {answer.Status} {answer.Text}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {requests.Sum(part => part.chunk.Length)} requests:\n" +
            $"{string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(30))}");
    }

    /// <summary>
    /// Every answer of every route, yes or no, and that of routes that are not there, makes browsers and caches careful.
    /// </summary>
    public static async Task AnswersCarefully(ServiceUnderTest service)
    {
        var routes = service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        Assert.NotEmpty(routes);
        foreach (var request in routes.SelectMany(route => Requests(route).Take(1)).Append(new("GET", "/nowhere", null))
            .Append(new("PATCH", "/outbox", null)).Append(new("GET", "/health/live", null)).Append(new("GET", "/health/ready", null)))
        {
            foreach (var role in new[] { request.Role, null }.Distinct())
            {
                using var http = service.As(role);
                using var message = request.Message();
                using var response = await http.SendAsync(message);
                var said = $"{request} answered {(int)response.StatusCode}: {response.Headers}";
                Assert.True(Header(response, "X-Content-Type-Options") == "nosniff", said);
                Assert.True(Header(response, "Cache-Control")!.Contains("no-store", StringComparison.Ordinal)
                    || response.IsSuccessStatusCode
                    && Header(response, "Cache-Control")!.Contains("private", StringComparison.Ordinal), said);
                var policy = Header(response, "Content-Security-Policy") ?? "";
                Assert.True(policy.StartsWith("default-src 'none'", StringComparison.Ordinal), said);
                Assert.True(policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal), said);
                Assert.True(Header(response, "Referrer-Policy") == "no-referrer", said);
                Assert.True(Header(response, "Strict-Transport-Security") is null, said); // no https here
            }
        }

        static string? Header(HttpResponseMessage response, string name) =>
            response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
    }

    /// <summary>
    /// Every message is consumed or dead-lettered with a reason; none is retried for ever, and none fails by an internal error.
    /// </summary>
    public static async Task ReadsEverything(ServiceUnderTest service)
    {
        var types = service.Services.GetServices<QueueReads>()
            .SelectMany(queue => queue.Messages.Select(type => (Type: type, queue.IsFeed))).Distinct().ToArray();
        Assert.NotEmpty(types);
        var sent = new Dictionary<Guid, string>();
        foreach (var (type, isFeed) in types)
        {
            // Between our own services only types and ranges are checked; text rules are applied where the text enters the platform.
            foreach (var (how, json) in Edges.Spoil(type)
                .Where(spoiled => spoiled.Json.Length < 40_000 && (isFeed || !Looks.Any(spoiled.How.Contains))))
            {
                var id = Guid.CreateVersion7();
                var body = Encoding.UTF8.GetBytes(
                    isFeed ? json
                    : $"{{\"messageId\":\"{id}\",\"messageType\":[\"urn:message:{type.Namespace}:{type.Name}\"],\"message\":{json}}}");
                await service.PublishRaw($"{type.Namespace}:{type.Name}", body, isFeed ? "application/json"
                    : "application/vnd.masstransit+json", id.ToString());
                sent[id] = $"{type.Name} {how}";
                if (isFeed)
                    sent[NameBasedId.Of(
                    $"feed/{(await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"]}/{id:D}/{Convert.ToHexString(SHA256.HashData(body))}")] = "";
            }
        }

        var wanted = sent.Count(one => one.Value.Length > 0);
        await Wait.Until(() => Ended(service.Database, [.. sent.Keys]), count => count >= wanted, $"an end of {wanted} messages", 60);
        await using var command = service.Database.CreateCommand("select message_id, code, reason from quarantine " +
            "where code = 'message.failed' or code = 'message.malformed' and reason not like '%$%' limit 30");
        await using var reader = await command.ExecuteReaderAsync();
        var wrong = new List<string>();
        while (await reader.ReadAsync())
            wrong.Add($"{sent.GetValueOrDefault(Guid.Parse(reader.GetString(0)))}: {reader.GetString(1)} {reader.GetString(2)}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<long> Ended(NpgsqlDataSource database, Guid[] ids)
    {
        await using var command = database.CreateCommand(
            "select count(*) from (select message_id::text from inbox where message_id = any($1) union select message_id from quarantine " +
                "where message_id = any($2)) as ended");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids.Select(id => id.ToString("D"))] });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed record Request(
        string Method, string Path, string? Role, string? ContentType = null, string? Body = null,
        (string Name, string Value)? Header = null)
    {
        public HttpRequestMessage Message()
        {
            var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Path, UriKind.Relative));
            if (Body is not null)
            {
                message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
                if (ContentType is not null) message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            }

            message.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
            if (Header is { } header) message.Headers.TryAddWithoutValidation(header.Name, header.Value);
            return message;
        }

        public override string ToString() => $"{Method} {(Path.Length > 160 ? Path[..160] : Path)} {ContentType} " +
            $"{(Body is { Length: > 200 } ? Body[..200] : Body)} {Header}";
    }

    private static IEnumerable<Request> Requests(RouteEndpoint route)
    {
        var role = route.Metadata.GetMetadata<AuthorizeAttribute>()?.Roles?.Split(',')[0];
        var body = route.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
        {
            Request At(string path, string? json = null) => new(method, path, role, json is null ? null : "application/json", json);
            var path = PathOf(route, null, "");
            var good = body is null ? null : Edges.Good(body)!.ToJsonString();
            yield return At(path, good);
            yield return At($"{path}?nobody=asked", good);
            yield return At(path, good) with { Header = ("Accept", "\u0001;;;q=x") };
            yield return At(path, good) with { Header = ("Accept-Language", new string('x', 2_000)) };
            foreach (var key in route.RoutePattern.Parameters)
            {
                // A NUL in the path is answered by the server before routing.
                foreach (var edge in Edges.InQuery(typeof(string))
                    .Where(edge => edge.Length > 0 && !edge.Contains("%00", StringComparison.Ordinal)).Append("A%252FB")
                    .Append(new string('x', 3_000)))
                    yield return At(PathOf(route, key.Name, edge), good);
            }

            foreach (var parameter in route.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
                .Select(binding => binding.ParameterInfo).Where(parameter => IsInQuery(route, parameter)))
            {
                foreach (var edge in Edges.InQuery(parameter.ParameterType)) yield return At($"{path}?{parameter.Name}={edge}", good);
                yield return At($"{path}?{parameter.Name}=1&{parameter.Name}=2", good);
            }

            if (body is null) continue;
            foreach (var (type, text) in Bodies) yield return new(method, path, role, type, text);
            foreach (var (_, json) in Edges.Spoil(body)) yield return At(path, json);
        }
    }

    private static bool IsInQuery(RouteEndpoint route, System.Reflection.ParameterInfo parameter) =>
        route.RoutePattern.GetParameter(parameter.Name!) is null
        && (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { Namespace: "System" } type
            && (type.IsValueType || type == typeof(string));

    private static string PathOf(RouteEndpoint route, string? key, string edge) =>
        "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter when parameter.Name == key => edge,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies.Count: > 0 } =>
            "0195f000-0000-7000-8000-000000000009",
        _ => "EDGE",
    }))));
}

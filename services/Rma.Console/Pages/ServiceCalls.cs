using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Rma.Console.Door;
using Rma.Console.SignIn;

namespace Rma.Console.Pages;

/// <summary>Why something was not done: a sentence, and its code.</summary>
public sealed record Refusal(string Sentence, string Code, IReadOnlyList<string> Clauses);

/// <summary>What a service said: its answer, or why there is none.</summary>
internal sealed record ServiceAnswer(HttpStatusCode Status, JsonNode? Body, Refusal? Refusal)
{
    /// <summary>The answer as a record of the page that asked.</summary>
    public T? Read<T>() where T : class => Refusal is null ? Body.Deserialize<T>(JsonSerializerOptions.Web) : null;
}

/// <summary>
/// What pages ask of the services, in the name of the person: the console has no rights of its own. A service that is away is a refusal
/// like any other (<c>service.away</c>).
/// </summary>
internal sealed class ServiceCalls(DoorSettings door) : IDisposable
{
    private readonly Dictionary<string, HttpClient> clients = door.Services.ToDictionary(service => service.Key, service =>
        new HttpClient(service.Value.Handler()) { BaseAddress = new Uri(service.Value.Name), Timeout = Timeout.InfiniteTimeSpan });

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    /// <summary>Asks for something.</summary>
    public Task<ServiceAnswer> Get(HttpContext context, string service, string path, CancellationToken ct) =>
        Send(context, service, new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), Patience, ct);

    /// <summary>Does one thing. The same key does it once, however often it is sent.</summary>
    /// <param name="key">Made when the form was shown; null where nothing is changed.</param>
    /// <param name="patience">For what takes long; null for the usual.</param>
    public Task<ServiceAnswer> Post(
        HttpContext context, string service, string path, object? body, string? key, CancellationToken ct, TimeSpan? patience = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType());
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Send(context, service, request, patience ?? Patience, ct);
    }

    /// <summary>Asks for a file; null when there is none for this person.</summary>
    public async Task<byte[]?> GetFile(HttpContext context, string service, string path, CancellationToken ct)
    {
        using var request = await Ask(context, new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)));
        using var answer = await clients[service].SendAsync(request, ct);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(ct) : null;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values) client.Dispose();
    }

    private async Task<ServiceAnswer> Send(
        HttpContext context, string service, HttpRequestMessage request, TimeSpan patience, CancellationToken ct)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ends.CancelAfter(patience);
        using var sent = await Ask(context, request);
        try
        {
            using var answer = await clients[service].SendAsync(sent, ends.Token);
            var body = Parse(await answer.Content.ReadAsStringAsync(ends.Token));
            return new(answer.StatusCode, body, answer.IsSuccessStatusCode ? null : Why(answer.StatusCode, body));
        }
        // When the request itself took too long, its page says so as well: a component whose work is cancelled shows half of it.
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            return new(HttpStatusCode.ServiceUnavailable, null,
                new("What answers this is away for the moment. Send it again: it is done once.", "service.away", []));
        }
    }

    // In the person's name.
    private static async Task<HttpRequestMessage> Ask(HttpContext context, HttpRequestMessage request)
    {
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", await context.GetTokenAsync(SignInSetup.Session, SignInSetup.AccessToken));
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", $"{context.Connection.RemoteIpAddress}");
        return request;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Refusal Why(HttpStatusCode status, JsonNode? problem)
    {
        const string notAllowed = "request.not-allowed";
        var code = problem?["code"]?.GetValue<string>();
        if (status == HttpStatusCode.Forbidden && (code ?? notAllowed) == notAllowed)
            return new("Your role may not do this.", notAllowed, []);
        return new(problem?["detail"]?.GetValue<string>() ?? "It was refused.", code ?? "request.failed",
            [.. (problem?["clauses"] as JsonArray ?? []).Select(clause => clause!.GetValue<string>())]);
    }
}

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

/// <summary>
/// What employees say of their work, told to issuance in the name of the person: the console has no rights of its own.
/// </summary>
internal sealed class Worklist(DoorSettings door) : IDisposable
{
    private readonly HttpClient issuance = new(door.Services["issuance"].Handler())
    {
        BaseAddress = new Uri(door.Services["issuance"].Name), Timeout = TimeSpan.FromSeconds(7),
    };

    /// <summary>Does one thing. The same key does it once, however often it is sent.</summary>
    /// <param name="deed">The last part of the route.</param>
    /// <param name="key">Made when the form was shown.</param>
    /// <returns>Null when it is done.</returns>
    public async Task<Refusal?> Do(HttpContext context, Guid id, string deed, object? body, string? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/worklist/{id:D}/{deed}", UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType());
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", await context.GetTokenAsync(SignInSetup.Session, SignInSetup.AccessToken));
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", $"{context.Connection.RemoteIpAddress}");
        try
        {
            using var answer = await issuance.SendAsync(request, ct);
            return answer.IsSuccessStatusCode ? null : await Read(answer, ct);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return new("What answers this is away for the moment. Send it again: it is done once.", "service.away", []);
        }
    }

    public void Dispose() => issuance.Dispose();

    private static async Task<Refusal> Read(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.StatusCode == HttpStatusCode.Forbidden)
            return new("Your role may not do this.", "request.not-allowed", []);
        try
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct));
            return new(
                problem?["detail"]?.GetValue<string>() ?? "It was refused.", problem?["code"]?.GetValue<string>() ?? "request.failed",
                [.. (problem?["clauses"] as JsonArray ?? []).Select(clause => clause!.GetValue<string>())]);
        }
        catch (JsonException)
        {
            return new("It was refused.", "request.failed", []);
        }
    }
}

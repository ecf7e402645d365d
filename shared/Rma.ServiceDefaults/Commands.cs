using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Marks a route whose request is idempotent by its content (content-addressed uploads): no Idempotency-Key, no transaction.
/// </summary>
public sealed class ContentAddressed;

/// <summary>
/// Marks a route whose answer has a secret: it is shown once and not kept, so the same request again is answered without it.
/// </summary>
/// <param name="Member">The member of the answer.</param>
public sealed record ShownOnce(string Member);

/// <summary>
/// Wraps every request that changes state: one transaction for the effect, the outgoing messages and the response. The response is stored
/// under the client's <c>Idempotency-Key</c>; the same request again gets the same response and changes nothing.
/// </summary>
internal static class Commands
{
    private const int MaximumBody = 262_144;

    public static void UseCommands(this IApplicationBuilder app) => app.Use(next => async context =>
    {
        if (context.GetEndpoint() is RouteEndpoint route && IsCommand(context, route)) await Run(context, route, next);
        else await next(context);
    });

    /// <summary>Checked first: a command needs an Idempotency-Key.</summary>
    public static void CheckKey(HttpContext context, RouteEndpoint route)
    {
        if (IsCommand(context, route) && route.Metadata.GetMetadata<SignedLink>() is null) KeyOf(context.Request);
    }

    /// <summary>Whether a route changes state.</summary>
    public static bool IsCommand(RouteEndpoint route) =>
        CommonRefusals.MethodOf(route) is "POST" or "PUT" or "DELETE"
        && route.Metadata.GetMetadata<ContentAddressed>() is null && route.Metadata.GetMetadata<SafePost>() is null;

    /// <summary>Whether a command needs an Idempotency-Key: a request through a signed link cannot send one.</summary>
    public static bool WantsKey(RouteEndpoint route) => route.Metadata.GetMetadata<SignedLink>() is null;

    private static bool IsCommand(HttpContext context, RouteEndpoint route) =>
        (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method)
            || HttpMethods.IsDelete(context.Request.Method))
        && route.Metadata.GetMetadata<ContentAddressed>() is null && route.Metadata.GetMetadata<SafePost>() is null;

    private static async Task Run(HttpContext context, RouteEndpoint route, RequestDelegate next)
    {
        // A request through a signed link sends no key: the response cannot be requested again, so it is not stored.
        var bySignedLink = route.Metadata.GetMetadata<SignedLink>() is not null;
        var key = bySignedLink ? Guid.CreateVersion7().ToString("N") : KeyOf(context.Request);
        var body = await ReadBody(context);
        var cancellationToken = context.RequestAborted;
        var unitOfWork = context.RequestServices.GetRequiredService<UnitOfWork>();
        var provenance = context.RequestServices.GetRequiredService<Provenance>();
        provenance.Actor = context.User.ClientId();
        provenance.CausationId = key;

        // The path is part of the request: the same key with another parcel is another request.
        var hash =
            SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes($"{context.Request.Path}{context.Request.QueryString}\n"), .. body]);
        var answers = bySignedLink ? null
            : new Answers(context.RequestServices.GetRequiredService<AmbientTransaction>(), context.User.Scope(),
            $"{context.Request.Method} {route.RoutePattern.RawText}", key);
        if (answers is not null && !await answers.Claim(hash, cancellationToken))
        {
            await Replay(context, await answers.Find(cancellationToken), hash);
            return;
        }

        var original = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = original;
        }

        // When the client disconnected or timed out, the response is cut short without an error and must not be stored.
        cancellationToken.ThrowIfCancellationRequested();

        // 2xx is a success; 409 without an exception is a stored refusal. Everything else is rolled back.
        if (context.Response.StatusCode is >= 200 and < 300 or 409)
        {
            answers?.Keep(context.Response, Kept(route, buffer.ToArray()));
            await unitOfWork.Commit();
        }
        else
        {
            await unitOfWork.Rollback();
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(original, CancellationToken.None);
    }

    private static byte[] Kept(RouteEndpoint route, byte[] body)
    {
        if (route.Metadata.GetMetadata<ShownOnce>() is not { } secret || JsonNode.Parse(body) is not JsonObject answer) return body;
        answer.Remove(secret.Member);
        return JsonSerializer.SerializeToUtf8Bytes(answer);
    }

    private static string KeyOf(HttpRequest request)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            throw new InvalidInputException(
            "idempotency.key-missing", "Send an Idempotency-Key header: a new one for each new request, the same one to repeat it.");
        if (key.Length > 128 || key.Any(letter => letter is < '!' or > '~'))
            throw new InvalidInputException("idempotency.key-malformed", "The Idempotency-Key is 1 to 128 visible ASCII characters.");
        return key;
    }

    private static async Task<byte[]> ReadBody(HttpContext context)
    {
        context.Request.EnableBuffering(MaximumBody, MaximumBody);
        using var copy = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The request is larger than is accepted here.", 413, exception);
        }

        context.Request.Body.Position = 0;
        return copy.ToArray();
    }

    private static async Task Replay(HttpContext context, Answer? answer, byte[] hash)
    {
        if (answer is null) throw new RefusedException("request.in-progress", "The same request is still being worked on. Try again.");
        if (!answer.BodyHash.AsSpan().SequenceEqual(hash))
        {
            await Results.Problem(Problems.Problem(422, "idempotency.key-reused", "This Idempotency-Key was used for another request."))
                .ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.Headers["Idempotent-Replayed"] = "true";
        if (answer.Location is not null) context.Response.Headers.Location = answer.Location;
        if (answer.ContentType is not null) context.Response.ContentType = answer.ContentType;
        if (answer.Body.Length > 0) await context.Response.Body.WriteAsync(answer.Body);
    }

    private sealed record Answer(byte[] BodyHash, int Status, string? ContentType, string? Location, byte[] Body);

    private sealed class Answers(AmbientTransaction transaction, string client, string route, string key)
    {
        public async Task<bool> Claim(byte[] hash, CancellationToken cancellationToken)
        {
            // A concurrent request holds the same key: wait for its commit, with a time limit. One round trip.
            var open = await transaction.Begin(cancellationToken);
            await using var batch = new NpgsqlBatch(open.Connection, open);
            var insert = new NpgsqlBatchCommand(
                "insert into idempotency (client, route, key, body_hash) values ($1, $2, $3, $4) on conflict do nothing")
            {
                Parameters = { Text(client), Text(route), Text(key), new NpgsqlParameter<byte[]> { TypedValue = hash } },
            };
            batch.BatchCommands.Add(new NpgsqlBatchCommand("set local lock_timeout = '5s'"));
            batch.BatchCommands.Add(insert);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("set local lock_timeout = 0"));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return insert.RecordsAffected == 1;
        }

        public Task<Answer?> Find(CancellationToken cancellationToken) => transaction.Read(
            "select body_hash, status, content_type, location, body from idempotency where client = $1 and route = $2 and key = $3 " +
                "and status is not null",
            [Text(client), Text(route), Text(key)], async reader => await reader.ReadAsync(cancellationToken)
                ? new Answer(
                    reader.GetFieldValue<byte[]>(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetFieldValue<byte[]>(4))
                : null, cancellationToken);

        public void Keep(HttpResponse response, byte[] body) => transaction.Enqueue(
            "update idempotency set status = $4, content_type = $5, location = $6, body = $7 where client = $1 and route = $2 and key = $3",
            Text(client), Text(route), Text(key), new NpgsqlParameter<int> { TypedValue = response.StatusCode }, Text(response.ContentType),
            Text(response.Headers.Location.ToString() is { Length: > 0 } location ? location : null),
            new NpgsqlParameter<byte[]> { TypedValue = body });

        private static NpgsqlParameter Text(string? value) =>
            new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
    }
}

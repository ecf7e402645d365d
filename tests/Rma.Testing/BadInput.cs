using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Rma.EventSourcing;
using Rma.Messaging;
using Xunit;

namespace Rma.Testing;

/// <summary>A request that must be answered with a problem and change nothing.</summary>
/// <param name="Name">A description of the fault.</param>
/// <param name="Code">Stable code of the problem; null when the server answers before there is one.</param>
public sealed record BadRequest(string Name, string Path, string Body, int Status, string? Code)
{
    public string Method { get; init; } = "POST";

    /// <summary>The API key; null = anonymous.</summary>
    public string? As { get; init; }

    /// <summary>The raw body, when it is not text.</summary>
    public byte[]? Bytes { get; init; }

    public string? ContentType { get; init; } = "application/json";

    /// <summary>Idempotency-Key; null = none, default = a fresh one.</summary>
    public string? Key { get; init; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Further headers.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];
}

/// <summary>A message that must be dead-lettered with a code and change nothing else.</summary>
/// <param name="Code">Stable code of the dead letter.</param>
public sealed record BadMessage(string Name, string Exchange, byte[] Body, string Code)
{
    public BadMessage(string name, string exchange, string body, string code) : this(name, exchange, Encoding.UTF8.GetBytes(body), code) { }

    public string? ContentType { get; init; } = "application/json";

    /// <summary>Whether the broker verifies its sender.</summary>
    public bool Proven { get; init; } = true;

    /// <summary>The type property.</summary>
    public string? Type { get; init; }
}

/// <summary>Sends one invalid input and checks its answer or its dead letter, and that nothing else was stored.</summary>
public static class BadInput
{
    /// <summary>The rows of a theory: the names, each once.</summary>
    public static TheoryData<string> Names(IEnumerable<string> names)
    {
        var all = names.ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        return [.. all];
    }

    /// <summary>The answer is as expected, reveals no internals, and no table has another row.</summary>
    public static async Task IsAnswered(ServiceUnderTest service, BadRequest bad)
    {
        var before = await FootprintOf(service);
        var answer = await Send(service, bad);
        Assert.True((bad.Status, bad.Code) == (answer.Status, answer.Code),
            $"{bad.Name}: {answer.Status} {answer.Code} instead of {bad.Status} {bad.Code}: {answer.Text}");
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await FootprintOf(service));
    }

    /// <summary>It is dead-lettered once, with the expected code, and no other table has another row.</summary>
    public static async Task IsPutAside(ServiceUnderTest service, BadMessage bad)
    {
        var before = await FootprintOf(service);
        var id = Guid.CreateVersion7();
        await service.PublishRaw(bad.Exchange, bad.Body, bad.ContentType, id.ToString(), bad.Proven, bad.Type);
        var code = await Wait.Until(
            () => service.Scalar<string>($"select string_agg(code, ',') from quarantine where message_id = '{id}'"), found =>
                found is not null, $"the quarantine of: {bad.Name}");
        Assert.True(bad.Code == code, $"{bad.Name}: {code} instead of {bad.Code}: " +
            $"{await service.Scalar<string>($"select reason from quarantine where message_id = '{id}'")}");
        Assert.Equal(before, await FootprintOf(service));
        var sender = bad.Proven ? (await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"] : "";
        var derived = NameBasedId.Of($"feed/{sender}/{id:D}/{Convert.ToHexString(SHA256.HashData(bad.Body))}");
        Assert.Equal(0, await service.Scalar<long>($"select count(*) from inbox where message_id in ('{id}', '{derived}')"));
    }

    // A publisher is told of each dead letter: that message has left first.
    private static async Task<string> FootprintOf(ServiceUnderTest service)
    {
        await Wait.Until(() => service.Scalar<long>(
            $"select count(*) from outbox where exchange = '{Topology.OfPlatform.Feed.Rejections}'"), count => count == 0,
            "the news to the publisher");
        return await Footprint.Of(service.Database);
    }

    private static async Task<HttpAnswer> Send(ServiceUnderTest service, BadRequest bad)
    {
        using var http = service.As(bad.As);
        using var request = new HttpRequestMessage(new HttpMethod(bad.Method), new Uri(bad.Path, UriKind.Relative));
        if (bad.Method is not ("GET" or "HEAD" or "TRACE"))
        {
            request.Content = new ByteArrayContent(bad.Bytes ?? Encoding.UTF8.GetBytes(bad.Body));
            if (bad.ContentType is { } type) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (bad.Key is { } key) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        foreach (var (name, value) in bad.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return await HttpAnswer.Of(response);
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Rma.EventSourcing;
using Xunit;

namespace Rma.Testing;

/// <summary>A request that has to be answered with a problem and to leave nothing.</summary>
/// <param name="Name">What is wrong with it, in words.</param>
/// <param name="Code">Stable code of the problem; null where the server answers before there is one.</param>
public sealed record BadRequest(string Name, string Path, string Body, int Status, string? Code)
{
    public string Method { get; init; } = "POST";

    /// <summary>The key it comes with; null = a stranger.</summary>
    public string? As { get; init; }

    /// <summary>The body byte by byte, where it is no text.</summary>
    public byte[]? Bytes { get; init; }

    public string? ContentType { get; init; } = "application/json";

    /// <summary>Idempotency-Key; null = none, unsaid = a fresh one.</summary>
    public string? Key { get; init; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Headers beside those.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];
}

/// <summary>A message that has to go to the quarantine for a reason and to leave nothing else.</summary>
/// <param name="Code">Stable code in the quarantine.</param>
public sealed record BadMessage(string Name, string Exchange, byte[] Body, string Code)
{
    public BadMessage(string name, string exchange, string body, string code) : this(name, exchange, Encoding.UTF8.GetBytes(body), code) { }

    public string? ContentType { get; init; } = "application/json";

    /// <summary>Whether the broker proves its sender.</summary>
    public bool Proven { get; init; } = true;

    /// <summary>The type property.</summary>
    public string? Type { get; init; }
}

/// <summary>Sends one piece of bad input and looks at what became of it: its answer or its reason, and that nothing was written.</summary>
public static class BadInput
{
    /// <summary>The rows of a theory: the names, each once.</summary>
    public static TheoryData<string> Names(IEnumerable<string> names)
    {
        var all = names.ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        return [.. all];
    }

    /// <summary>The answer is as said, tells nothing of the inside, and no table has another row.</summary>
    public static async Task IsAnswered(ServiceUnderTest service, BadRequest bad)
    {
        var before = await Footprint.Of(service.Database);
        var answer = await Send(service, bad);
        Assert.True((bad.Status, bad.Code) == (answer.Status, answer.Code),
            $"{bad.Name}: {answer.Status} {answer.Code} instead of {bad.Status} {bad.Code}: {answer.Text}");
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await Footprint.Of(service.Database));
    }

    /// <summary>It is put aside once, for the reason said, and no other table has another row.</summary>
    public static async Task IsPutAside(ServiceUnderTest service, BadMessage bad)
    {
        var before = await Footprint.Of(service.Database);
        var id = Guid.CreateVersion7();
        await service.PublishRaw(bad.Exchange, bad.Body, bad.ContentType, id.ToString(), bad.Proven, bad.Type);
        var code = await Wait.Until(
            () => service.Scalar<string>($"select string_agg(code, ',') from quarantine where message_id = '{id}'"), found =>
                found is not null, $"the quarantine of: {bad.Name}");
        Assert.True(bad.Code == code, $"{bad.Name}: {code} instead of {bad.Code}: " +
            $"{await service.Scalar<string>($"select reason from quarantine where message_id = '{id}'")}");
        Assert.Equal(before, await Footprint.Of(service.Database));
        var sender = bad.Proven ? (await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"] : "";
        var derived = NameBasedId.Of($"feed/{sender}/{id:D}/{Convert.ToHexString(SHA256.HashData(bad.Body))}");
        Assert.Equal(0, await service.Scalar<long>($"select count(*) from inbox where message_id in ('{id}', '{derived}')"));
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

using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using Rma.Messaging;
using Xunit;

namespace Rma.Testing;

/// <summary>
/// One service in this process with its own real database and broker: called over HTTP with API keys made for the test, and over plain
/// AMQP.
/// </summary>
public abstract class ServiceUnderTest : IAsyncLifetime
{
    private readonly RSA signingKey = RSA.Create(2048);
    private readonly string publicKeyFile = Path.Combine(Path.GetTempPath(), $"rma-jwt-{Guid.CreateVersion7():N}.pem");
    private readonly string keyFile = Path.Combine(Path.GetTempPath(), $"rma-keys-{Guid.CreateVersion7():N}.json");
    private readonly string historyKeyFile = Path.Combine(Path.GetTempPath(), $"rma-history-{Guid.CreateVersion7():N}.json");
    private readonly Dictionary<string, string> secretByRole = [];
    private readonly Dictionary<string, object> keys = [];
    private WebApplication? app;
    private Senders? senders;
    private IConnection? broker;
    private IChannel? channel;

    /// <summary>Builds the service from command-line configuration.</summary>
    protected abstract WebApplication Build(string[] args);

    /// <summary>The service's short name.</summary>
    protected abstract string Name { get; }

    /// <summary>Who sends what to whom; the platform's.</summary>
    protected virtual Topology Topology => Topology.OfPlatform;

    /// <summary>The secrets with which the service proves its events, as in its file.</summary>
    public static string HistoryKeys =>
        """{"keys":[{"id":"test","secret":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}]}""";

    /// <summary>The keys with which services sign.</summary>
    public Senders Senders => senders!;

    /// <summary>Prepares the database before the service starts; nothing by default.</summary>
    protected virtual Task Prepare(string connectionString) => Task.CompletedTask;

    /// <summary>The service's container.</summary>
    public IServiceProvider Services => app!.Services;

    /// <summary>Its database, with its schema first on the path.</summary>
    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>The same as a superuser, who may change everything.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>Its base address.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public virtual async Task InitializeAsync()
    {
        var servers = await Servers.Ready;
        var vhost = await servers.NewVhost();
        foreach (var role in new[] { "partner", "returns-desk", "scanner", "inspector", "technician", "credit-analyst", "finance", "system",
            "operator", "auditor" }) AddKey(role, role, account: role == "partner" ? "ACC-1" : null);
        await File.WriteAllTextAsync(publicKeyFile, signingKey.ExportSubjectPublicKeyInfoPem());
        var database = await servers.NewDatabase($"t_{Name}");
        await Prepare(database);
        await File.WriteAllTextAsync(historyKeyFile, HistoryKeys);
        Owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { SearchPath = Name, MaxPoolSize = 5 }.ToString());
        string[] services = [.. Topology.Services.Select(service => service.Name).Append(Name).Distinct()];
        senders = Senders.Make(services);
        broker = await servers.Connecting(vhost).CreateConnectionAsync();
        channel = await broker.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.Declare(Topology, Name);
        var user = servers["RMA_RABBITMQ_ADMIN_USER"];
        app = Build([
            .. services.Select(service => $"--Messaging:Users:{service}={user}"),
            $"--Messaging:SigningKeyFile={senders.KeyFileOf(Name)}", $"--Messaging:SenderKeysFile={senders.KeysFile}",
            "--environment=Development", "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:Postgres={await servers.AsRunningService(database)}", $"--ConnectionStrings:Migration={database}",
            $"--History:KeysFile={historyKeyFile}", "--History:SealEvery=1.00:00:00", // tests seal when they want to
            $"--ConnectionStrings:RabbitMq={servers.RabbitMq(vhost)}",
            $"--Tls:AuthorityFile={servers.AuthorityFile}", $"--Tls:CertificateFile={servers.CertificateFile}",
            $"--Messaging:FeedUsers:0={user}", $"--Messaging:FeedOwners:{user}=system", $"--Security:ApiKeysFile={keyFile}",
            $"--Security:JwtPublicKeyFile={publicKeyFile}", "--Logging:LogLevel:Default=Warning",
        ]);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var http = As(null);
        await Wait.Until(async () => (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode,
            $"{Name} to be ready");
    }

    public virtual async Task DisposeAsync()
    {
        if (broker is not null) await broker.DisposeAsync();
        if (app is not null) await app.DisposeAsync();
        File.Delete(keyFile);
        File.Delete(publicKeyFile);
        File.Delete(historyKeyFile);
        if (Owner is not null) await Owner.DisposeAsync();
        signingKey.Dispose();
        senders?.Dispose();
    }

    /// <summary>Creates another key.</summary>
    public void AddKey(string name, string role, string? account = null, string? site = "main", DateTimeOffset? notAfter = null,
        bool revoked = false)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        var secret = $"secret-of-{name}";
        secretByRole[name] = $"rma_{id}_{secret}";
        keys[id] = new { id, secretSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), name,
            roles = new[] { role }, account, site, notAfter, revoked };
        File.WriteAllText(keyFile, JsonSerializer.Serialize(keys.Values));
    }

    /// <summary>A client with the key of this name; null = anonymous.</summary>
    public HttpClient As(string? name)
    {
        var http = new HttpClient(new CheckedAnswers(Name)) { BaseAddress = Address };
        if (name is not null) http.DefaultRequestHeaders.Add("X-Api-Key", secretByRole[name]);
        return http;
    }

    /// <summary>The public half of the key that signs tokens, as stored in its file.</summary>
    public string PublicKey => signingKey.ExportSubjectPublicKeyInfoPem();

    /// <summary>A person's token; header and claims can be changed before it is signed.</summary>
    public string Token(string role, Action<JsonObject>? header = null, Action<JsonObject>? claims = null,
        Func<byte[], byte[]>? sign = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "dev" };
        var body = new JsonObject { ["iss"] = "rma-platform-dev", ["aud"] = "rma-platform", ["sub"] = "ada",
            ["roles"] = new JsonArray(role), ["nbf"] = now, ["exp"] = now + 600 };
        header?.Invoke(head);
        claims?.Invoke(body);
        var signed = $"{Url(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Url(Encoding.UTF8.GetBytes(body.ToJsonString()))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = sign is null ? signingKey.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : sign(bytes);
        return $"{signed}.{Url(signature)}";

        static string Url(byte[] raw) => Convert.ToBase64String(raw).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The status of a request with a token.</summary>
    public async Task<int> StatusWith(string token, string path)
    {
        using var http = As(null);
        http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }

    /// <summary>POST with a fresh Idempotency-Key (or the given one).</summary>
    public async Task<HttpAnswer> Post(string asName, string path, object body, string? key = null)
    {
        using var http = As(asName);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body, body.GetType()) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString("N"));
        using var response = await http.SendAsync(request);
        return await HttpAnswer.Of(response);
    }

    /// <summary>POST with retries: when the answer has Retry-After, the same request is sent again.</summary>
    public Task<HttpAnswer> PostPatiently(string asName, string path, object body, string key) =>
        Wait.Until(() => Post(asName, path, body, key), answer => !answer.ComeBack, $"an answer to {path}", 60);

    /// <summary>GET.</summary>
    public async Task<HttpAnswer> Get(string asName, string path)
    {
        using var http = As(asName);
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await HttpAnswer.Of(response);
    }

    /// <summary>Publishes a message as plain JSON to its type's exchange, like an internal system without MassTransit.</summary>
    public Task PublishPlain<T>(T message) where T : class =>
        PublishRaw(ExchangeOf<T>(), JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web));

    /// <summary>Publishes in MassTransit's envelope, like the other services. The id can be given to send the same message twice.</summary>
    public virtual Task Publish(object message, Guid? messageId = null)
    {
        var type = message.GetType();
        var id = messageId ?? Guid.CreateVersion7();
        var envelope = new JsonObject
        {
            ["messageId"] = id.ToString(), ["messageType"] = new JsonArray($"urn:message:{type.Namespace}:{type.Name}"),
            ["message"] = JsonSerializer.SerializeToNode(message, type, JsonSerializerOptions.Web),
        };
        return PublishRaw(ExchangeOf(type), Encoding.UTF8.GetBytes(envelope.ToJsonString()), "application/vnd.masstransit+json",
            id.ToString());
    }

    /// <summary>Publishes bytes; a message of our services with the signature of its sender.</summary>
    /// <param name="signedBy">Another service than the one that sends such messages; nobody when empty.</param>
    public async Task PublishRaw(string exchange, byte[] body, string? contentType = "application/json", string? messageId = null,
        bool proven = true, string? type = null, string? signedBy = null)
    {
        var properties = new BasicProperties { ContentType = contentType, MessageId = messageId, DeliveryMode = DeliveryModes.Persistent,
            Type = type };
        if (proven) properties.UserId = (await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"];
        if ((signedBy ?? Topology.SenderTo(exchange)) is { Length: > 0 } sender)
            properties = Senders.WithSignature(sender, exchange, properties, body);
        await channel!.BasicPublishAsync(exchange, string.Empty, mandatory: true, properties, body);
    }

    /// <summary>Publishes bytes with these properties, in the name of the connection's user.</summary>
    public async Task PublishWith(string exchange, byte[] body, BasicProperties properties)
    {
        properties.UserId = (await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"];
        await channel!.BasicPublishAsync(exchange, string.Empty, mandatory: true, properties, body);
    }

    /// <summary>The exchange of a message type.</summary>
    public static string ExchangeOf<T>() => ExchangeOf(typeof(T));

    private static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";

    /// <summary>
    /// A queue that collects messages of this type published by the service from now on. Returns the message itself, with or without
    /// envelope.
    /// </summary>
    public async Task<Listener<T>> Listen<T>() where T : class
    {
        await channel!.ExchangeDeclareAsync(ExchangeOf<T>(), ExchangeType.Fanout, durable: true);
        var queue = (await channel!.QueueDeclareAsync(exclusive: false, autoDelete: false)).QueueName;
        await channel!.QueueBindAsync(queue, ExchangeOf<T>(), string.Empty);
        return new Listener<T>(channel, queue);
    }

    /// <summary>A listener on an exchange of another kind.</summary>
    public async Task<Listener<JsonObject>> ListenOn(string exchange, string routingKey, string type = ExchangeType.Direct)
    {
        await channel!.ExchangeDeclareAsync(exchange, type, durable: true);
        var queue = (await channel!.QueueDeclareAsync(exclusive: false, autoDelete: false)).QueueName;
        await channel!.QueueBindAsync(queue, exchange, routingKey);
        return new Listener<JsonObject>(channel, queue);
    }

    /// <summary>A channel of its own, for what no helper does.</summary>
    public Task<IChannel> Channel() => broker!.CreateChannelAsync();

    /// <summary>A single value from the service's database.</summary>
    public async Task<T?> Scalar<T>(string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = Database.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}

/// <summary>An HTTP answer.</summary>
public sealed record HttpAnswer(int Status, JsonNode? Body, bool Replayed, bool ComeBack, string? Location, string Text)
{
    /// <summary>The stable code of a problem.</summary>
    public string? Code => (Body as JsonObject)?["code"]?.GetValue<string>();

    /// <summary>Reads it.</summary>
    public static async Task<HttpAnswer> Of(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        JsonNode? body = null;
        try
        {
            body = text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Not JSON: the text is used.
        }

        return new HttpAnswer((int)response.StatusCode, body, response.Headers.Contains("Idempotent-Replayed"),
            response.Headers.RetryAfter is not null, response.Headers.Location?.OriginalString, text);
    }
}

/// <summary>Reads what arrived on one queue.</summary>
public sealed class Listener<T>(IChannel channel, string queue) where T : class
{
    /// <summary>The next message, within the time.</summary>
    public async Task<T> Next(int seconds = 20) =>
        (await Wait.Until(Take, message => message is not null, $"a {typeof(T).Name}", seconds))!;

    /// <summary>The next message or null when there is none now.</summary>
    public async Task<T?> Take()
    {
        if (await channel.BasicGetAsync(queue, autoAck: true) is not { } got) return null;
        var node = JsonNode.Parse(got.Body.Span)!;
        if (node["messageType"] is not null) node = node["message"]!;
        return node as T ?? node.Deserialize<T>(JsonSerializerOptions.Web);
    }
}

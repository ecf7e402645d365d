using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RabbitMQ.Client;

namespace Rma.Demo;

/// <summary>Addresses and credentials: the instance's <c>platform.env</c>, exported.</summary>
internal sealed class Settings(IReadOnlyDictionary<string, string>? given = null)
{
    public string this[string name] => Find(name)
        ?? throw new InvalidOperationException($"{name} is not set. Start this with ./rma demo.");

    /// <summary>Whether the instance has this setting: some belong to a topology.</summary>
    public bool Has(string name) => Find(name) is { Length: > 0 };

    private string? Find(string name) => given is null ? Environment.GetEnvironmentVariable(name) : given.GetValueOrDefault(name);

    /// <summary>Who issues the certificates of broker and database, as a file; null when they speak without TLS.</summary>
    public string? AuthorityFile => Find("RMA_TLS_AUTHORITY_FILE") is { Length: > 0 } file ? file : null;

    /// <summary>The certificate that clients show, and its key.</summary>
    public string? CertificateFile => Find("RMA_TLS_CERTIFICATE_FILE") is { Length: > 0 } file ? file : null;

    /// <summary>The broker address of a user for a virtual host, by default the instance's own.</summary>
    public Uri Broker(string user, string? vhost = null) => new(
        $"{(AuthorityFile is null ? "amqp" : "amqps")}://{this[$"RMA_{user}_USER"]}:{this[$"RMA_{user}_PASSWORD"]}@" +
        $"{this["RMA_RABBITMQ_HOST"]}:{this["RMA_RABBITMQ_PORT"]}/{vhost ?? this["RMA_RABBITMQ_VHOST"]}");

    /// <summary>A connection of this user that is not restored when it is lost.</summary>
    public Task<IConnection> Connect(string user, string client, CancellationToken cancellationToken = default)
    {
        var factory = Connecting(Broker(user));
        (factory.AutomaticRecoveryEnabled, factory.ClientProvidedName) = (false, client);
        factory.RequestedHeartbeat = TimeSpan.FromSeconds(10);
        return factory.CreateConnectionAsync(cancellationToken);
    }

    /// <summary>
    /// How to connect to this address of the broker; with TLS, only to who has a certificate of the instance's authority.
    /// </summary>
    public ConnectionFactory Connecting(Uri broker)
    {
        var factory = new ConnectionFactory { Uri = broker };
        if (AuthorityFile is not { } file) return factory;
        factory.Ssl.CertificateValidationCallback = (_, shown, _, errors) => shown is not null
            && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && IsOf(file, shown);
        return factory;
    }

    private static bool IsOf(string authorityFile, X509Certificate shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorityFile);
        using var certificate = new X509Certificate2(shown);
        return chain.Build(certificate);
    }

    /// <summary>The broker's management API, as the administrator.</summary>
    public HttpClient Management()
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{this["RMA_RABBITMQ_HOST"]}:{this["RMA_RABBITMQ_MANAGEMENT_PORT"]}/") };
        var credentials = $"{this["RMA_RABBITMQ_ADMIN_USER"]}:{this["RMA_RABBITMQ_ADMIN_PASSWORD"]}";
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        return http;
    }

    /// <summary>Creates an empty virtual host for the administrator.</summary>
    public async Task MakeVhost(string name)
    {
        using var http = Management();
        using var made = await http.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), null);
        made.EnsureSuccessStatusCode();
        using var allowed = await http.PutAsync(
            new Uri($"api/permissions/{name}/{this["RMA_RABBITMQ_ADMIN_USER"]}", UriKind.Relative),
            new StringContent("""{"configure":".*","write":".*","read":".*"}""", Encoding.UTF8, "application/json"));
        allowed.EnsureSuccessStatusCode();
    }

    /// <summary>Connection string of the superuser for a database.</summary>
    public string Postgres(string database) =>
        $"Host={this["RMA_POSTGRES_HOST"]};Port={this["RMA_POSTGRES_PORT"]};Database={database};" +
        $"Username={this["RMA_POSTGRES_SUPERUSER"]};Password={this["RMA_POSTGRES_SUPERUSER_PASSWORD"]}" +
        (AuthorityFile is null ? "" : $";Ssl Mode=VerifyFull;Root Certificate={AuthorityFile}") +
        (CertificateFile is null ? "" : $";SSL Certificate={CertificateFile};SSL Key={CertificateFile}");

    /// <summary>Addresses of a service's replicas: <c>RMA_…_URL</c>, <c>RMA_…_2_URL</c> and so on.</summary>
    public IEnumerable<Uri> Replicas(string service)
    {
        yield return new Uri(this[$"RMA_{service}_URL"]);
        for (var replica = 2; Find($"RMA_{service}_{replica}_URL") is { } address; replica++) yield return new Uri(address);
    }

    public string Folder => this["RMA_INSTANCE_DIR"];
}

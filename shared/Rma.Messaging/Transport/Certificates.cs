using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Rma.Messaging;

/// <summary>
/// Which certificates broker and database may show, and which one this service shows. Both files are read again when they change: a renewed
/// certificate counts from the next connection on.
/// </summary>
/// <param name="authorityFile">
/// <c>Tls:AuthorityFile</c>, PEM: who issues the servers' certificates; the machine's own list when null.
/// </param>
/// <param name="certificateFile">
/// <c>Tls:CertificateFile</c>, PEM: this service's certificate and its key in one file, which is replaced as a whole.
/// </param>
public sealed class Certificates(string? authorityFile, string? certificateFile)
{
    /// <summary>The name under which the broker's fault is kept.</summary>
    public const string Broker = "broker";

    /// <summary>The name under which the database's fault is kept.</summary>
    public const string Database = "database";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly WatchedFile<X509Certificate2Collection> authorities = new(() => authorityFile, ReadAuthorities, Look);
    private readonly WatchedFile<X509Certificate2> own = new(() => certificateFile, ReadOwn, Look);
    private readonly ConcurrentDictionary<string, string> faults = new();

    /// <summary>Whether an authority of our own is configured.</summary>
    public bool HasAuthority => !string.IsNullOrEmpty(authorityFile);

    /// <summary>The configured authorities; empty when their file cannot be read, so that nothing is trusted then.</summary>
    public X509Certificate2Collection Authorities => authorities.Value ?? [];

    /// <summary>This service's certificate; null when none is configured or it cannot be read.</summary>
    public X509Certificate2? Own => own.Value;

    /// <summary>What was wrong with this server's certificate when it was last looked at; null for nothing.</summary>
    public string? FaultOf(string server) => faults.GetValueOrDefault(server);

    /// <summary>Keeps what was found; null for nothing.</summary>
    public void Note(string server, string? fault)
    {
        if (fault is null) faults.TryRemove(server, out _);
        else faults[server] = fault;
    }

    /// <summary>What is wrong with a certificate that a server has shown; null when it is good.</summary>
    /// <param name="shown">The certificate.</param>
    /// <param name="sent">The chain as the server sent it.</param>
    /// <param name="host">The name or address by which the server was called.</param>
    /// <param name="errors">What the machine says, by its own list of authorities.</param>
    public string? Fault(X509Certificate? shown, X509Chain? sent, string host, SslPolicyErrors errors)
    {
        if (shown is null) return "it shows no certificate";
        using var certificate = new X509Certificate2(shown);
        var (now, from, to) = (Now, certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now > to) return $"its certificate expired at {to:u}";
        if (now < from) return $"its certificate is not valid before {from:u}";
        if (!certificate.MatchesHostname(host)) return $"its certificate names {NamesOf(certificate)}, not {host}";
        if (!HasAuthority) return errors == SslPolicyErrors.None ? null : "its certificate is of no authority that this machine knows";
        if (authorities.Value is null)
            return $"Tls:AuthorityFile {authorityFile} cannot be read: {authorities.Fault?.Message ?? "it is not there"}";
        return IsOfAuthority(certificate, sent) ? null : $"its certificate is of no authority in {authorityFile}";
    }

    /// <summary>What is wrong with this service's own certificate; null for nothing.</summary>
    public string? OwnFault()
    {
        if (string.IsNullOrEmpty(certificateFile)) return null;
        if (own.Value is not { } certificate)
            return $"Tls:CertificateFile {certificateFile} cannot be read: {own.Fault?.Message ?? "it is not there"}";
        var to = certificate.NotAfter.ToUniversalTime();
        return Now <= to ? null : $"the certificate in Tls:CertificateFile {certificateFile} expired at {to:u}";
    }

    // Certificates live by the real time, whatever the platform's clock says.
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private bool IsOfAuthority(X509Certificate2 certificate, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // an authority of one instance has no list of revocations
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1")); // for servers
        return chain.Build(certificate);
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
        return string.Join(", ", names) is { Length: > 0 } text ? text : "nobody";
    }

    private static X509Certificate2Collection ReadAuthorities(byte[] pem)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPem(System.Text.Encoding.ASCII.GetString(pem));
        return read.Count > 0 ? read : throw new InvalidDataException("it holds no certificate");
    }

    private static X509Certificate2 ReadOwn(byte[] pem)
    {
        var text = System.Text.Encoding.ASCII.GetString(pem);
        return X509Certificate2.CreateFromPem(text, text);
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// Ends the TLS of a connection to the database and begins it again on the other side, to see a COMMIT. It shows the database's own
/// certificate, so that the password's proof, which is bound to it, holds on both legs.
/// </summary>
internal sealed class ProxyTls(X509Certificate2 database, X509Certificate2 client, X509Certificate2Collection authority)
{
    private static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];

    /// <summary>With the files of the instance; null when it runs without TLS.</summary>
    public static ProxyTls? Of(Settings settings)
    {
        if (settings.AuthorityFile is not { } file) return null;
        var folder = Path.GetDirectoryName(file)!;
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(file);
        return new ProxyTls(X509Certificate2.CreateFromPemFile(Path.Combine(folder, "database.pem")),
            X509Certificate2.CreateFromPemFile(settings.CertificateFile!), authority);
    }

    /// <summary>Both legs after their handshakes. A client that does not ask for TLS is passed on as it is.</summary>
    public async Task<(Stream Near, Stream Far)> Open(Stream near, Stream far, CancellationToken closing)
    {
        var asked = new byte[SslRequest.Length];
        await near.ReadExactlyAsync(asked, closing);
        await far.WriteAsync(asked, closing);
        if (!asked.AsSpan().SequenceEqual(SslRequest)) return (near, far);
        var answer = new byte[1];
        await far.ReadExactlyAsync(answer, closing);
        await near.WriteAsync(answer, closing);
        if (answer[0] != 'S') return (near, far);
        var (secured, onward) = (new SslStream(near), new SslStream(far));
        await onward.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1", ClientCertificates = [client],
            CertificateChainPolicy = Trusting(),
        }, closing);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = database }, closing);
        return (secured, onward);
    }

    private X509ChainPolicy Trusting()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authority);
        return policy;
    }
}

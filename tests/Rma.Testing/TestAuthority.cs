using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rma.Testing;

/// <summary>An authority made for a test, and the certificates that it issues for 127.0.0.1 or another host, good or expired.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Began = TimeProvider.System.GetUtcNow().AddDays(-30);
    private readonly X509Certificate2 root;

    public TestAuthority(string name = "authority of a test")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        root = request.CreateSelfSigned(Began, Began.AddYears(1));
        File = Path.Combine(Path.GetTempPath(), $"rma-authority-{Guid.CreateVersion7():N}.pem");
        System.IO.File.WriteAllText(File, root.ExportCertificatePem());
    }

    /// <summary>Where its own certificate is.</summary>
    public string File { get; }

    /// <summary>A certificate with its key.</summary>
    /// <param name="host">Another host than 127.0.0.1.</param>
    /// <param name="days">How many days from now it is good; negative when it has expired.</param>
    public X509Certificate2 Issue(string? host = null, int days = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(root, Began, Began.AddDays(30 + days), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Certificate and key as one PEM text.</summary>
    public static string Pem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose()
    {
        root.Dispose();
        System.IO.File.Delete(File);
    }
}

using k8s.Models;

namespace Rma.Platform.Tests;

public sealed class CertificateIssuer : CustomResource<CertificateIssuerSpec>;

public sealed class CertificateIssuerSpec
{
    public IDictionary<string, object>? SelfSigned { get; set; }

    public CertificateIssuerCa? Ca { get; set; }
}

public sealed class CertificateIssuerCa
{
    public string? SecretName { get; set; }
}

public sealed class IssuedCertificate : CustomResource<IssuedCertificateSpec>;

public sealed class IssuedCertificateSpec
{
    public bool? IsCA { get; set; }

    public string? CommonName { get; set; }

    public IList<string>? DnsNames { get; set; }

    public IList<string>? Usages { get; set; }

    public string? SecretName { get; set; }

    public IssuedSecretTemplate? SecretTemplate { get; set; }

    public IList<IssuedFormat>? AdditionalOutputFormats { get; set; }

    public string? Duration { get; set; }

    public string? RenewBefore { get; set; }

    public IssuedPrivateKey? PrivateKey { get; set; }

    public V1TypedLocalObjectReference? IssuerRef { get; set; }
}

public sealed class IssuedSecretTemplate
{
    public IDictionary<string, string>? Labels { get; set; }
}

public sealed class IssuedFormat
{
    public string? Type { get; set; }
}

public sealed class IssuedPrivateKey
{
    public string? Algorithm { get; set; }

    public int? Size { get; set; }

    public string? Encoding { get; set; }

    public string? RotationPolicy { get; set; }
}

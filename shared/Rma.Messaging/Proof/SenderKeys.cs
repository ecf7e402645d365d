using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Rma.Messaging;

/// <summary>The keys of messages are not there or cannot be read: a fault of the installation, which waiting does not mend.</summary>
internal sealed class UnusableKeyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A public key and the service that signs with its private half.</summary>
internal sealed class SenderKey(string sender, ECParameters parameters) : IDisposable
{
    // An instance is not made for several threads.
    private readonly ThreadLocal<ECDsa> key = new(() => ECDsa.Create(parameters), trackAllValues: true);

    public string Sender => sender;

    public bool Verify(byte[] signed, byte[] signature) => key.Value!.VerifyData(signed, signature, HashAlgorithmName.SHA256);

    public void Dispose()
    {
        foreach (var each in key.Values) each.Dispose();
        key.Dispose();
    }
}

/// <summary>
/// The public keys of all services, from the JSON Web Key Set at <c>Messaging:SenderKeysFile</c>, whose keys have a member <c>sender</c>
/// besides the usual ones (<c>kty</c> EC, <c>crv</c> P-256, <c>kid</c>, <c>x</c>, <c>y</c>). A sender may have several, so that keys can
/// be changed while messages are on their way. It is read again when it changes; a broken file changes nothing and is logged.
/// </summary>
internal sealed class SenderKeys(MessagingOptions options, ILogger<SenderKeys> log) : IDisposable
{
    /// <summary>How soon a change of keys is seen.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly WatchedFile<Dictionary<string, SenderKey>> file =
        new(() => options.SenderKeysFile, Read, Look, fault => log.SenderKeysUnreadable(fault.Message));

    /// <summary>The key with this id, or null.</summary>
    /// <exception cref="UnusableKeyException">There is no file of keys, or none that could be read since the start.</exception>
    public SenderKey? Find(string id) => file.Value is { } keys ? keys.GetValueOrDefault(id)
        : throw new UnusableKeyException($"Messaging:SenderKeysFile: {file.Fault?.Message ?? "it is not set."}", file.Fault);

    /// <summary>Whose signature it is; null when it does not fit the message or its key is not known.</summary>
    /// <param name="message">The message as signed by the sender whose key is named.</param>
    /// <param name="header">The id of the key, a dot, the signature in Base64.</param>
    public string? SignerOf(Func<string, SignedMessage> message, string header)
    {
        var (key, signature) = Parts(header);
        return key is not null && signature is not null && message(key.Sender).Bytes() is { } signed && key.Verify(signed, signature)
            ? key.Sender : null;
    }

    /// <summary>Whether a service has signed a text in the form of the header; null when the key is not known.</summary>
    public bool? IsSigned(string sender, byte[] text, string header)
    {
        var (key, signature) = Parts(header);
        return key is null ? null : key.Sender == sender && signature is not null && key.Verify(text, signature);
    }

    private (SenderKey? Key, byte[]? Signature) Parts(string header)
    {
        var (id, text) = header.LastIndexOf('.') is > 0 and var dot ? (header[..dot], header[(dot + 1)..]) : ("", "");
        var signature = new byte[64];
        return (Find(id), Convert.TryFromBase64String(text, signature, out var length) && length == signature.Length ? signature : null);
    }

    /// <summary>The id of a key: its sender, and the beginning of the hash of its public half.</summary>
    public static string IdOf(string sender, ECDsa key) =>
        $"{sender}-{Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..12]}";

    public void Dispose()
    {
        foreach (var key in file.Value?.Values ?? Enumerable.Empty<SenderKey>()) key.Dispose();
    }

    private static Dictionary<string, SenderKey> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("keys").EnumerateArray().ToDictionary(key => Text(key, "kid"), key =>
        {
            if ((Text(key, "kty"), Text(key, "crv")) != ("EC", "P-256")) throw new FormatException("A key is no EC key on P-256.");
            var point = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") };
            var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point };
            parameters.Validate();
            return new SenderKey(Text(key, "sender"), parameters);
        });

        static string Text(JsonElement key, string member) => key.GetProperty(member).GetString() is { Length: > 0 } text
            ? text : throw new FormatException($"A key has no {member}.");
        static byte[] Bytes(JsonElement key, string member) => System.Buffers.Text.Base64Url.DecodeFromChars(Text(key, member));
    }
}

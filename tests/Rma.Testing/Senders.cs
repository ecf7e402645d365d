using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Rma.Testing;

/// <summary>
/// Keys of services, made for a test, as files like those of an installation; and signatures with them, made as <c>access.md</c> describes
/// it for readers in other languages.
/// </summary>
public sealed class Senders : IDisposable
{
    private readonly Dictionary<string, ECDsa> keys;
    private readonly string folder = Directory.CreateTempSubdirectory("rma-senders-").FullName;

    private Senders(Dictionary<string, ECDsa> keys) => this.keys = keys;

    /// <summary>The public keys.</summary>
    public string KeysFile => Path.Combine(folder, "senders.json");

    /// <summary>New keys for these services.</summary>
    public static Senders Make(IEnumerable<string> names)
    {
        var senders = new Senders(names.ToDictionary(name => name, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256)));
        foreach (var (name, key) in senders.keys) File.WriteAllText(senders.KeyFileOf(name), key.ExportPkcs8PrivateKeyPem());
        senders.Write(senders.keys);
        return senders;
    }

    /// <summary>The key of a running instance's service.</summary>
    public static Senders OfInstance(string name, string pemFile)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(pemFile));
        return new Senders(new() { [name] = key });
    }

    /// <summary>The private key of a service.</summary>
    public string KeyFileOf(string name) => Path.Combine(folder, $"{name}.pem");

    /// <summary>Writes the file of public keys with these only, each for the sender it is given for.</summary>
    public void Write(IEnumerable<KeyValuePair<string, ECDsa>> known) => File.WriteAllText(KeysFile, JsonSerializer.Serialize(new
    {
        keys = known.Select(one =>
        {
            var point = one.Value.ExportParameters(false).Q;
            return new { kty = "EC", crv = "P-256", use = "sig", sender = one.Key, kid = IdOf(one.Key, one.Value), x = Url(point.X!),
                y = Url(point.Y!) };
        }),
    }));

    /// <summary>The key of a service.</summary>
    public ECDsa this[string name] => keys[name];

    /// <summary>The header that proves a message.</summary>
    public string Sign(string sender, string? messageId, string exchange, string routingKey, string? contentType, byte[] body,
        string onBehalfOf = "")
    {
        var text = string.Join('\n', "rma-message-1", sender, messageId, exchange, routingKey, contentType, onBehalfOf,
            Convert.ToHexStringLower(SHA256.HashData(body)));
        var signature = keys[sender].SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256);
        return $"{IdOf(sender, keys[sender])}.{Convert.ToBase64String(signature)}";
    }

    /// <summary>Properties with a signature for this exchange, and what they were given.</summary>
    public BasicProperties WithSignature(string sender, string exchange, BasicProperties properties, byte[] body)
    {
        properties.MessageId ??= Guid.CreateVersion7().ToString();
        properties.Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>())
        {
            ["rma-signature"] = Sign(sender, properties.MessageId, exchange, "", properties.ContentType, body),
        };
        return properties;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var key in keys.Values) key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string IdOf(string sender, ECDsa key) =>
        $"{sender}-{Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..12]}";

    private static string Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Rma.Messaging;

/// <summary>
/// Signs every message of this service when it is decided, in the process and before it is stored: neither the broker's password nor the
/// database's lets anybody speak for this service. The key is the PEM file at <c>Messaging:SigningKeyFile</c> (EC on P-256), read again
/// when it changes.
/// </summary>
public sealed class MessageSigner(MessagingOptions options) : IDisposable
{
    private readonly WatchedFile<SigningKey> file = new(
        () => options.SigningKeyFile, pem => SigningKey.Read(options.Service, Encoding.UTF8.GetString(pem)), SenderKeys.Look);

    private readonly FrozenDictionary<string, string> senders =
        options.Topology.Messages.ToFrozenDictionary(message => message.Exchange, message => message.Sender);

    /// <summary>Makes sure that this service sends messages to this exchange.</summary>
    /// <exception cref="InvalidOperationException">Another service does.</exception>
    internal void EnsureOwn(string exchange)
    {
        if (senders.TryGetValue(exchange, out var sender) && sender != options.Service)
            throw new InvalidOperationException($"Only {sender} sends {exchange}, by deploy/topology.json.");
    }

    /// <summary>The message with its signature. A message that has one already is signed anew.</summary>
    /// <exception cref="UnusableKeyException">There is no key.</exception>
    /// <exception cref="InvalidOperationException">A part of the message has a line break.</exception>
    internal OutboxRow Sign(OutboxRow row)
    {
        row.Headers[SignedMessage.Header] = Current().Sign(
            SignedMessage.Of(row, options.Service).Bytes()
            ?? throw new InvalidOperationException($"A message to {row.Exchange} has a line break in its address."));
        return row;
    }

    /// <summary>A text signed in the form of the header: the key's id, a dot, the signature in Base64.</summary>
    /// <exception cref="UnusableKeyException">There is no key.</exception>
    internal string Sign(byte[] text) => Current().Sign(text);

    /// <summary>The id of the key that signs now.</summary>
    /// <exception cref="UnusableKeyException">There is no key that can be read.</exception>
    internal string KeyId() => Current().Id;

    /// <inheritdoc />
    public void Dispose() => file.Value?.Dispose();

    private SigningKey Current() => file.Value
        ?? throw new UnusableKeyException($"Messaging:SigningKeyFile: {file.Fault?.Message ?? "it is not set."}", file.Fault);

    private sealed class SigningKey : IDisposable
    {
        // An instance is not made for several threads.
        private readonly ThreadLocal<ECDsa> instances;

        private SigningKey(string id, string pem) => (Id, instances) = (id, new(() => From(pem), trackAllValues: true));

        public string Id { get; }

        public static SigningKey Read(string sender, string pem)
        {
            using var key = From(pem);
            return key.KeySize == 256 ? new(SenderKeys.IdOf(sender, key), pem)
                : throw new CryptographicException($"The key has {key.KeySize} bits; a key on P-256 is wanted.");
        }

        public string Sign(byte[] message) =>
            $"{Id}.{Convert.ToBase64String(instances.Value!.SignData(message, HashAlgorithmName.SHA256))}";

        public void Dispose()
        {
            foreach (var each in instances.Values) each.Dispose();
            instances.Dispose();
        }

        private static ECDsa From(string pem)
        {
            var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key;
        }
    }
}

using System.Security.Cryptography;

namespace Rma.Messaging;

/// <summary>
/// Signs every message of this service when it is decided, in the process and before it is stored: neither the broker's password nor the
/// database's lets anybody speak for this service. The key is the PEM file at <c>Messaging:SigningKeyFile</c> (EC on P-256), read again
/// when it changes.
/// </summary>
public sealed class MessageSigner(MessagingOptions options) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private volatile SigningKey? key;
    private DateTime changedAt;
    private long lookedAt;

    /// <summary>The message with its signature. A message that has one already is signed anew.</summary>
    /// <exception cref="UnusableKeyException">There is no key.</exception>
    /// <exception cref="InvalidOperationException">A part of the message has a line break.</exception>
    internal OutboxRow Sign(OutboxRow row)
    {
        var message = new SignedMessage(options.Service, row.MessageId.ToString("D"), row.Exchange, row.RoutingKey, row.ContentType,
            row.Headers[ReplayHeaders.OnBehalfOf]?.ToString(), row.Body);
        row.Headers[SignedMessage.Header] = Current().Sign(
            message.Bytes() ?? throw new InvalidOperationException($"A message to {row.Exchange} has a line break in its address."));
        return row;
    }

    /// <summary>The id of the key that signs now.</summary>
    /// <exception cref="UnusableKeyException">There is no key that can be read.</exception>
    internal string KeyId() => Current().Id;

    /// <inheritdoc />
    public void Dispose() => key?.Dispose();

    private SigningKey Current()
    {
        if (key is { } current && System.Diagnostics.Stopwatch.GetElapsedTime(Interlocked.Read(ref lookedAt)) < Look) return current;
        lock (gate)
        {
            Interlocked.Exchange(ref lookedAt, System.Diagnostics.Stopwatch.GetTimestamp());
            var file = options.SigningKeyFile ?? throw new UnusableKeyException("Messaging:SigningKeyFile is not set.");
            try
            {
                var changed = MountedFile.ChangedAt(file);
                if (key is null || changed != changedAt)
                    (key, changedAt) = (SigningKey.Read(options.Service, File.ReadAllText(file)), changed);
            }
            catch (Exception exception) when (
                exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
            {
                // A half-written file: the key at hand is still good.
                if (key is null)
                    throw new UnusableKeyException($"Messaging:SigningKeyFile cannot be read: {exception.Message}", exception);
            }

            return key;
        }
    }

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

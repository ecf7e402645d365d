using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Rma.EventSourcing;

/// <summary>
/// Proves each event when it is stored: a keyed hash over the event, its place in its stream and what is known of its origin, in the
/// header <c>proof</c>. The key is in the process, not in the database: whoever changes, adds or moves an event there cannot prove it.
/// </summary>
/// <param name="keys">The keys of now; null where there are none, and then events are stored without proof.</param>
public sealed class EventProof(Func<HistoryKeys?> keys)
{
    /// <summary>The header: the key's id, a dot, the keyed hash (HMAC with SHA-256) in Base64.</summary>
    public const string Header = "proof";

    private const string Version = "rma-event-1";

    /// <summary>The proof of a new event; null without keys.</summary>
    public string? Of(string streamKey, long version, string name, NewEvent fresh)
    {
        if (keys() is not { } known) return null;
        var content = Content(streamKey, version, fresh.Id, name, fresh.Timestamp,
            JsonSerializer.SerializeToElement(fresh.Body, fresh.Body.GetType(), EventNames.Json),
            JsonSerializer.SerializeToElement(fresh.Headers));
        return $"{known.Current}.{Convert.ToBase64String(HMACSHA256.HashData(known.Find(known.Current)!, content))}";
    }

    /// <summary>What the proof of a stored event says, and the hash of the whole event for the seal.</summary>
    public ProvenEvent Check(LoggedEvent logged)
    {
        var (content, proof) = Stored(logged);
        return new(Judge(proof, content), HashOf(content, proof));
    }

    /// <summary>The hash of a whole stored event for the seal, whatever its proof says.</summary>
    public static byte[] HashOf(LoggedEvent logged)
    {
        var (content, proof) = Stored(logged);
        return HashOf(content, proof);
    }

    private static (byte[] Content, string? Proof) Stored(LoggedEvent logged)
    {
        using var data = JsonDocument.Parse(logged.Data);
        using var headers = JsonDocument.Parse(logged.Headers ?? "{}");
        return (Content(logged.StreamKey, logged.Version, logged.Id, logged.Name, logged.Timestamp, data.RootElement, headers.RootElement),
            ProofIn(headers.RootElement));
    }

    private static byte[] HashOf(byte[] content, string? proof)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        hash.AppendData(Encoding.UTF8.GetBytes("\n" + proof));
        return hash.GetHashAndReset();
    }

    private ProofOfEvent Judge(string? proof, byte[] content)
    {
        if (proof is null) return ProofOfEvent.None;
        var (id, text) = proof.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (proof[..dot], proof[(dot + 1)..]) : ("", "");
        if (keys()?.Find(id) is not { } secret) return ProofOfEvent.UnknownKey;
        var said = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(text, said, out var length) && length == said.Length
            && CryptographicOperations.FixedTimeEquals(said, HMACSHA256.HashData(secret, content))
            ? ProofOfEvent.Good : ProofOfEvent.Wrong;
    }

    private static string? ProofIn(JsonElement headers) =>
        headers.ValueKind == JsonValueKind.Object && headers.TryGetProperty(Header, out var proof)
            && proof.ValueKind == JsonValueKind.String ? proof.GetString() : null;

    private static byte[] Content(
        string streamKey, long version, Guid id, string name, DateTimeOffset timestamp, JsonElement data, JsonElement headers)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        writer.WriteStringValue(Version);
        writer.WriteStringValue(streamKey);
        writer.WriteNumberValue(version);
        writer.WriteStringValue(id);
        writer.WriteStringValue(name);
        writer.WriteStringValue(timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        CanonicalJson.Write(writer, data);
        writer.WriteStartArray();
        foreach (var header in headers.EnumerateObject().Where(header => header.Name != Header)
            .OrderBy(header => header.Name, StringComparer.Ordinal))
        {
            writer.WriteStringValue(header.Name);
            CanonicalJson.Write(writer, header.Value);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>What the proof of an event says.</summary>
public enum ProofOfEvent
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>The event is as the service stored it.</summary>
    Good,

    /// <summary>The event was changed, moved or made by somebody else.</summary>
    Wrong,

    /// <summary>The key is not, or no longer, among those of the service.</summary>
    UnknownKey,
}

/// <summary>The result of a check.</summary>
/// <param name="Hash">SHA-256 over everything that is stored of the event, its proof included.</param>
public sealed record ProvenEvent(ProofOfEvent Proof, byte[] Hash);

using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rma.EventSourcing;

/// <summary>
/// The secrets with which a service proves that it stored an event itself. The first one is used for new events; the others stay as long
/// as there are events that they proved.
/// </summary>
public sealed partial class HistoryKeys
{
    private const int SecretBytes = 32;

    private readonly FrozenDictionary<string, byte[]> secrets;

    private HistoryKeys(string current, IReadOnlyDictionary<string, byte[]> secrets) =>
        (Current, this.secrets) = (current, secrets.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The id of the key for new events.</summary>
    public string Current { get; }

    /// <summary>The secret of a key, or null.</summary>
    public byte[]? Find(string id) => secrets.GetValueOrDefault(id);

    /// <summary>
    /// Reads <c>{"keys":[{"id":"2026-11","secret":"…"}]}</c>: ids of letters, digits and dashes, secrets of 32 bytes in Base64.
    /// </summary>
    /// <exception cref="FormatException">Something is missing, unknown or not of this form.</exception>
    public static HistoryKeys Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<KeyFile>(json, Strict) ?? throw new FormatException("The file is empty.");
            if (file.Keys.Length == 0) throw new FormatException("There is no key.");
            return new(file.Keys[0].Id, file.Keys.ToDictionary(key => Checked(key.Id), key => Secret(key)));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new FormatException($"This is no file of history keys: {exception.Message}", exception);
        }
    }

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static string Checked(string id) => IdPattern().IsMatch(id) ? id
        : throw new FormatException("The id of a key is made of letters, digits and dashes.");

    private static byte[] Secret(Key key) => Convert.FromBase64String(key.Secret) is { Length: SecretBytes } secret ? secret
        : throw new FormatException($"The secret of key {key.Id} has not {SecretBytes} bytes.");

    [GeneratedRegex("^[A-Za-z0-9-]{1,40}$")]
    private static partial Regex IdPattern();

    private sealed record KeyFile(Key[] Keys);

    private sealed record Key(string Id, string Secret);
}

using System.Security.Cryptography;
using System.Text;

namespace Rma.Messaging;

/// <summary>
/// What a signature covers: a message together with where it goes and who sends it, so that it cannot be changed, sent elsewhere, given
/// another id or sent as somebody else's. The text is described in <c>shared/docs/access.md</c> for readers in other languages.
/// </summary>
/// <param name="Sender">The service that signs.</param>
/// <param name="OnBehalfOf">The sender of a message that is replayed; null otherwise.</param>
internal sealed record SignedMessage(
    string Sender, string? MessageId, string Exchange, string RoutingKey, string? ContentType, string? OnBehalfOf,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The header of the signature: the key's id, a dot, the signature in Base64.</summary>
    public const string Header = "rma-signature";

    private const string Version = "rma-message-1";

    /// <summary>What a service signs of a row of its outbox.</summary>
    public static SignedMessage Of(OutboxRow row, string sender) => new(
        sender, row.MessageId.ToString("D"), row.Exchange, row.RoutingKey, row.ContentType,
        row.Headers[ReplayHeaders.OnBehalfOf]?.ToString(), row.Body);

    /// <summary>
    /// The bytes to sign with ECDSA on P-256 with SHA-256. Null when a part has a line break and so could pose as another.
    /// </summary>
    public byte[]? Bytes()
    {
        string[] lines =
        [
            Version, Sender, MessageId ?? "", Exchange, RoutingKey, ContentType ?? "", OnBehalfOf ?? "",
            Convert.ToHexStringLower(SHA256.HashData(Body.Span)),
        ];
        return lines.Any(line => line.AsSpan().IndexOfAny('\n', '\r') >= 0) ? null : Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}

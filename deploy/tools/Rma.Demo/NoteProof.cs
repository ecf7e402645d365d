using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client.Events;

namespace Rma.Demo;

/// <summary>
/// What a careful reader of finance's queues does before paying: checks that credit signed the note, with nothing but the public keys and
/// the description in <c>shared/docs/access.md</c>.
/// </summary>
internal sealed class NoteProof
{
    private readonly Dictionary<string, ECDsa> keys;

    private NoteProof(Dictionary<string, ECDsa> keys) => this.keys = keys;

    /// <summary>With credit's keys of a JSON Web Key Set.</summary>
    public static NoteProof From(string keySetFile) => new(JsonNode.Parse(File.ReadAllText(keySetFile))!["keys"]!.AsArray()
        .Where(key => Text(key, "sender") == "credit").ToDictionary(key => Text(key, "kid"), key => ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64Url.DecodeFromChars(Text(key, "x")), Y = Base64Url.DecodeFromChars(Text(key, "y")) },
        })));

    /// <summary>Whether credit signed exactly this message for exactly this address.</summary>
    public bool IsOfCredit(BasicDeliverEventArgs delivery)
    {
        var properties = delivery.BasicProperties;
        if (properties.Headers?.TryGetValue("rma-signature", out var header) != true || header is not byte[] bytes) return false;
        var (parts, signature) = (Encoding.UTF8.GetString(bytes).Split('.'), new byte[64]);
        if (parts is not [var kid, var text] || !keys.TryGetValue(kid, out var key)
            || !Convert.TryFromBase64String(text, signature, out var length) || length != signature.Length) return false;
        var signed = string.Join('\n', "rma-message-1", "credit", properties.MessageId, delivery.Exchange, delivery.RoutingKey,
            properties.ContentType, "", Convert.ToHexStringLower(SHA256.HashData(delivery.Body.Span)));
        return key.VerifyData(Encoding.UTF8.GetBytes(signed), signature, HashAlgorithmName.SHA256);
    }

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();
}

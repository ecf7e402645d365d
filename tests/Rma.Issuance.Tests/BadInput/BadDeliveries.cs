using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;
using static Rma.Issuance.Tests.IssuanceUnderTest;
using static Rma.Testing.Spoiled;

namespace Rma.Issuance.Tests.BadInput;

/// <summary>Faults of a message apart from its content: its bytes, its properties, its envelope, or an unknown return.</summary>
internal static class BadDeliveries
{
    private const string Malformed = "message.malformed";
    private const string Unknown = "message.unknown-type";
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly string Feed = ServiceUnderTest.ExchangeOf<UnitShipped>();
    private static readonly string Good = Json(new UnitShipped("SH-BYTES", 1, "BYTES-1", "CAM-2", "ACC-1", Now)).ToJsonString();

    public static IEnumerable<BadMessage> All => Bytes.Concat(Properties).Concat(Envelopes).Concat(OfReturns);

    private static IEnumerable<BadMessage> Bytes =>
    [
        new("no bytes at all", Feed, "", Malformed),
        new("one NUL byte", Feed, "\0", Malformed),
        new("a word", Feed, "hello", Malformed),
        new("a number", Feed, "5", Malformed),
        new("null", Feed, "null", Malformed),
        new("an empty object", Feed, "{}", Malformed),
        new("XML", Feed, "<UnitShipped/>", Malformed),
        new("YAML", Feed, "shipmentId: SH-1", Malformed),
        new("JSON with a comment", Feed, "{/* hello */" + Good[1..], Malformed),
        new("JSON with a comma too many", Feed, Good[..^1] + ",}", Malformed),
        new("JSON in single quotes", Feed, Good.Replace('"', '\''), Malformed),
        new("UTF-16", Feed, Encoding.Unicode.GetBytes(Good), Malformed),
        new("bytes that are no UTF-8", Feed, Encoding.Latin1.GetBytes(Good.Replace("BYTES-1", "BYT\u00c9S", StringComparison.Ordinal)),
            Malformed),
        new("gzip", Feed, Gzip(Good), Malformed),
        new("MessagePack", Feed, [0x86, 0xAA, .. Encoding.UTF8.GetBytes("shipmentId")], Malformed),
        new("depth 40", Feed, Deep(40), Malformed),
        new("65 kB of blanks behind it", Feed, Good + new string(' ', 65_536), "message.too-large"),
        new("a text of 70 kB", Feed, $"{{\"shipmentId\":{Letters(70_000)}}}", "message.too-large"),
    ];

    private static IEnumerable<BadMessage> Properties =>
    [
        new("no proven sender", Feed, Good, "message.unproven-sender") { Proven = false },
        new("another type in its properties", Feed, Good, "message.unknown-version") { Type = "UnitShipped.V9" },
        new("a type of 255 letters in its properties", Feed, Good, "message.unknown-version") { Type = new string('T', 255) },
    ];

    private static IEnumerable<BadMessage> Envelopes =>
    [
        Enveloped("an envelope of an internal command", "urn:message:Rma.Contracts.Credit.V1:AssessCredit", Good, Unknown),
        Enveloped("an envelope of our own heartbeat", "urn:message:Rma.Messaging:Heartbeat", Good, Unknown),
        Enveloped("an envelope of the next version", "urn:message:Rma.Contracts.Shipping.V2:UnitShipped", Good, Unknown),
        Enveloped("an envelope of no message", "urn:message:Rma.Contracts.Shipping.V1:UnitShipped", "null", Malformed),
        Enveloped("an envelope with a text in it", "urn:message:Rma.Contracts.Shipping.V1:UnitShipped", "\"hello\"", Malformed),
        Enveloped("an envelope with a spoiled message", "urn:message:Rma.Contracts.Shipping.V1:UnitShipped", "{\"shipmentId\":5}",
            Malformed),
        new("an envelope without a type", Feed, $"{{\"message\":{Good}}}", Unknown) { ContentType = Envelope },
        new("an envelope that is cut off", Feed,
            $"{{\"messageType\":[\"urn:message:Rma.Contracts.Shipping.V1:UnitShipped\"],\"message\":{Good[..^5]}",
        Malformed) { ContentType = Envelope },
    ];

    // From our own services: a message about a return that was never authorized.
    private static IEnumerable<BadMessage> OfReturns
    {
        get
        {
            var id = Guid.CreateVersion7();
            var received = Json(new UnitReceived(id, id, "RMA-222222-2", 1, "NOBODY", id, Now, Now));
            yield return Said<UnitReceived>("an arrival of a return that nobody knows", received.ToJsonString(), "return.unknown");
            yield return Said<UnitReceived>("an arrival of no return", received.With("returnId", "\"\""), Malformed);
            yield return Said<UnitReceived>("an arrival of a return that is a word", received.With("returnId", "\"return\""), Malformed);
            yield return Said<UnitReceived>("an arrival without its time", received.Without("receivedAt"), Malformed);
            yield return Said<InspectionCompleted>("an inspection of a return that nobody knows", Json(new InspectionCompleted(
                id, id, "RMA-222222-2", 1, "NOBODY", new(false, false, false, [], "intact", false, false, null, []), "ina", Now))
                    .ToJsonString(), "return.unknown");
        }
    }

    private static BadMessage Said<T>(string name, string body, string code) =>
        Enveloped(name, $"urn:message:{typeof(T).Namespace}:{typeof(T).Name}", body,
            code) with { Exchange = ServiceUnderTest.ExchangeOf<T>() };

    private static BadMessage Enveloped(string name, string type, string message, string code) => new(
        name, Feed,
        $"{{\"messageId\":\"{Guid.CreateVersion7()}\",\"messageType\":[{JsonValue.Create(type)!.ToJsonString()}],\"message\":{message}}}",
        code) { ContentType = Envelope };

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal)) zip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}

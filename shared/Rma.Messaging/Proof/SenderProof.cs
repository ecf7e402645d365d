using System.Text;
using MassTransit;
using RabbitMQ.Client;

namespace Rma.Messaging;

/// <summary>Who a message is proven to come from: what the broker and the signature say.</summary>
/// <param name="Sender">A service, or the user of a system that publishes to the feed.</param>
internal sealed record ProvenSender(string Sender);

/// <summary>Why a message is not proven. It must never be acted on, whoever asks for it.</summary>
public sealed record Unproven(string Code, string Reason)
{
    public const string NoSender = "message.unproven-sender", NoSignature = "message.unsigned", WrongSignature = "message.wrong-signature",
        Forged = "message.forged";

    /// <summary>The codes of dead letters that can only be settled.</summary>
    public static IReadOnlyList<string> Codes { get; } = [NoSender, NoSignature, WrongSignature, Forged];
}

/// <summary>
/// Proves the sender of a message of our services: the broker vouches for the user of the connection that published it, the signature for
/// the service. One of them alone, a stolen password of the broker or a stolen key, is not enough.
/// </summary>
internal sealed class SenderProof(SenderKeys keys, MessagingOptions options, TimeProvider clock)
{
    /// <summary>The sender, or why there is none.</summary>
    public (ProvenSender? Sender, Unproven? Why) Of(Delivered message)
    {
        if (message.User is not { } user)
            return Fails(Unproven.NoSender, "The publisher gave no user-id, so the broker could not prove who sent this.");
        if (message.Header(SignedMessage.Header) is not { } signature) return Unsigned(message, user);
        if (keys.SignerOf(message.Signed, signature) is not { } signer)
            return Fails(Unproven.WrongSignature, "The signature does not fit the message, or its key is not (or no longer) known.");
        if (options.UserOf(signer) != user)
            return Fails(Unproven.Forged, $"The user '{user}' published a message that {signer} signed.");
        return message.OnBehalfOf is { } original ? Replayed(message, signer, original) : (new ProvenSender(signer), null);
    }

    // Only the service that reads a queue replays to it; what another service signed before must still hold.
    private (ProvenSender?, Unproven?) Replayed(Delivered message, string signer, string original)
    {
        if (signer != options.Service) return Fails(Unproven.Forged, $"{signer} replayed a message to a queue of {options.Service}.");
        if (message.IsFeed) return (new ProvenSender(original), null);
        if (message.Header(ReplayHeaders.OriginalSignature) is not { } signature
            || keys.SignerOf(message.AsOriginally, signature) is not { } first)
            return MayBeUnsigned() ? (new ProvenSender(original), null)
                : Fails(Unproven.WrongSignature, "The signature of the replayed message does not fit it, or its key is no longer known.");
        return (new ProvenSender(first), null);
    }

    private (ProvenSender?, Unproven?) Unsigned(Delivered message, string user) =>
        MayBeUnsigned() && message.OnBehalfOf is null && options.ServiceOf(user) is { } service ? (new ProvenSender(service), null)
            : Fails(Unproven.NoSignature, $"The user '{user}' published this without the signature of a service.");

    private bool MayBeUnsigned() => clock.GetUtcNow() < options.AcceptUnsignedUntil;

    private static (ProvenSender?, Unproven?) Fails(string code, string reason) => (null, new Unproven(code, reason));
}

/// <summary>A message as the broker delivered it.</summary>
internal sealed class Delivered(RabbitMqBasicConsumeContext delivery, byte[] body, bool isFeed)
{
    private IReadOnlyBasicProperties Properties => delivery.Properties;

    public bool IsFeed => isFeed;

    public byte[] Body => body;

    /// <summary>The user of the publishing connection, which the broker checked; null when the publisher set none.</summary>
    public string? User => Properties.IsUserIdPresent() ? Properties.UserId : null;

    public string? OnBehalfOf => Header(ReplayHeaders.OnBehalfOf);

    public SignedMessage Signed(string sender) => new(
        sender, Properties.MessageId, delivery.Exchange, delivery.RoutingKey ?? "", Properties.ContentType, OnBehalfOf, body);

    /// <summary>As it was before it became a dead letter and was replayed.</summary>
    public SignedMessage AsOriginally(string sender) => new(
        sender, Properties.MessageId, Header(ReplayHeaders.OriginalExchange) ?? "", "", Properties.ContentType, null, body);

    /// <summary>A header's text, or null.</summary>
    public string? Header(string name) => Properties.Headers?.TryGetValue(name, out var value) != true ? null
        : value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value as string;
}

namespace Rma.Messaging;

/// <summary>Whether a seal was signed by this service.</summary>
public sealed class ProofOfSeals
{
    private readonly SenderKeys keys;
    private readonly MessagingOptions options;

    internal ProofOfSeals(SenderKeys keys, MessagingOptions options) => (this.keys, this.options) = (keys, options);

    /// <summary>Whether the text has this signature; null when its key is not among those of the senders any more.</summary>
    public bool? IsSigned(byte[] text, string signature) => keys.IsSigned(options.Service, text, signature);
}

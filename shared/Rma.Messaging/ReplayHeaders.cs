namespace Rma.Messaging;

/// <summary>Headers of a message that an operator replayed from the dead letters.</summary>
public static class ReplayHeaders
{
    /// <summary>Who sent the original; read only when the service itself is the proven sender.</summary>
    public const string OnBehalfOf = "rma-on-behalf-of";

    /// <summary>The signature of the original, when it had one.</summary>
    public const string OriginalSignature = "rma-original-signature";

    /// <summary>The exchange that the original was sent to; its signature covers it.</summary>
    public const string OriginalExchange = "rma-original-exchange";
}

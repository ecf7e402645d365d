namespace Rma.Messaging;

/// <summary>Headers of a message that an operator replayed from the dead letters.</summary>
public static class ReplayHeaders
{
    /// <summary>The broker user that sent the original; read only when the service itself is the proven sender.</summary>
    public const string OnBehalfOf = "rma-on-behalf-of";
}

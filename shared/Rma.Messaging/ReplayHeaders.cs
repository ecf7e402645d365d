namespace Rma.Messaging;

/// <summary>Headers of a message that an operator sent again from the dead letters.</summary>
public static class ReplayHeaders
{
    /// <summary>The broker user who had sent the original; read only when the service itself is the proven sender.</summary>
    public const string OnBehalfOf = "rma-on-behalf-of";
}

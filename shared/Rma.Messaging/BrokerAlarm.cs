namespace Rma.Messaging;

/// <summary>
/// What the outbox knows of the broker from its own connection: whether it has one, and whether a disk or memory alarm holds it back.
/// </summary>
public sealed class BrokerAlarm
{
    private volatile bool raised;
    private volatile bool connected;

    /// <summary>Whether the connection is open.</summary>
    public bool IsConnected
    {
        get => connected;
        internal set => connected = value;
    }

    /// <summary>As the broker last said on the connection that is open now.</summary>
    public bool IsRaised
    {
        get => raised;
        internal set => raised = value;
    }
}

using RabbitMQ.Client;

namespace Rma.Messaging;

/// <summary>State of the outbox's own broker connection: whether it is open, and whether a disk or memory alarm blocks it.</summary>
public sealed class BrokerAlarm
{
    private volatile bool raised;
    private volatile bool connected;
    private volatile IConnection? connection;

    /// <summary>Whether the connection is open.</summary>
    public bool IsConnected
    {
        get => connected;
        internal set => connected = value;
    }

    /// <summary>The connection; null while there is none. Whoever uses it opens a channel of its own.</summary>
    internal IConnection? Connection
    {
        get => connection;
        set => connection = value;
    }

    /// <summary>Last alarm state that the broker sent on the open connection.</summary>
    public bool IsRaised
    {
        get => raised;
        internal set => raised = value;
    }
}

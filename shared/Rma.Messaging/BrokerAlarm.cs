namespace Rma.Messaging;

/// <summary>Whether the broker takes nothing for now: a disk or memory alarm has blocked the publishing connection.</summary>
public sealed class BrokerAlarm
{
    private volatile bool raised;

    /// <summary>As the broker last said on the connection that is open now.</summary>
    public bool IsRaised
    {
        get => raised;
        internal set => raised = value;
    }
}

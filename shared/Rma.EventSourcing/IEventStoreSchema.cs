namespace Rma.EventSourcing;

/// <summary>What an implementation of the event store adds to a schema whose tables the migrations have made.</summary>
public interface IEventStoreSchema
{
    /// <summary>Brings it up to date. Called at start, by one process at a time.</summary>
    Task Complete(CancellationToken cancellationToken);
}

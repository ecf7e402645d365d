using Npgsql;

namespace Rma.EventSourcing;

/// <summary>What an event store implementation adds to the schema that the migrations have created.</summary>
public interface IEventStoreSchema
{
    /// <summary>Migrates it, as the owner of the schema. Called at start, by one process at a time.</summary>
    Task Complete(NpgsqlDataSource owner, CancellationToken cancellationToken);
}

using System.Text.Json.Nodes;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>A row of <c>mt_events</c> as selected with plain SQL.</summary>
public static class EventRow
{
    /// <summary>Selects the whole histories of the streams whose keys are <c>$1</c>, for <see cref="ReadHistories"/>.</summary>
    public const string HistoriesSql =
        $"select {LoggedEvent.Columns} from mt_events where stream_id = any($1) order by stream_id, version";

    /// <summary>Reads the histories by the streams' keys.</summary>
    /// <exception cref="UnknownStoredEventException">A stored name is not pinned here.</exception>
    public static async Task<IReadOnlyDictionary<string, List<StoredEvent>>> ReadHistories(
        NpgsqlDataReader row, EventNames names, CancellationToken cancellationToken)
    {
        var histories = new Dictionary<string, List<StoredEvent>>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            var key = row.GetString(1);
            if (!histories.TryGetValue(key, out var events)) histories[key] = events = [];
            events.Add(Read(row, names, 0));
        }

        return histories;
    }

    /// <summary>Reads <see cref="LoggedEvent.Columns"/> from this ordinal on.</summary>
    /// <exception cref="UnknownStoredEventException">Its stored name is not pinned here.</exception>
    public static StoredEvent Read(NpgsqlDataReader row, EventNames names, int at)
    {
        var logged = LoggedEvent.Of(row, at);
        return new StoredEvent(
            logged.Id, logged.Sequence, logged.Version, logged.Name, names.Read(logged.Name, logged.Data), logged.Timestamp,
            logged.Headers is null ? null : JsonNode.Parse(logged.Headers)?.AsObject());
    }
}

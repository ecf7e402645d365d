using System.Text.Json.Nodes;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>A row of <c>mt_events</c> as selected with plain SQL.</summary>
public static class EventRow
{
    /// <summary>Columns from this ordinal on: seq_id, stream_id, version, id, type, data, timestamp, headers.</summary>
    /// <exception cref="UnknownStoredEventException">Its stored name is not pinned here.</exception>
    public static StoredEvent Read(NpgsqlDataReader row, EventNames names, int at)
    {
        var name = row.GetString(at + 4);
        return new StoredEvent(
            row.GetGuid(at + 3), row.GetInt64(at), row.GetInt64(at + 2), name, names.Read(name, row.GetString(at + 5)),
            row.GetFieldValue<DateTimeOffset>(at + 6), row.IsDBNull(at + 7) ? null : JsonNode.Parse(row.GetString(at + 7))?.AsObject());
    }
}

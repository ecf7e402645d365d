using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using Rma.Contracts.Console.V1;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Reads what this service has told before, made again of its stored events: a part at a time, in the order of the streams' keys. What is
/// appended meanwhile is told as always, so whoever listens from before the first part on misses nothing.
/// </summary>
public sealed class PastReader(NpgsqlDataSource database, EventNames names, IEnumerable<ToldStreams> streams)
{
    // A part ends with the stream that fills it: it has at most this many messages and those of one stream more.
    private const int MessagesOfPart = 400;
    private const int StreamsOfLook = 200;
    private const int MostLooks = 10;

    private const string KeysSql = "select id from mt_streams where id > $1 order by id limit $2";

    private const string KeysSinceSql =
        "select stream_id from mt_events where timestamp >= $1 group by stream_id order by max(seq_id)";

    private readonly ToldStreams[] streams = [.. streams.OrderByDescending(stream => stream.Category.Length)];

    /// <summary>Messages as others read them.</summary>
    public static JsonSerializerOptions Json { get; } = Options();

    /// <summary>The next part.</summary>
    /// <param name="from">The last key of the part before; null for the first part.</param>
    /// <param name="wanted">The exchanges whose messages are asked for.</param>
    /// <returns>The messages, and where the next part begins: null when there is none.</returns>
    /// <exception cref="UnknownStoredEventException">An event is not known here.</exception>
    public async Task<(IReadOnlyList<PastMessage> Messages, string? Next)> Read(
        string? from, IReadOnlySet<string> wanted, CancellationToken cancellationToken)
    {
        var (messages, last) = (new List<PastMessage>(), from ?? "");
        for (var look = 0; look < MostLooks; look++)
        {
            var keys = await Keys(last, cancellationToken);
            if (keys.Count == 0) return (messages, null);
            var histories = await Histories([.. keys.Where(key => StreamOf(key) is not null)], cancellationToken);
            foreach (var key in keys)
            {
                last = key;
                if (histories.TryGetValue(key, out var events)) messages.AddRange(Told(key, events, wanted));
                if (messages.Count >= MessagesOfPart) return (messages, last);
            }
        }

        return (messages, last);
    }

    /// <summary>The ids of all messages that this service's history tells.</summary>
    public async Task<IReadOnlySet<Guid>> Ids(IReadOnlySet<string> wanted, CancellationToken cancellationToken)
    {
        var ids = new HashSet<Guid>();
        for (string? from = null; ;)
        {
            (var messages, from) = await Read(from, wanted, cancellationToken);
            ids.UnionWith(messages.Select(message => message.MessageId));
            if (from is null) return ids;
        }
    }

    /// <summary>The messages of all events since a moment of the platform's clock, some streams at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ToldMessage>> Since(
        DateTimeOffset since, IReadOnlySet<string> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var keys in (await KeysSince(since, cancellationToken)).Where(key => StreamOf(key) is not null).Chunk(StreamsOfLook))
        {
            var histories = await Histories(keys, cancellationToken);
            yield return
            [
                .. histories.OrderBy(history => history.Value[^1].Sequence)
                    .SelectMany(history => StreamOf(history.Key)!.Tell(history.Key, history.Value))
                    .Where(told => told.Event.Timestamp >= since && wanted.Contains(Topology.ExchangeOf(told.Message.GetType()))),
            ];
        }
    }

    private async Task<List<string>> KeysSince(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var patience = new NpgsqlCommand("set local statement_timeout = 0", connection, transaction))
            await patience.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(KeysSinceSql, connection, transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await row.ReadAsync(cancellationToken)) keys.Add(row.GetString(0));
        return keys;
    }

    private IEnumerable<PastMessage> Told(string key, List<StoredEvent> events, IReadOnlySet<string> wanted) =>
        StreamOf(key)!.Tell(key, events).Where(told => wanted.Contains(Topology.ExchangeOf(told.Message.GetType()))).Select(told =>
            new PastMessage(
                told.MessageId, Topology.ExchangeOf(told.Message.GetType()), told.Event.Timestamp,
                JsonSerializer.Serialize(told.Message, told.Message.GetType(), Json),
                told.Event.Headers?["traceparent"]?.GetValue<string>(), told.Event.Actor));

    private ToldStreams? StreamOf(string key) => streams.FirstOrDefault(stream => stream.Has(key));

    private async Task<List<string>> Keys(string last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(KeysSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = last });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = StreamsOfLook });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await row.ReadAsync(cancellationToken)) keys.Add(row.GetString(0));
        return keys;
    }

    private async Task<IReadOnlyDictionary<string, List<StoredEvent>>> Histories(string[] keys, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(EventRow.HistoriesSql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await EventRow.ReadHistories(row, names, cancellationToken);
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        StrictOptions.Apply(options);
        return options;
    }
}

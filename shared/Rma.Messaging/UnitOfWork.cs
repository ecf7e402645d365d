using System.Diagnostics;
using MassTransit;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// One step: the inbox row, the events, the saga's state and the messages to publish, committed together on one <see
/// cref="AmbientTransaction"/>. Scoped: one per HTTP request, one per consumed message.
/// </summary>
public sealed class UnitOfWork(
    AmbientTransaction transaction, OutboxSignal signal, OptionalSubscribers optionalSubscribers, MessageSigner signer,
    TimeProvider clock)
{
    private const string InboxSql = "insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing";

    private readonly List<OutboxRow> rows = [];
    private bool over;

    /// <summary>Begins the step for a consumed message. False when this consumer has already handled it.</summary>
    public async Task<bool> Begin(Guid consumer, Guid messageId, CancellationToken cancellationToken)
    {
        var written = await transaction.Write(
            InboxSql, [new NpgsqlParameter<Guid> { TypedValue = consumer }, new NpgsqlParameter<Guid> { TypedValue = messageId }],
            cancellationToken);
        FailPoint.Hit("inbox.written");
        return written == 1;
    }

    /// <summary>Enqueues a message in this step; it is sent after the commit.</summary>
    /// <exception cref="InvalidOperationException">
    /// The step is over: a message added now would be lost. Or the message is another service's.
    /// </exception>
    public void Add(OutboxRow row)
    {
        if (over)
            throw new InvalidOperationException(
            $"A message for {row.Exchange} came after the commit and would be lost. Await everything a consumer starts.");
        signer.EnsureOwn(row.Exchange);
        rows.Add(row with { TraceParent = row.TraceParent ?? Activity.Current?.Id });
    }

    /// <summary>Enqueues what MassTransit was asked to publish or send.</summary>
    public void Add<T>(SendContext<T> context) where T : class =>
        Add(Envelope.ToRow(context, mandatory: !optionalSubscribers.Contains(typeof(T)), clock));

    /// <summary>Writes the outbox rows and commits everything. Not cancellable.</summary>
    public async Task Commit()
    {
        if (rows.Count > 0) WriteOutbox();
        over = true;
        FailPoint.Hit("outbox.written");
        await transaction.Commit();
        FailPoint.Hit("committed");
        if (rows.Count > 0) signal.Pulse();
    }

    /// <summary>Rolls the step back.</summary>
    public ValueTask Rollback()
    {
        over = true;
        rows.Clear();
        return transaction.Rollback();
    }

    private void WriteOutbox()
    {
        foreach (var row in rows) signer.Sign(row);
        var (sql, parameters) = OutboxTable.Insert(rows);
        transaction.Enqueue(sql, parameters);
    }
}

/// <summary>Messages that may have no subscriber. All others must reach a queue.</summary>
public sealed class OptionalSubscribers(IEnumerable<Type> types)
{
    private readonly HashSet<Type> types = [.. types];

    public bool Contains(Type type) => types.Contains(type);
}

using Npgsql;
using Rma.Console.Metrics;
using Rma.Console.Returns;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Console.Facts;

/// <summary>
/// Takes what was heard: keeps the facts, and makes the rows that follow from them again, in every slot that is written. The locks are
/// taken returns first, then requests, each in the order of their ids, so that of two facts of the same return one sees the other,
/// whichever comes first.
/// </summary>
internal sealed class Listener(AmbientTransaction transaction, FactCounters counters) : ITakeTogether<Fact>
{
    private const string LockSql =
        """
        select pg_advisory_xact_lock(hashtextextended(key, 0)) from (
            select distinct key collate "C" as key from unnest($1) as key order by key) ordered
        """;

    // A move does not say its request; another fact of the return did, or will.
    private const string LockRequestsSql =
        """
        select pg_advisory_xact_lock(hashtextextended(key, 0)) from (
            select key collate "C" as key from unnest($1) as key
            union select replace(rma_id::text, '-', '') collate "C" from heard
                where slot = (select active from read_side) and return_id = any($2) and rma_id is not null
            order by key) ordered
        """;

    private object[] fresh = [];

    /// <summary>Takes facts: locks, keeps and reads in one round trip, and leaves the rows to the next one.</summary>
    public async Task Take(IReadOnlyList<Fact> messages, CancellationToken cancellationToken)
    {
        var touched = Touched.By(messages);
        transaction.Enqueue(ReadSide.LockForWritingSql);
        transaction.Enqueue(LockSql, Texts(touched.Returns));
        transaction.Enqueue(LockRequestsSql, Texts(messages.Select(fact => fact.RmaId).OfType<Guid>()), Uuids(touched.Returns));
        HeardTable.Enqueue(transaction, messages);
        var known = await HeardTable.About(transaction, touched, cancellationToken);
        FailPoint.Hit("inbox.written");
        fresh = [.. messages.DistinctBy(fact => fact.MessageId).Where(fact => known.Fresh.Contains(fact.MessageId))
            .Select(fact => fact.Message)];
        foreach (var (slot, isActive, facts) in known.Slots)
        {
            foreach (var fact in messages) Others(transaction, slot, fact.Message);
            foreach (var request in OfRequests(facts)) Write(slot, isActive, request.Key, [.. request], touched);
        }
    }

    public void Committed() => counters.Count(fresh);

    /// <summary>Locks requests until the commit; sent with the next round trip.</summary>
    public static void Lock(AmbientTransaction transaction, IEnumerable<Guid> ids) => transaction.Enqueue(LockSql, Texts(ids));

    /// <summary>Writes what belongs to no request.</summary>
    public static void Others(AmbientTransaction transaction, short slot, object message)
    {
        switch (message)
        {
            case ParcelAccepted or ParcelRefused: Parcels.ParcelTable.Write(transaction, slot, message); break;
            case AccountStated said: Accounts.AccountTable.Write(transaction, slot, said); break;
        }
    }

    private void Write(short slot, bool isActive, Guid rmaId, IReadOnlyList<Fact> facts, Touched touched)
    {
        var rows = ReturnStory.Of(facts);
        if (touched.Requests.Contains(rmaId)) ReturnTable.WriteAll(transaction, slot, rmaId, rows, facts, isActive);
        else ReturnTable.Write(transaction, slot, rows.Where(row => touched.Returns.Contains(row.ReturnId)), facts, isActive);
    }

    // What names neither a request nor a return whose request is known is kept, and told of when that is heard.
    private static IEnumerable<IGrouping<Guid, Fact>> OfRequests(IReadOnlyList<Fact> facts)
    {
        var requests = new Dictionary<Guid, Guid>();
        foreach (var fact in facts)
            if (fact is { ReturnId: { } returnId, RmaId: { } rmaId }) requests.TryAdd(returnId, rmaId);
        return facts.Select(fact => (Fact: fact, RmaId: fact.RmaId ?? (fact.ReturnId is { } one && requests.TryGetValue(one, out var rmaId)
                ? rmaId : null as Guid?)))
            .Where(fact => fact.RmaId is not null).GroupBy(fact => fact.RmaId!.Value, fact => fact.Fact);
    }

    private static string KeyOf(Guid id) => id.ToString("N");

    private static NpgsqlParameter<string[]> Texts(IEnumerable<Guid> ids) => new() { TypedValue = [.. ids.Select(KeyOf)] };

    private static NpgsqlParameter<Guid[]> Uuids(IEnumerable<Guid> ids) => new() { TypedValue = [.. ids] };
}

/// <summary>What facts are about.</summary>
/// <param name="Requests">Those of which a fact of the whole request was heard: all their rows are made again.</param>
/// <param name="Returns">Those of which a fact was heard.</param>
internal sealed record Touched(IReadOnlySet<Guid> Requests, IReadOnlySet<Guid> Returns)
{
    public static Touched By(IReadOnlyList<Fact> facts) => new(
        facts.Where(fact => fact.ReturnId is null).Select(fact => fact.RmaId).OfType<Guid>().ToHashSet(),
        facts.Select(fact => fact.ReturnId).OfType<Guid>().ToHashSet());
}

using System.Runtime.CompilerServices;
using Npgsql;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>A stored question with its decisions, as read from a stream.</summary>
internal sealed record StoredQuestion(long Sequence, string StreamKey, long Version, DecidedCase Case);

/// <summary>A decision with a different result when decided again.</summary>
/// <param name="Stream">Where it is stored.</param>
/// <param name="Stored">The stored decision.</param>
/// <param name="Again">The decision now, on the same facts under the same version.</param>
public sealed record ReplayDifference(string Stream, long Version, string Question, string Stored, string Again);

/// <summary>The result of a replay of stored decisions.</summary>
/// <param name="Decisions">Decisions that were decided again.</param>
/// <param name="Next">Where the next part begins, for <c>after</c>; null when this was the last.</param>
public sealed record ReplayReport(int Events, int Decisions, IReadOnlyList<ReplayDifference> Differences, long? Next = null);

/// <summary>Decisions that a draft would change in the same way, as one total.</summary>
/// <param name="Question">The kind of question; a request is one question and each of its lines another, <c>authorization-line</c>.</param>
/// <param name="From">Outcome as it was decided; <paramref name="To"/> as the draft decides.</param>
/// <param name="Clause">First clause of the draft's decision.</param>
/// <param name="AmountBefore">Sum of the amounts expected then; <paramref name="AmountAfter"/> by the draft. In <paramref
/// name="Currency"/>; null when no amount is involved.</param>
/// <param name="Changed"><c>answer</c>, <c>amount</c> or <c>deadline</c>.</param>
public sealed record ImpactRow(
    string Question, string? Remedy, string Clause, string Changed, string From, string To, int Count, string? Currency,
    decimal? AmountBefore, decimal? AmountAfter);

/// <summary>The impact of a draft in a period.</summary>
/// <param name="Unchanged">Decisions with the same outcome and amount.</param>
public sealed record ImpactReport(
    string Draft, DateOnly From, DateOnly Through, int Decisions, int Unchanged, IReadOnlyList<ImpactRow> Changes);

/// <summary>Decides stored questions again. Read-only, on the streams themselves.</summary>
internal sealed class PolicyReplay(NpgsqlDataSource database, EventNames names, PolicyBook book, ReplayBounds bounds)
{
    /// <summary>The name of the time limit of routes that replay.</summary>
    public const string Timeout = "policy-replay";

    /// <summary>How long a replay may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Decisions under the versions they were decided under: there must be no difference. All of them, or a part: at most
    /// <paramref name="limit"/> stored questions after a sequence number.
    /// </summary>
    /// <exception cref="RefusedException">Another replay is running, or there are more than may be decided again at once.</exception>
    public async Task<ReplayReport> Again(long after, int? limit, CancellationToken cancellationToken)
    {
        using var turn = bounds.Take();
        if (limit > bounds.Most)
            throw new InvalidInputException("request.limit-out-of-range", $"The limit is 1 to {bounds.Most}.");
        var (events, decisions, differences) = (0, 0, new List<ReplayDifference>());
        await foreach (var stored in Questions(after, cancellationToken))
        {
            // An event may hold several questions; they stay together.
            if (events >= limit && stored.Sequence != after) return new(events, decisions, differences, after);
            if (limit is null && events == bounds.Most)
                throw bounds.TooMany("Ask for parts: limit and after, with next of the part before.");
            after = stored.Sequence;
            events++;
            decisions += stored.Case.Decisions.Count;
            differences.AddRange(stored.Case.Differences(book).Select(pair =>
                new ReplayDifference(stored.StreamKey, stored.Version, stored.Case.Facts.Question, pair.Stored.ToString(),
                    pair.Again.ToString())));
        }

        return new(events, decisions, differences);
    }

    /// <summary>The decisions of a period of business dates, as a draft would decide them.</summary>
    public async Task<ImpactReport> Under(PolicyVersion draft, DateOnly from, DateOnly through, CancellationToken cancellationToken)
    {
        using var turn = bounds.Take();
        var (pairs, events) = (new List<(string Question, string? Remedy, Decision Before, Decision After)>(), 0);
        await foreach (var stored in Questions(0, cancellationToken))
        {
            var before = stored.Case.Decisions;
            if (before[0].BusinessDate < from || before[0].BusinessDate > through) continue;
            if (events++ == bounds.Most) throw bounds.TooMany("Ask for a shorter period: from and through.");
            pairs.AddRange(before.Zip(stored.Case.Facts.DecideUnder(draft), (was, would) => (was, would))
                .Select((pair, at) => (QuestionOf(stored.Case.Facts, at), stored.Case.Facts.Remedy, pair.was, pair.would)));
        }

        ImpactRow[] changes = [.. pairs.Where(pair => Change(pair.Before, pair.After) is not null)
            .GroupBy(pair =>
                (pair.Question, pair.Remedy, Clause: pair.After.Clauses[0], Changed: Change(pair.Before, pair.After)!, pair.Before.Outcome,
                To: pair.After.Outcome, Currency: (pair.After.ExpectedAmount ?? pair.Before.ExpectedAmount)?.Currency))
            .Select(group => new ImpactRow(
                group.Key.Question, group.Key.Remedy, group.Key.Clause, group.Key.Changed, group.Key.Outcome.ToString(),
                group.Key.To.ToString(), group.Count(), group.Key.Currency, Sum(group.Select(pair => pair.Before), group.Key.Currency),
                Sum(group.Select(pair => pair.After), group.Key.Currency)))
            .OrderByDescending(row => row.Count)];
        return new(draft.Id, from, through, pairs.Count, pairs.Count - changes.Sum(row => row.Count), changes);
    }

    // The first decision is about the whole request; one decision per line follows.
    private static string QuestionOf(IDecidable facts, int at) => at == 0 ? facts.Question : $"{facts.Question}-line";

    // A denial that becomes another denial is no change.
    private static string? Change(Decision before, Decision after) => (before, after) switch
    {
        _ when before.Outcome != after.Outcome => "answer",
        ({ Outcome: Outcome.No }, _) => null,
        _ when Due(before)?.Amount != Due(after)?.Amount => "amount",
        _ when before.LastDay != after.LastDay => "deadline",
        _ => null,
    };

    // Only an approval has an amount; the possible amount of a denial or referral does not count.
    private static Money? Due(Decision decision) => decision.Outcome == Outcome.Yes ? decision.ExpectedAmount : null;

    private static decimal? Sum(IEnumerable<Decision> decisions, string? currency) =>
        currency is null ? null : decisions.Sum(decision => Due(decision) is { } due && due.Currency == currency ? due.Amount : 0m);

    private async IAsyncEnumerable<StoredQuestion> Questions(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decided = names.All.Where(pin => typeof(IDecided).IsAssignableFrom(pin.Value)).Select(pin => pin.Key).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var patience = new NpgsqlCommand($"set local statement_timeout = {(int)Longest.TotalMilliseconds}", connection))
            await patience.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "select stream_id, version, type, data::text, seq_id from mt_events where type = any($1) and seq_id > $2 order by seq_id",
            connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = decided });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var body = (IDecided)names.Read(reader.GetString(2), reader.GetString(3));
            foreach (var asked in body.Decided) yield return new(reader.GetInt64(4), reader.GetString(0), reader.GetInt64(1), asked);
        }
    }
}

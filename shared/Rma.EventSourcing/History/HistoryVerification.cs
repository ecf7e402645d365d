using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// Reads the whole history of a service, in one snapshot of the database, and names what was changed, added, removed or moved by somebody
/// without the service's keys.
/// </summary>
/// <param name="isSigned">Whether a text has this signature of the service; null when the key is not known any more.</param>
public sealed class HistoryVerification(string service, EventProof proof, Func<byte[], string, bool?> isSigned)
{
    /// <summary>Findings that are told; more are counted.</summary>
    public const int Told = 100;

    private const string Tombstones = "mt_tombstone";

    private readonly List<HistoryFinding> findings = [];
    private readonly List<string> leftBehind = [];
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly List<(LoggedEvent Event, byte[] Hash, bool IsNamed)> waiting = [];
    private long found, events, unproven, sealedUpTo, sealedEvents;
    private byte[] digest = [];

    /// <summary>Verifies.</summary>
    /// <param name="anchors">What finance was told; of this service and others.</param>
    /// <param name="unprovenUntil">Events stored before this time need no proof: replicas of an earlier release stored some.</param>
    public async Task<HistoryReport> Run(
        NpgsqlDataSource database, IReadOnlyList<HistoryAnchorRead> anchors, DateTimeOffset? unprovenUntil,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await Execute(connection, "set local statement_timeout = 0", cancellationToken);
        var lastUnproven = Convert.ToInt64(
            await Scalar(connection, "select last_unproven from history_began", cancellationToken) ?? -1L, CultureInfo.InvariantCulture);
        if (lastUnproven < 0) Found("seal", "The row of history_began is missing.");
        digest = HistorySeal.Beginning(service, lastUnproven);
        var kept = await Seals(connection, cancellationToken);
        var next = 0;
        await foreach (var logged in Events(connection, cancellationToken))
        {
            for (; next < kept.Count && kept[next].UpTo < logged.Sequence; next++) Compare(kept[next]);
            Take(logged, lastUnproven, unprovenUntil);
        }

        for (; next < kept.Count; next++) Compare(kept[next]);
        await CompareStreams(connection, cancellationToken);
        var restores = await Restores(connection, cancellationToken);
        foreach (var anchor in anchors.Where(anchor => anchor.Service == service)) Check(anchor, kept, restores);
        return new(events, versions.Count, kept.Count, unproven, waiting.Count, findings, found)
        {
            Restores = restores, LeftBehind = leftBehind,
        };
    }

    private void Take(LoggedEvent logged, long lastUnproven, DateTimeOffset? unprovenUntil)
    {
        var proven = proof.Check(logged);
        // Marten fills a number whose append failed with an event that says nothing, in a stream that nobody reads.
        var isTombstone = logged.StreamKey == Tombstones;
        var isEarlier = !isTombstone && proven.Proof == ProofOfEvent.None
            && (logged.Sequence <= lastUnproven || logged.Timestamp < unprovenUntil);
        if (isEarlier) unproven++;
        var isNamed = !isTombstone && IsNamed(logged, isEarlier ? ProofOfEvent.Good : proven.Proof);
        waiting.Add((logged with { Data = "", Headers = null }, proven.Hash, isNamed));
        events++;
    }

    // Names what is wrong with the event and its place in its stream; false when nothing is.
    private bool IsNamed(LoggedEvent logged, ProofOfEvent proven)
    {
        var expected = versions.GetValueOrDefault(logged.StreamKey) + 1;
        versions[logged.StreamKey] = Math.Max(logged.Version, expected - 1);
        if (logged.Version > expected)
            Found("missing", $"{logged.StreamKey}: version {expected}{(logged.Version > expected + 1 ? $" to {logged.Version - 1}" : "")}" +
                $" is missing before {Name(logged)}.");
        if (logged.Version < expected) Found("moved", $"{Name(logged)} comes after version {expected - 1} of its stream.");
        switch (proven)
        {
            case ProofOfEvent.Good: return logged.Version < expected;
            case ProofOfEvent.None: Found("added", $"{Name(logged)} has no proof of this service."); return true;
            case ProofOfEvent.UnknownKey: Found("added", $"{Name(logged)} was proven with a key that is not known."); return true;
            default: Found("changed", $"{Name(logged)} is not as the service stored it."); return true;
        }
    }

    private void Compare(HistorySeal seal)
    {
        // Events that the missing seals before this one covered are not compared with it.
        var there = waiting.Where(each => each.Event.Sequence > seal.After).ToArray();
        waiting.Clear();
        var stored = there.ToDictionary(each => each.Event.Sequence);
        var differs = false;
        foreach (var (sequence, begins) in seal.Sealed())
        {
            if (!stored.Remove(sequence, out var each))
            {
                Differs("missing", $"The event with number {sequence} is missing; it was sealed at {Time(seal.SealedAt)}.");
                continue;
            }

            if (each.Hash.AsSpan().StartsWith(begins)) continue;
            differs = true;
            if (!each.IsNamed) Found("moved", $"{Name(each.Event)} stands where another event was sealed at {Time(seal.SealedAt)}.");
        }

        foreach (var (_, each) in stored)
        {
            differs = true;
            if (!each.IsNamed) Found("added", $"{Name(each.Event)} was not there when the events around it were sealed.");
        }

        var expected = HistorySeal.DigestOf(digest, there.Select(each => (each.Event.Sequence, each.Hash)));
        if (seal.After != sealedUpTo) Found("missing", $"The seals between number {sealedUpTo} and {seal.After} are missing.");
        else if (!differs && !expected.AsSpan().SequenceEqual(seal.Digest))
            Found("seal", $"The seal up to number {seal.UpTo} does not fit its events and the seal before.");
        if (seal.After == sealedUpTo && seal.Events != sealedEvents + seal.Sealed().Count())
            Found("seal", $"The seal up to number {seal.UpTo} counts {seal.Events} events.");
        if (isSigned(seal.SignedText(service), seal.Signature) is false)
            Found("seal", $"The seal up to number {seal.UpTo} is not signed by {service}.");
        (digest, sealedUpTo, sealedEvents) = (seal.Digest, seal.UpTo, seal.Events);

        void Differs(string kind, string text)
        {
            differs = true;
            Found(kind, text);
        }
    }

    private async Task<List<HistoryRestore>> Restores(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {HistoryRestore.Columns} from history_restores order by number", connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var signed = new List<HistoryRestore>();
        while (await row.ReadAsync(cancellationToken))
        {
            var restore = HistoryRestore.Read(row);
            if (isSigned(restore.SignedText(service), restore.Signature) is not true)
                Found("restore", $"The restore {restore.Number} to {Time(restore.RestoredTo)} is not signed by {service}.");
            else signed.Add(restore);
        }

        return signed;
    }

    private void Check(HistoryAnchorRead anchor, IReadOnlyList<HistorySeal> kept, IReadOnlyList<HistoryRestore> restores)
    {
        var text = HistorySeal.SignedText(service, anchor.UpTo, anchor.Events, anchor.Digest, anchor.SealedAt);
        if (isSigned(text, anchor.Signature) is false)
            Found("anchor", $"The anchor up to number {anchor.UpTo} is not signed by {service}.");
        else if (kept.Any(seal => seal.UpTo == anchor.UpTo && anchor.Digest == Convert.ToHexStringLower(seal.Digest))) return;
        else if (restores.FirstOrDefault(restore => restore.Explains(anchor.UpTo, anchor.SealedAt)) is { } restored)
            leftBehind.Add($"Finance was told of {anchor.Events} events up to number {anchor.UpTo} at {Time(anchor.SealedAt)}: restore " +
                $"{restored.Number} ({restored.Reason}) left what came after number {restored.LastEvent} behind.");
        else if (kept.FirstOrDefault(seal => seal.UpTo == anchor.UpTo) is null)
            Found("anchor", $"Finance was told of {anchor.Events} events up to number {anchor.UpTo} at {Time(anchor.SealedAt)}; here are " +
                $"{sealedEvents} sealed events up to number {sealedUpTo}: " +
                "an earlier state was restored, or events and seals were removed.");
        else
            Found("anchor", $"Finance was told another history up to number {anchor.UpTo} at {Time(anchor.SealedAt)}.");
    }

    private async Task CompareStreams(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select id, version from mt_streams where id <> '{Tombstones}' order by id", connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var (key, version) = (row.GetString(0), row.GetInt64(1));
            if (versions.GetValueOrDefault(key) is var last && last < version)
                Found("missing", $"{key}: the last event is of version {last}, but the stream had {version}.");
            else if (last > version) Found("changed", $"{key}: the stream says version {version}, but there are events up to {last}.");
        }
    }

    private void Found(string kind, string text)
    {
        found++;
        if (findings.Count < Told) findings.Add(new(kind, text));
    }

    private static string Name(LoggedEvent logged) =>
        $"{logged.StreamKey}, version {logged.Version} ({logged.Name}, number {logged.Sequence})";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async IAsyncEnumerable<LoggedEvent> Events(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {LoggedEvent.Columns} from mt_events order by seq_id", connection)
        {
            CommandTimeout = 0,
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken)) yield return LoggedEvent.Of(row, 0);
    }

    private static async Task<List<HistorySeal>> Seals(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {HistorySeal.Columns} from history_seals order by upto", connection)
        {
            CommandTimeout = 0,
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var read = new List<HistorySeal>();
        while (await row.ReadAsync(cancellationToken)) read.Add(HistorySeal.Of(row));
        return read;
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Fixed texts of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        Scalar(connection, sql, cancellationToken);
}

using System.Text.Json.Nodes;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>What became of the wish to replay a dead letter.</summary>
internal enum ReplayOutcome
{
    /// <summary>There is no open dead letter with this id.</summary>
    Unknown,

    /// <summary>Money follows from it: the wish is noted, and a second person has to confirm it.</summary>
    Asked,

    /// <summary>It is on its way to its queue.</summary>
    Replayed,
}

/// <summary>
/// Replays dead letters: the original bytes, to the queue they came from, through the outbox, with the original sender and its signature.
/// </summary>
internal sealed class DeadLetterReplay(AmbientTransaction transaction, UnitOfWork unitOfWork, MessagingOptions options)
{
    /// <summary>Replays it, or notes who wants it replayed when money follows from it.</summary>
    /// <exception cref="InvalidInputException">There is no reason.</exception>
    /// <exception cref="RefusedException">Its sender is not proven, or the person who asked wants to confirm it.</exception>
    public async Task<ReplayOutcome> Request(Guid id, string by, string reason, CancellationToken ct)
    {
        if (reason.Trim().Length < 3) throw new InvalidInputException("replay.reason-missing", "Say why it will work now.");
        if (await Find(id, ct) is not { } letter) return ReplayOutcome.Unknown;
        if (Unproven.Codes.Contains(letter.Code))
            throw new RefusedException(
                "dead-letter.unproven", "Its sender could not be proven, so it is never replayed. It can be settled with a reason.");
        if (options.Topology.IsMoney(letter.Exchange))
        {
            if (letter.AskedBy is not { } first)
            {
                await Write("replay_asked_by = $2, replay_asked_why = $3, replay_asked_at = now()", id, by, reason, ct);
                return ReplayOutcome.Asked;
            }

            if (Persons.AreSame(first, by))
                throw new RefusedException("dead-letter.same-person", "Money follows from this message: somebody else has to confirm it.");
        }

        await Write("replayed_by = $2, replayed_why = $3, replayed_at = now()", id, by, reason, ct);
        unitOfWork.Add(letter.AsRow(options.Topology.Finance));
        return ReplayOutcome.Replayed;
    }

    // Until the transaction ends nobody else replays it.
    private async Task<Letter?> Find(Guid id, CancellationToken ct)
    {
        await using var command = await transaction.Command(
            """
            select queue, message_id, coalesce(content_type, 'application/json'), body, headers, code, replay_asked_by from quarantine
            where id = $1 and replayed_at is null and settled_at is null for update
            """, ct);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new Letter(
            id, reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3),
            JsonNode.Parse(reader.GetString(4))!.AsObject(), reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6));
    }

    private async Task Write(string what, Guid id, string by, string reason, CancellationToken ct)
    {
#pragma warning disable CA2100 // Texts of this class.
        await using var command = await transaction.Command($"update quarantine set {what} where id = $1", ct);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = by });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason.Trim() });
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Letter(
        Guid Id, string Queue, string? MessageId, string ContentType, byte[] Body, JsonObject Headers, string Code, string? AskedBy)
    {
        public string Exchange => Headers["exchange"]?.ToString() ?? "";

        private Guid MessageIdOrOwn => Guid.TryParse(MessageId, out var given) ? given : Id;

        // A note goes to finance again, as this service's own; everything else back to its queue, in the name of who sent it.
        public OutboxRow AsRow(TopologyFinance finance) => finance.Queues.FirstOrDefault(outlet => finance.QueueOf(outlet) == Queue)
            is { } note ? new(MessageIdOrOwn, finance.ExchangeOf(note), note.RoutingKey, ContentType, [], Body, Mandatory: true) : new(
            MessageIdOrOwn, Queue, string.Empty, ContentType,
            new JsonObject
            {
                [ReplayHeaders.OnBehalfOf] = Headers["user-id"]?.ToString(), [ReplayHeaders.OriginalExchange] = Exchange,
                [ReplayHeaders.OriginalSignature] = Headers["signature"]?.ToString(),
            },
            Body, Mandatory: true);
    }
}

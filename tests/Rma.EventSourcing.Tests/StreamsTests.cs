namespace Rma.EventSourcing.Tests;

/// <summary>Load, decide, append: the frame of a decision.</summary>
public sealed class StreamsTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_decision_is_stored_with_who_and_why()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            var state = await EventDatabase.Streams(transaction, store).Append("who", tally => [new Counted(5)], None);
            Assert.Equal(5, state.Total);
            var headers = Assert.Single(await store.Read("tally-who", None)).Headers!;
            Assert.Equal(("ada", "rma-1", "msg-1"),
                (headers["actor"]!.GetValue<string>(), headers["correlation-id"]!.GetValue<string>(),
                headers["causation-id"]!.GetValue<string>()));
            Assert.Equal("""["P4","C2"]""", headers["clauses"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task An_empty_decision_and_a_refusal_store_nothing()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            var streams = EventDatabase.Streams(transaction, store);
            await streams.Append("empty", _ => [], None);
            await Assert.ThrowsAsync<RefusedException>(() =>
                streams.Append("empty", _ => throw new RefusedException("tally.closed", "No."), None));
            Assert.Empty(await store.Read("tally-empty", None));
        }
    }

    [Fact]
    public async Task When_somebody_decided_first_it_is_decided_again_on_what_he_left()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            var decisions = 0;
            var state = await EventDatabase.Streams(transaction, store).Append("again", tally =>
            {
                if (decisions++ == 0) CountFromElsewhere("again").GetAwaiter().GetResult();
                return tally.Total < 10 ? [new Counted(10 - tally.Total)] : [];
            }, None);
            Assert.Equal((2, 10), (decisions, state.Total));
        }
    }

    [Fact]
    public async Task What_the_transaction_itself_appended_is_known_and_is_not_read_again()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            var counting = new CountingStore(store);
            var streams = EventDatabase.Streams(transaction, counting);
            await streams.Append("own", _ => [new Counted(1)], None);
            Assert.Equal(3, (await streams.Append("own", tally => [new Counted(tally.Total + 1)], None)).Total);
            Assert.Equal(3, (await streams.Get("own", None)).Total);
            Assert.Equal(1, counting.Reads);
            await transaction.Commit();

            await CountFromElsewhere("own");
            Assert.Equal(4, (await streams.Get("own", None)).Total);
            Assert.Equal(2, counting.Reads);
        }
    }

    [Fact]
    public async Task What_the_transaction_gave_up_is_forgotten()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            var streams = EventDatabase.Streams(transaction, store);
            await streams.Append("given-up", _ => [new Counted(1)], None);
            await transaction.Rollback();
            Assert.Equal(0, (await streams.Get("given-up", None)).Total);
        }
    }

    [Fact]
    public async Task Somebody_who_is_always_first_ends_in_a_conflict_not_in_a_loop()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            var decisions = 0;
            await Assert.ThrowsAsync<VersionConflictException>(() => EventDatabase.Streams(transaction, store).Append("busy", tally =>
            {
                decisions++;
                CountFromElsewhere("busy").GetAwaiter().GetResult();
                return [new Counted(1)];
            }, None));
            Assert.Equal(5, decisions);
        }
    }

    [Fact]
    public async Task Sixty_four_writers_on_one_stream_count_every_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            while (true)
            {
                try
                {
                    await CountFromElsewhere("crowd");
                    return;
                }
                catch (VersionConflictException)
                {
                    // Five concurrent writers were first; the caller retries, as a consumer does.
                }
            }
        }));
        var (transaction, store) = database.Scope();
        await using (transaction) Assert.Equal(64, (await EventDatabase.Streams(transaction, store).Get("crowd", None)).Total);
    }

    [Fact]
    public void The_same_name_always_is_the_same_id_of_version_five()
    {
        var id = NameBasedId.Of("return/RMA-222222-2/1");
        Assert.Equal(id, NameBasedId.Of("return/RMA-222222-2/1"));
        Assert.NotEqual(id, NameBasedId.Of("return/RMA-222222-2/2"));
        Assert.Equal(5, id.Version);
    }

    private async Task CountFromElsewhere(string id)
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await EventDatabase.Streams(transaction, store).Append(id, _ => [new Counted(1)], None);
            await transaction.Commit();
        }
    }

    /// <summary>The store under test, with the number of reads.</summary>
    private sealed class CountingStore(IEventStore store) : IEventStore
    {
        public int Reads { get; private set; }

        public Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken)
        {
            Reads++;
            return store.Read(streamKey, cancellationToken);
        }

        public Task<bool> Append(string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events,
            CancellationToken cancellationToken) =>
            store.Append(streamKey, expectedVersion, events, cancellationToken);
    }
}

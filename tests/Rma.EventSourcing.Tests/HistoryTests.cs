using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.EventSourcing.Tests;

/// <summary>
/// S4: what an administrator of the database changes, adds, removes or moves is named by the verification, and an untouched history has no
/// findings.
/// </summary>
[Trait(Attack.Trait, Attack.OnDatabase)]
public sealed class HistoryTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly EventDatabase database = new();

    private static string Signed(byte[] text) =>
        Convert.ToBase64String(HMACSHA256.HashData("the service's own"u8.ToArray(), text));

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        foreach (var stream in new[] { "tally-a", "tally-b", "tally-c" })
        {
            for (var version = 0; version < 4; version++) Assert.True(await database.Commit(stream, version, Event($"{stream}/{version}")));
        }
    }

    public Task DisposeAsync() => database.DisposeAsync();

    private static NewEvent Event(string name) => new(NameBasedId.Of(name), new Counted(name.Length), TimeProvider.System.GetUtcNow(),
        new JsonObject { ["actor"] = "ada", ["clauses"] = new JsonArray("A1", "C3") });

    private async Task<HistorySeal?> Seal()
    {
        await using var transaction = new AmbientTransaction(database.Source);
        var seal = await new HistorySealer("events", TimeProvider.System, Signed)
            .SealNext(transaction, None);
        await transaction.Commit();
        return seal;
    }

    private async Task<string[]> Findings(params HistoryAnchorRead[] anchors) =>
        [.. (await Verify(anchors)).Findings.Select(finding => $"{finding.Kind}: {finding.Text}")];

    private Task<HistoryReport> Verify(params HistoryAnchorRead[] anchors) =>
        new HistoryVerification("events", EventDatabase.Proof, (text, signature) => Signed(text) == signature)
            .Run(database.Source, anchors, null, None);

    private async Task As(string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = database.Source.CreateCommand(sql);
#pragma warning restore CA2100
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S4_an_untouched_history_has_no_findings(bool isSealed)
    {
        if (isSealed) await Seal();
        var report = await Verify();
        Assert.Empty(report.Findings);
        Assert.Equal((12, 3, isSealed ? 1 : 0, 0, isSealed ? 0 : 12),
            (report.Events, report.Streams, report.Seals, report.Unproven, report.Unsealed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S4_a_changed_event_is_named(bool isSealed)
    {
        if (isSealed) await Seal();
        await As("update mt_events set data = jsonb_set(data, '{By}', '999') where stream_id = 'tally-b' and version = 3");
        Assert.Equal(["changed: tally-b, version 3 (counted, number 7) is not as the service stored it."], await Findings());
    }

    [Theory]
    [InlineData("headers = jsonb_set(headers, '{actor}', '\"eve\"')")]
    [InlineData("headers = headers || '{\"clauses\": [\"A1\"]}'")]
    [InlineData("headers = headers || '{\"more\": 1}'")]
    [InlineData("timestamp = timestamp - interval '1 day'")]
    [InlineData("type = 'closed'")]
    [InlineData("id = gen_random_uuid()")]
    public async Task S4_everything_that_is_stored_of_an_event_is_covered(string change)
    {
        await As($"update mt_events set {change} where stream_id = 'tally-a' and version = 1");
        Assert.StartsWith("changed: tally-a, version 1 (", Assert.Single(await Findings()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S4_an_event_without_its_proof_is_named()
    {
        await As("update mt_events set headers = headers - 'proof' where stream_id = 'tally-a' and version = 1");
        Assert.Equal(["added: tally-a, version 1 (counted, number 1) has no proof of this service."], await Findings());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S4_an_added_event_is_named(bool isSealed)
    {
        if (isSealed) await Seal();
        await As("insert into mt_events (seq_id, id, stream_id, version, data, type, headers) " +
            "select 13, gen_random_uuid(), stream_id, 5, data, type, headers from mt_events where stream_id = 'tally-c' and version = 4");
        await As("update mt_streams set version = 5 where id = 'tally-c'");
        if (isSealed) await Seal(); // the service seals what it finds; the proof tells that it is not its own
        Assert.Equal(["changed: tally-c, version 5 (counted, number 13) is not as the service stored it."], await Findings());
    }

    [Fact]
    public async Task S4_a_removed_event_in_the_middle_is_named_at_once()
    {
        await As("delete from mt_events where stream_id = 'tally-b' and version = 2");
        Assert.Equal(["missing: tally-b: version 2 is missing before tally-b, version 3 (counted, number 7)."], await Findings());
    }

    [Fact]
    public async Task S4_a_removed_last_event_is_named_by_its_stream_and_by_the_seal()
    {
        await Seal();
        await As("delete from mt_events where stream_id = 'tally-b' and version = 4");
        var findings = await Findings();
        Assert.StartsWith("missing: The event with number 8 is missing; it was sealed at ", findings[0], StringComparison.Ordinal);
        Assert.Equal("missing: tally-b: the last event is of version 3, but the stream had 4.", findings[1]);
        await As("update mt_streams set version = 3 where id = 'tally-b'");
        Assert.Single(await Findings());
    }

    [Fact]
    public async Task S4_a_removed_stream_is_named_by_the_seal()
    {
        await Seal();
        await As("delete from mt_streams where id = 'tally-c'");
        Assert.Equal([9, 10, 11, 12], (await Findings()).Select(text => int.Parse(text.Split(' ')[5], null)));
    }

    [Fact]
    public async Task S4_events_that_changed_their_places_are_named()
    {
        await Seal();
        await As("update mt_events set seq_id = case seq_id when 2 then -6 when 6 then -2 end where seq_id in (2, 6)");
        await As("update mt_events set seq_id = -seq_id where seq_id < 0");
        var findings = await Findings();
        Assert.Contains(findings, text => text.StartsWith("moved: tally-b, version 2 (counted, number 2)", StringComparison.Ordinal)
            || text.StartsWith("missing: tally-b: version 1 is missing before tally-b, version 2 (counted, number 2)",
                StringComparison.Ordinal));
        Assert.Contains(findings, text => text.Contains("tally-a, version 2 (counted, number 6)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S4_a_seal_made_anew_by_an_administrator_is_not_signed()
    {
        await Seal();
        await As("update history_seals set events = events, digest = sha256('another'), signature = 'AAAA'");
        var findings = await Findings();
        Assert.Equal("seal: The seal up to number 12 does not fit its events and the seal before.", findings[0]);
        Assert.Equal("seal: The seal up to number 12 is not signed by events.", findings[1]);
    }

    [Fact]
    public async Task S4_removed_seals_are_noticed_by_the_service_and_by_the_verification()
    {
        await Seal();
        await database.Commit("tally-d", 0, Event("tally-d/0"));
        await Seal();
        await As("delete from history_seals where upto = 12");
        Assert.Equal(["missing: The seals between number 0 and 12 are missing."], await Findings());
        await As("delete from history_seals");
        await Assert.ThrowsAsync<HistoryBrokenException>(Seal);
    }

    [Fact]
    public async Task S4_a_database_restored_to_an_earlier_moment_does_not_have_what_finance_was_told()
    {
        await Seal();
        await database.Commit("tally-d", 0, Event("tally-d/0"));
        var told = (await Seal())!;
        var anchor = new HistoryAnchorRead(
            "events", told.UpTo, told.Events, Convert.ToHexStringLower(told.Digest), told.SealedAt, told.Signature);
        Assert.Empty(await Findings(anchor, anchor with { Service = "another" }));

        // Everything as it was before, each table by itself consistent.
        await As("delete from mt_events where seq_id = 13");
        await As("delete from mt_streams where id = 'tally-d'");
        await As("delete from history_seals where upto = 13");
        await As("update mt_event_progression set last_seq_id = 12 where name = 'history'");
        Assert.Empty(await Findings());
        Assert.StartsWith("anchor: Finance was told of 13 events up to number 13 at ", Assert.Single(await Findings(anchor)),
            StringComparison.Ordinal);
        Assert.Equal("anchor: The anchor up to number 13 is not signed by events.",
            Assert.Single(await Findings(anchor with { Events = 12 })));
    }

    [Fact]
    public async Task S4_a_process_notices_that_the_history_went_back()
    {
        var sealer = new HistorySealer("events", TimeProvider.System, Signed);
        Assert.Equal(12, (await Next())!.UpTo);
        Assert.Null(await Next());
        await As("delete from history_seals");
        await As("update mt_event_progression set last_seq_id = 0 where name = 'history'");
        var broken = await Assert.ThrowsAsync<HistoryBrokenException>(Next);
        Assert.Equal("The history ends at 0; events up to 12 were sealed before.", broken.Message);

        async Task<HistorySeal?> Next()
        {
            await using var transaction = new AmbientTransaction(database.Source);
            var seal = await sealer.SealNext(transaction, None);
            await transaction.Commit();
            return seal;
        }
    }

    [Fact]
    public async Task Several_replicas_seal_every_event_once()
    {
        for (var stream = 0; stream < 20; stream++) await database.Commit($"crowd-{stream}", 0, Event($"crowd-{stream}"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Seal();
            }
            catch (Exception exception) when (exception is HistoryBrokenException or Npgsql.PostgresException)
            {
                // Another replica was first; the next round continues after it.
            }
        }));
        await Seal();
        var report = await Verify();
        Assert.Empty(report.Findings);
        Assert.Equal((32, 0), (report.Events, report.Unsealed));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"id":"a","secret":"c2hvcnQ="}]}""")]
    [InlineData("""{"keys":[{"id":"a.b","secret":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}]}""")]
    [InlineData("""{"keys":[{"id":"a","secret":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","use":"all"}]}""")]
    [InlineData("nothing")]
    public void A_file_of_keys_that_is_not_of_the_form_is_refused(string json) =>
        Assert.Throws<FormatException>(() => HistoryKeys.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task An_event_stays_proven_after_a_change_of_keys_and_is_not_without_its_key()
    {
        const string Later = """{"keys":[{"id":"k3","secret":"BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}""";
        var renewed = HistoryKeys.Read(Encoding.UTF8.GetBytes(
            Later + """,{"id":"k2","secret":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}]}"""));
        var alone = HistoryKeys.Read(Encoding.UTF8.GetBytes(Later + "]}"));
        Assert.Empty((await With(renewed)).Findings);
        Assert.Equal(12, (await With(alone)).Found);

        Task<HistoryReport> With(HistoryKeys keys) =>
            new HistoryVerification("events", new EventProof(() => keys), (_, _) => null).Run(database.Source, [], null, None);
    }
}

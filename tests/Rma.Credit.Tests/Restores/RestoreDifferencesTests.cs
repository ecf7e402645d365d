using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.ServiceDefaults;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using static Rma.Credit.Tests.Restores.Witnesses;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests.Restores;

/// <summary>What a person has to decide after a restore, and what is told again.</summary>
public sealed class RestoreDifferencesTests(CreditUnderTest before, RestoredCredit restored)
    : IClassFixture<CreditUnderTest>, IClassFixture<RestoredCredit>
{
    [Fact]
    public async Task What_cannot_be_taken_over_is_named_and_stores_nothing()
    {
        var asked = Camera("RST-20");
        await before.Publish(asked);
        await before.InState(asked, "issued");
        var told = (await Told(before)).Where(message => message.Body.Contains("RST-20", StringComparison.Ordinal)).ToList();
        var said = new List<string>();
        var files = new Files(told, [], []);
        Assert.Equal(1, await restored.Services.Run("reconcile", ["--told", files.Told, "--asked", files.Asked], said.Add));
        Assert.Contains(
            said, line => line.Contains("(RST-20): a credit of USD 194.85 was told, and the request", StringComparison.Ordinal));
        Assert.Equal(0, await restored.Scalar<long>($"select count(*) from credits where return_id = '{asked.ReturnId}'"));

        // Finance has another amount than was told: nobody but a person knows which is right.
        var note = (await Finance(before)).First(document => document.ToJsonString().Contains("RST-20", StringComparison.Ordinal));
        var other = JsonNode.Parse(note.ToJsonString())!.AsObject();
        other["amount"] = 200.00m;
        files = new Files(told, [asked], [other]);
        said.Clear();
        Assert.Equal(1, await restored.Services.Run("reconcile",
            ["--told", files.Told, "--asked", files.Asked, "--finance", files.Finance], said.Add));
        Assert.Contains(said, line => line.Contains("of USD 200.00, the books USD 194.85", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_told_is_told_again_with_its_ids()
    {
        var (issued, finance) = (await before.Listen<V1.CreditIssued>(), await before.ListenOn("finance", "credit-note"));
        var asked = Camera("RST-30");
        var since = TimeProvider.System.GetUtcNow();
        await before.Publish(asked);
        await before.InState(asked, "issued");
        await before.AllSaid();
        var first = await Wait.Until(issued.Take, message => message?.ReturnId == asked.ReturnId, "the credit");
        var note = await Wait.Until(finance.Take, document => document?["serialNumber"]!.GetValue<string>() == "RST-30", "the note");
        var rows = await before.Scalar<long>("select count(*) from sent_messages");

        Assert.Equal(0, await before.Services.Run("retell", ["--since", since.ToString("O")], _ => { }));
        await before.AllSaid();
        Assert.Equivalent(first, await Wait.Until(issued.Take, message => message?.ReturnId == asked.ReturnId, "the credit again"));
        var again = await Wait.Until(
            finance.Take, document => document?["serialNumber"]!.GetValue<string>() == "RST-30", "the note again");
        Assert.Equal(note!.ToJsonString(), again!.ToJsonString());
        Assert.Equal(rows, await before.Scalar<long>("select count(*) from sent_messages"));
        Assert.Equal(1, await before.Scalar<long>(
            $"select count(*) from sent_messages where message_id = '{NameBasedId.Of($"finance/credit-note/{CreditIdOf(asked)}")}'"));
    }

    [Fact]
    public void After_a_restore_the_same_version_of_a_stream_has_another_message_id() => Assert.Equal(3, new[]
    {
        IntegrationEvents.IdOf("credit-case-1", 1, 0), IntegrationEvents.IdOf("credit-case-1", 1, 0, 1),
        IntegrationEvents.IdOf("credit-case-1", 1, 0, 2),
    }.Distinct().Count());

    [Fact]
    public async Task A_fee_that_somebody_had_chosen_and_nobody_was_told_counts_if_its_event_is_the_services_own()
    {
        var asked = Camera("RST-40") with { Condition = Camera("RST-40").Condition! with { RetailBoxOpened = true } };
        Assert.Equal(204, (await before.ChooseFee(asked.ReturnId, new { percent = 20m, reason = "a good customer" })).Status);
        var lost = await before.Scalar<string>(
            $"""
            select json_build_object('sequence', seq_id, 'streamKey', stream_id, 'version', version, 'id', id, 'name', type,
                'data', data::text, 'timestamp', timestamp, 'headers', headers::text)::text
            from mt_events where stream_id = 'credit-case-{asked.ReturnId}'
            """);
        var (files, said) = (new Files([], [], []), new List<string>());
        var file = Path.Combine(Path.GetDirectoryName(files.Told)!, "lost");
        await File.WriteAllTextAsync(file, lost!.Replace("good customer", "bad customer", StringComparison.Ordinal));
        Assert.Equal(1, await restored.Services.Run("reconcile", ["--told", files.Told, "--lost", file], said.Add));
        Assert.Contains(said, line => line.Contains("is not as this service stored it", StringComparison.Ordinal));

        await File.WriteAllTextAsync(file, lost);
        Assert.Equal(0, await restored.Services.Run("reconcile", ["--told", files.Told, "--lost", file], _ => { }));
        await restored.Publish(asked);
        await restored.InState(asked, "issued");
        Assert.Equal(144m, await restored.Scalar<decimal>($"select net_amount from credits where return_id = '{asked.ReturnId}'"));
    }

    [Fact]
    public async Task An_anchor_that_is_not_in_the_history_is_explained_by_a_signed_restore_and_by_nothing_else()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("rma-anchors-").FullName, "anchors");
        await Issued("RST-50");
        await restored.Services.GetRequiredService<HistorySealing>().SealNow(CancellationToken.None);
        var kept = await restored.Scalar<long>("select max(upto) from history_seals");
        await Issued("RST-51");
        await restored.Services.GetRequiredService<HistorySealing>().SealNow(CancellationToken.None);
        await File.WriteAllTextAsync(file, await restored.Scalar<string>(
            """
            select json_build_object('service', 'credit', 'upTo', upto, 'events', events, 'digest', encode(digest, 'hex'), 'sealedAt',
                sealed_at, 'signature', signature)::text from history_seals order by upto desc limit 1
            """));

        // As a database of an earlier moment: the last events and their seal are not there.
        await StoredHistory.Do(restored, $"delete from mt_events where seq_id > {kept}; delete from history_seals where upto > {kept}");
        Assert.Contains(await Verified(file), line => line.StartsWith("anchor: Finance was told of", StringComparison.Ordinal));
        await StoredHistory.Do(restored, "insert into history_restores (number, restored_to, restored_at, last_event, reason, signature) " +
            $"values (1, now(), now(), {kept}, 'a lie', 'test.AAAA')");
        var lied = await Verified(file);
        Assert.Contains(lied, line => line.StartsWith("anchor: Finance was told of", StringComparison.Ordinal));
        await StoredHistory.Do(restored, "delete from history_restores");
        Assert.Equal(0, await restored.Services.Run("restored", ["--to", "2026-11-30T00:00:00Z"], _ => { }));
        var explained = await Verified(file);
        Assert.Contains(explained, line => line.StartsWith("left behind: Finance was told of", StringComparison.Ordinal));
        Assert.DoesNotContain(explained, line => line.StartsWith("anchor:", StringComparison.Ordinal));
    }

    private async Task Issued(string serial)
    {
        var asked = Camera(serial);
        await restored.Publish(asked);
        await restored.InState(asked, "issued");
        await restored.AllSaid();
    }

    private async Task<IReadOnlyList<string>> Verified(string anchors)
    {
        var said = new List<string>();
        await restored.Services.Verify(["--anchors", anchors], said.Add);
        return said;
    }
}

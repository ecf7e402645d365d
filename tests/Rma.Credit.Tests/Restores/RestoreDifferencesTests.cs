using System.Text.Json.Nodes;
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
        Assert.Contains(said, line => line.Contains("(RST-20): a credit of USD 194.85 was told, and the request", StringComparison.Ordinal));
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
}

using Rma.Contracts.Console.V1;
using Rma.Policy;
using Rma.ServiceDefaults;
using Rma.Testing;
using static Rma.Credit.Tests.Restores.Witnesses;
using static Rma.Credit.Tests.CreditUnderTest;

namespace Rma.Credit.Tests.Restores;

/// <summary>The same service on the database of an earlier moment, which has nothing of what the other one has decided.</summary>
public sealed class RestoredCredit : CreditUnderTest;

/// <summary>One service restored to an earlier moment than the others: on a real database and a real broker.</summary>
public sealed class RestoreTests(CreditUnderTest before, RestoredCredit restored)
    : IClassFixture<CreditUnderTest>, IClassFixture<RestoredCredit>
{
    private static readonly string[] Finals = ["CreditIssued", "CreditDenied", "ChargeRaised", "NoChargeDue"];

    [Fact]
    [Rule("W13/48", Shows.AlreadySo)]
    public async Task What_was_told_since_is_taken_over_with_its_ids_notes_and_numbers_and_nobody_is_paid_twice()
    {
        var (paid, damaged, onlyNoted) = (Camera("RST-1"), Scratched("RST-2"), Camera("RST-3"));
        var late = Camera("RST-4") with { Purchase = new("INV-RST-4", Today.AddDays(-120), 180m, 14.85m, "USD") };
        var charged = ChargeCapabilityTests.Repaired("RST-5");
        foreach (var message in new object[] { paid, damaged, onlyNoted, late, charged }) await before.Publish(message);
        await before.InState(damaged, "referred");
        Assert.Equal(204, (await before.Decide(damaged, new { outcome = "credit", netAmount = 120m, reason = "light scratch" })).Status);
        foreach (var (asked, state) in new[] { (paid, "issued"), (damaged, "issued"), (onlyNoted, "issued"), (late, "denied") })
            await before.InState(asked, state);
        await Wait.Until(() => before.Scalar<long>("select count(*) from charges"), count => count == 1, "the charge");
        await before.MoveClockPast(Today);
        await Wait.Until(() => before.Scalar<long>("select count(*) from document_numbers"), count => count == 4, "the numbers");
        await before.AllSaid();

        // What the console has heard, but for one message that had not left; what issuance has kept; what finance has kept.
        var heard = (await Told(before)).Where(message => !(message.Type.EndsWith("CreditIssued", StringComparison.Ordinal)
            && message.Body.Contains("RST-3", StringComparison.Ordinal))).ToList();
        var files = new Files(heard, [paid, damaged, onlyNoted, late, charged], await Finance(before));

        Assert.Equal(0, await Run("restored", "--to", "2026-01-01T00:00:00Z", "--reason", "a test"));
        Assert.Equal(0, await Run("reconcile", "--told", files.Told, "--asked", files.Asked, "--finance", files.Finance));
        await restored.AllSaid();

        Assert.Equal(await Documents(before), await Documents(restored));
        Assert.Equal(await Numbers(before), await Numbers(restored));
        Assert.Equal(heard.Where(IsFinal).Select(message => message.MessageId).Order(), (await Told(restored)).Where(IsFinal)
            .Where(message => !message.Body.Contains("RST-3", StringComparison.Ordinal)).Select(message => message.MessageId).Order());
        var said = new List<string>();
        Assert.Equal(0, await restored.Services.Verify([], said.Add));
        Assert.StartsWith("restored: number 1 to 2026-01-01 00:00:00Z", said[0], StringComparison.Ordinal);

        // A second time there is nothing to do, and the requests that come again pay nobody again.
        Assert.Equal(0, await Run("reconcile", "--told", files.Told, "--asked", files.Asked, "--finance", files.Finance));
        var events = await restored.Scalar<long>("select count(*) from mt_events");
        foreach (var message in new object[] { paid, damaged, onlyNoted, late, charged })
        {
            var id = Guid.CreateVersion7();
            await restored.Publish(message, id);
            await restored.Heard(id);
        }

        Assert.Equal(events, await restored.Scalar<long>("select count(*) from mt_events"));
        Assert.Equal(3, await restored.Scalar<long>("select count(*) from credits"));
    }

    private Task<int> Run(string command, params string[] options) => restored.Services.Run(command, options, _ => { });

    private static bool IsFinal(PastMessage message) => Finals.Any(name => message.Type.EndsWith($":{name}", StringComparison.Ordinal));

    private static Task<string> Documents(CreditUnderTest credit) => credit.Scalar<string>(
        """
        select string_agg(document::text || ' ' || net_amount || ' ' || price_paid, chr(10) order by credit_id) from credits
            where serial_number in ('RST-1', 'RST-2', 'RST-3')
        """)!;

    private static Task<string> Numbers(CreditUnderTest credit) => credit.Scalar<string>(
        """
        select string_agg(document_id || ' ' || year || ' ' || number, chr(10) order by document_id) from document_numbers
        """)!;
}

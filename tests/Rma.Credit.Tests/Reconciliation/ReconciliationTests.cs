using System.Text.Json.Nodes;
using Npgsql;
using Rma.Contracts.Issuance.V1;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests.Reconciliation;

/// <summary>
/// Differences are found while the service runs, whatever their cause; and finance gets control totals for its own reconciliation.
/// </summary>
public sealed class ReconciliationTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    /// <summary>Each is made by the superuser directly in the database, and reverted afterwards.</summary>
    [Theory]
    [InlineData("credit.differs", "update credits set amount = amount + 0.01 where credit_id = '{0}'",
        "update credits set amount = amount - 0.01 where credit_id = '{0}'")]
    [InlineData("credit.differs", "update credits set document = jsonb_set(document, '{{accountId}}', '\"ACC-9\"') where credit_id = '{0}'",
        "update credits set document = jsonb_set(document, '{{accountId}}', '\"ACC-1\"') where credit_id = '{0}'")]
    [InlineData(
        "credit.differs",
    "update mt_events set data = jsonb_set(data, '{{Net,Amount}}', '999') where type = 'credit_posted' and data->>'CreditId' = '{0}'",
    "update mt_events set data = jsonb_set(data, '{{Net,Amount}}', '180.00') where type = 'credit_posted' and data->>'CreditId' = '{0}'")]
    [InlineData("credit.not-in-ledger",
        "update mt_events set data = jsonb_set(data, '{{CreditId}}', '\"0195f000-0000-7000-8000-00000000dead\"') " +
        "where type = 'credit_posted' and data->>'CreditId' = '{0}'",
        "update mt_events set data = jsonb_set(data, '{{CreditId}}', to_jsonb('{0}'::text)) " +
        "where type = 'credit_posted' and data->>'CreditId' = '0195f000-0000-7000-8000-00000000dead'")]
    [InlineData("credit.not-in-book", "update credits set credit_id = '0195f000-0000-7000-8000-00000000dead' where credit_id = '{0}'",
        "update credits set credit_id = '{0}' where credit_id = '0195f000-0000-7000-8000-00000000dead'")]
    [InlineData("credit.lines-do-not-add-up",
        "update mt_events set data = jsonb_set(data, '{{Lines,0,Amount,Amount}}', '1') " +
        "where type = 'credit_issued' and data->>'CreditId' = '{0}'",
        "update mt_events set data = jsonb_set(data, '{{Lines,0,Amount,Amount}}', '180.00') " +
        "where type = 'credit_issued' and data->>'CreditId' = '{0}'")]
    public async Task A_row_that_somebody_changed_is_reported_and_gone_from_the_report_once_it_is_mended(
        string kind, string spoil, string mend)
    {
        var asked = Camera($"REC-{Guid.CreateVersion7():N}");
        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        var id = CreditIdOf(asked).ToString("D");
        await AsSuperuser(spoil, id);
        await Reported(report => report.Any(found => Is(found, kind, id)), $"{kind} of {id}");
        await AsSuperuser(mend, id);
        await Reported(report => report.Count == 0, "everything to be in order");
    }

    [Fact]
    public async Task What_is_in_the_book_without_a_decision_is_reported()
    {
        var asked = Camera("REC-BOOK");
        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        await AsSuperuser("insert into credits select '0195f000-0000-7000-8000-0000000000f0', gen_random_uuid(), account_id, " +
            "serial_number, 'INV-F0', currency, net_amount, amount, price_paid, business_date, issued_at, " +
            "document from credits where credit_id = '{0}'", CreditIdOf(asked).ToString("D"));
        await Reported(report => report.Any(found => Is(found, "credit.not-in-stream", "0195f000-0000-7000-8000-0000000000f0")),
            "the credit that nobody decided");
        Assert.Contains(await Report(), found => Is(found, "purchase.sum-differs", "REC-BOOK/INV-F0"));
        await AsSuperuser("delete from credits where credit_id = '{0}'", "0195f000-0000-7000-8000-0000000000f0");
        await Reported(report => report.Count == 0, "everything to be in order");
    }

    [Fact]
    public async Task A_return_that_believes_otherwise_is_reported()
    {
        var (asked, paidTwice) = (Camera("REC-SAGA"), Guid.CreateVersion7());
        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        await credit.Publish(new ReturnClosed(
            paidTwice, asked.RmaId, asked.RmaNumber, 2, "ACC-1", "REC-NONE", "credited", Now, Guid.CreateVersion7()));
        await credit.Publish(new ReturnClosed(asked.ReturnId, asked.RmaId, asked.RmaNumber, 1, "ACC-1", asked.SerialNumber, "denied", Now));
        await Reported(report => report.Any(found => Is(found, "return.credited-without-credit", paidTwice.ToString("D")))
            && report.Any(found => Is(found, "return.credit-not-taken", asked.ReturnId.ToString("D"))), "both returns");
        await credit.Publish(new ReturnClosed(
            asked.ReturnId, asked.RmaId, asked.RmaNumber, 1, "ACC-1", asked.SerialNumber, "credited", Now.AddSeconds(1),
            CreditIdOf(asked)));
        await AsSuperuser("delete from returns_closed where return_id = '{0}'", paidTwice.ToString("D"));
        await Reported(report => report.Count == 0, "everything to be in order");
    }

    private Task Reported(Func<JsonArray, bool> enough, string what) => Wait.Until(async () => await Report(), enough, what);

    private async Task<JsonArray> Report() => (await credit.Get("auditor", "/reconciliation")).Body!["differences"]!.AsArray();

    private static bool Is(JsonNode? found, string kind, string id) =>
        (found!["kind"]!.GetValue<string>(), found["id"]!.GetValue<string>()) == (kind, id);

    // Triggers that protect final amounts do not apply to the replication role.
    private async Task AsSuperuser(string sql, string id)
    {
        await using var connection = await credit.Owner.OpenConnectionAsync();
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = new NpgsqlCommand("begin; set local session_replication_role = replica; " +
            $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, id)}; commit", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The control total of a date, published once.</summary>
public sealed class ControlTotalSenderTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    public async Task The_total_of_each_date_is_told_once_when_it_is_over_and_proves_the_notes()
    {
        var (finance, totals) = (await credit.ListenOn("finance", "credit-note"), await credit.ListenOn("finance", "control-total"));
        V1.AssessCredit[] asked = [Camera("TOTAL-1"), Camera("TOTAL-2")];
        foreach (var question in asked) await credit.Publish(question);
        foreach (var question in asked) await credit.InState(question, "issued");
        Assert.Null(await totals.Take());

        await credit.MoveClockPast(Today.AddDays(1));
        var told = await totals.Next();
        var notes = new[] { await finance.Next(), await finance.Next() };
        Assert.Equal(notes[0]["businessDate"]!.GetValue<string>(), told["businessDate"]!.GetValue<string>());
        Assert.Equal(notes.Sum(note => note["amount"]!.GetValue<decimal>()), told["totals"]![0]!["amount"]!.GetValue<decimal>());
        var again = (await credit.Get("finance", $"/control-totals/{told["businessDate"]}")).Body!;
        foreach (var member in new[] { "hash", "payeeHash", "totals" })
            Assert.Equal(again[member]!.ToJsonString(), told[member]!.ToJsonString());
        Assert.Equal((Text(Today.AddDays(1)), 0),
            await totals.Next() switch { var empty => (empty["businessDate"]!.GetValue<string>(), empty["totals"]!.AsArray().Count) });

        await credit.MoveClockPast(Today.AddDays(2));
        Assert.Equal(Text(Today.AddDays(2)), (await totals.Next())["businessDate"]!.GetValue<string>());
        Assert.Null(await totals.Take());
        Assert.Equal(3, await credit.Scalar<long>("select count(*) from control_totals"));
        await credit.MoveClock(TimeSpan.Zero);

        // A late note for a date with a published control total makes that total wrong, and is reported.
        var late = Camera("TOTAL-3");
        await credit.Publish(late);
        await credit.InState(late, "issued");
        await Wait.Until(() => credit.Get("finance", "/reconciliation"), report =>
            report.Text.Contains("control-total.changed", StringComparison.Ordinal), "the total that became false");
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

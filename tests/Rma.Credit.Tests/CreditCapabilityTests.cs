using Npgsql;
using Rma.Contracts.Licensing.V1;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests;

/// <summary>Credit requests over AMQP, on a real database and a real broker: answered once.</summary>
public sealed class CreditCapabilityTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    [Rule("C2/99", Shows.Accepted)]
    public async Task A_full_credit_is_told_to_the_saga_and_to_finance_once()
    {
        var issued = await credit.Listen<V1.CreditIssued>();
        var finance = await credit.ListenOn("finance", "credit-note");
        var asked = Camera("CAP-1");
        await credit.Publish(asked);

        var told = await issued.Next();
        Assert.Equal((CreditIdOf(asked), asked.ReturnId, 194.85m, "USD", "INV-CAP-1"),
            (told.CreditId, told.ReturnId, told.Amount, told.Currency, told.InvoiceId));
        Assert.Equal([new("price", 180.00m), new("tax-reversal", 14.85m)], told.Lines);
        Assert.Equal(told.Amount, told.Lines.Sum(line => line.Amount));

        await credit.AllSaid();
        var note = Assert.Single(await Drain(finance));
        Assert.Equal("180.00", note["lines"]![0]!["amount"]!.ToJsonString());
        Assert.Equal(note.ToJsonString(), (await credit.Get("finance", $"/credits/{told.CreditId}")).Body!.ToJsonString());
        Assert.Null(await issued.Take());
    }

    [Fact]
    [Rule("W13/48", Shows.AlreadySo)]
    public async Task The_same_question_many_times_gives_one_credit_and_one_note() // E05b
    {
        var issued = await credit.Listen<V1.CreditIssued>();
        var finance = await credit.ListenOn("finance", "credit-note");
        var asked = Camera("CAP-2");
        var same = Guid.CreateVersion7();
        Guid[] ids = [same, same, same, same, same, .. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(ids.Select(id => credit.Publish(asked, id)));
        foreach (var id in ids.Distinct()) await credit.Heard(id);
        await credit.AllSaid();

        Assert.Equal(asked.ReturnId, (await issued.Next()).ReturnId);
        Assert.Null(await issued.Take());
        Assert.Single(await Drain(finance));
        Assert.Equal(1, await credit.Scalar<long>($"select count(*) from mt_events where stream_id = 'credit-case-{asked.CreditCaseId}'"));
        Assert.Equal(1, await credit.Scalar<long>("select count(*) from mt_events where stream_id = 'ledger-CAP-2'"));
    }

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    [Rule("W13/48", Shows.Refused)]
    public async Task Of_twenty_simultaneous_returns_of_one_purchase_one_is_credited() // E05c
    {
        var finance = await credit.ListenOn("finance", "credit-note");
        V1.AssessCredit[] asked = [.. Enumerable.Range(0, 20).Select(_ => Camera("CAP-3"))];
        await Task.WhenAll(asked.Select(question => credit.Publish(question)));
        await Wait.Until(() => credit.Scalar<long>("select count(*) from credit_cases where serial_number = 'CAP-3'"), count =>
            count == 20, "twenty answers");

        Assert.Equal(1, await credit.Scalar<long>("select count(*) from credit_cases where serial_number = 'CAP-3' and state = 'issued'"));
        Assert.Equal(19, await credit.Scalar<long>(
            "select count(*) from credit_cases where serial_number = 'CAP-3' and code = 'credit.over-price-paid'"));
        Assert.Equal(180m, await credit.Scalar<decimal>("select credited from purchases_credited where serial_number = 'CAP-3'"));
        await credit.AllSaid();
        Assert.Single(await Drain(finance));
        Assert.Equal(0, await credit.Scalar<long>("select count(*) from quarantine"));
    }

    [Fact]
    [Rule("C3/102", Shows.Refused)]
    public async Task A_late_unit_is_denied_with_the_clauses() // E01
    {
        var denied = await credit.Listen<V1.CreditDenied>();
        var asked = Camera("CAP-4");
        await credit.Publish(asked with { Purchase = asked.Purchase! with { InvoiceDate = Today.AddDays(-120) } });
        var told = await Wait.Until(denied.Take, message => message?.ReturnId == asked.ReturnId, "the denial");
        Assert.Equal(["C2", "C3"], told!.Clauses);
        Assert.Equal("denied", (await credit.Get("returns-desk", $"/credit-cases/{asked.CreditCaseId}"))
            .Body!["state"]!.GetValue<string>());
    }

    [Fact]
    [Rule("C7/108", Shows.Refused)]
    public async Task A_license_activated_before_the_question_is_denied_whoever_sends_it_in_which_form()
    {
        // One after the other: they are handled at the same time, and the earlier one is a fact of its own when it comes second.
        await credit.PublishPlain(new LicenseActivated("CAP-VMS-1", "VMS", Now.AddHours(-1)));
        await Wait.Until(() => credit.Scalar<long>("select count(*) from mt_events where stream_id = 'ledger-CAP-VMS-1'"), count =>
            count == 1, "the activation");
        await credit.PublishPlain(new LicenseActivated("CAP-VMS-1", "VMS", Now));
        var asked = Camera("CAP-VMS-1") with { IsLicense = true, ArrivedAt = null, Condition = null };
        await credit.Publish(asked);
        await credit.InState(asked, "denied");
        Assert.Equal("credit.licence-activated",
            await credit.Scalar<string>($"select code from credit_cases where credit_case_id = '{asked.CreditCaseId}'"));
    }

    [Fact]
    public async Task The_missing_invoice_refers_and_its_coming_credits()
    {
        var referred = await credit.Listen<V1.CreditReferred>();
        var asked = Camera("CAP-5");
        await credit.Publish(asked with { Purchase = null });
        var told = await Wait.Until(referred.Take, message => message?.ReturnId == asked.ReturnId, "the referral");
        Assert.Contains("net price", told!.MissingFacts);
        await credit.Publish(asked with { RequestedAt = Now.AddMinutes(1) });
        await credit.InState(asked, "issued");
    }

    [Fact]
    public async Task A_label_nobody_knows_is_quarantined_with_the_reason()
    {
        var asked = Camera("CAP-6");
        await credit.Publish(asked with { Condition = asked.Condition! with { SerialLabel = "torn" } });
        var answer = await Wait.Until(() => credit.Get("operator", "/quarantine"), list =>
            list.Text.Contains("torn", StringComparison.Ordinal), "the quarantine");
        Assert.Contains("credit.invalid-facts", answer.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await credit.Get("credit-analyst", $"/credit-cases/{asked.CreditCaseId}")).Status);
        foreach (var message in answer.Body!.AsArray())
            await credit.Post("operator", $"/quarantine/{message!["id"]}/settlement", new { reason = "tested" });
    }

    [Theory]
    [Rule("W13/48", Shows.Refused)]
    [InlineData("insert into credits select gen_random_uuid(), gen_random_uuid(), account_id, serial_number, invoice_id, currency, 0.01, " +
        "0.01, price_paid, business_date, issued_at, document from credits", "purchases_credited_within_price_paid")]
    [InlineData("insert into credits select gen_random_uuid(), return_id, account_id, serial_number, 'INV-NEW', currency, 1, 1, " +
        "price_paid, business_date, issued_at, document from credits", "credits_return_id_key")]
    [InlineData("insert into credits select credit_id, gen_random_uuid(), account_id, serial_number, 'INV-NEW', currency, 1, 1, " +
        "price_paid, business_date, issued_at, document from credits", "credits_pkey")]
    [InlineData("insert into credits select gen_random_uuid(), gen_random_uuid(), account_id, serial_number, 'INV-NEW', currency, " +
        "180.01, 1, price_paid, business_date, issued_at, document from credits", "credits_within_price_paid")]
    [InlineData("insert into credits select gen_random_uuid(), gen_random_uuid(), account_id, serial_number, invoice_id, 'EUR', 0, 0, " +
        "price_paid, business_date, issued_at, document from credits", "purchases_credited_one_currency")]
    [InlineData("update credits set amount = 1", null)]
    [InlineData("delete from credits", null)]
    public async Task The_database_itself_refuses(string sql, string? constraint)
    {
        var asked = Camera($"CAP-7-{Guid.CreateVersion7():N}");
        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            StoredHistory.Do(credit, $"{sql} where serial_number = '{asked.SerialNumber}'"));
        Assert.Equal(constraint, refused.ConstraintName);
        Assert.Contains(refused.SqlState, new[] { "23514", "23505", "23001" });
    }
}

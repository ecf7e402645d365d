using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests;

/// <summary>Charge requests over AMQP, on a real database and a real broker: answered once.</summary>
public sealed class ChargeCapabilityTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    internal static V1.AssessCharge Repaired(string serial)
    {
        var id = Guid.CreateVersion7();
        return new(
            id, id, Guid.CreateVersion7(), RmaNumber.FromSequence(34).ToString(), 1, "ACC-1", serial, "CAM-2", Remedies.PaidRepair,
            new($"INV-{serial}", Today.AddDays(-900), 180m, 14.85m, "USD"), [], false, new(1, 145.50m, "USD"), false, true, false, null,
            "USD", Now);
    }

    private static V1.AssessCharge Unpriced(string serial) => Repaired(serial) with
    {
        Remedy = Remedies.OtcExchange, Purchase = null, ApprovedQuote = null, MissingAccessories = ["cable"],
        Freight = new("UPS Next Day Air", 61.70m, 14.20m, "USD"),
    };

    [Fact]
    [Rule("O1/56", Shows.Accepted)]
    public async Task A_charge_is_told_to_the_saga_and_to_finance_once_however_often_it_is_asked()
    {
        var raised = await credit.Listen<V1.ChargeRaised>();
        var finance = await credit.ListenOn("finance", "charge-note");
        var asked = Repaired("CHG-1");
        var same = Guid.CreateVersion7();
        Guid[] ids = [same, same, same, .. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(ids.Select(id => credit.Publish(asked, id)));
        foreach (var id in ids.Distinct()) await credit.Heard(id);
        await credit.AllSaid();

        var told = await raised.Next();
        Assert.Equal((NameBasedId.Of($"charge/{asked.ReturnId}"), asked.ReturnId, 145.50m, "USD"),
            (told.ChargeId, told.ReturnId, told.Amount, told.Currency));
        Assert.Equal([new("repair", 145.50m)], told.Lines);
        Assert.Null(await raised.Take());
        var note = Assert.Single(await Drain(finance));
        Assert.Equal(note.ToJsonString(), (await credit.Get("finance", $"/charges/{told.ChargeId}")).Body!.ToJsonString());
        Assert.Equal(1, await credit.Scalar<long>("select count(*) from mt_events where stream_id = 'ledger-CHG-1'"));
    }

    [Fact]
    [Rule("O3/62", Shows.Refused)]
    public async Task Nothing_due_is_an_answer_too()
    {
        var nothing = await credit.Listen<V1.NoChargeDue>();
        var asked = Repaired("CHG-2") with { ApprovedQuote = null, Covered = true, Remedy = Remedies.WarrantyRepair };
        await credit.Publish(asked);
        Assert.Contains("W1", (await Wait.Until(nothing.Take, message => message?.ReturnId == asked.ReturnId, "the answer"))!.Clauses);
        Assert.Equal("nothing-due", (await credit.Get("returns-desk", $"/charge-cases/{asked.ChargeCaseId}"))
            .Body!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_missing_price_refers_and_an_analyst_charges_what_is_known()
    {
        var referred = await credit.Listen<V1.ChargeReferred>();
        var asked = Unpriced("CHG-3");
        await credit.Publish(asked);
        Assert.Equal(
            ["net price"], (await Wait.Until(referred.Take, message => message?.ReturnId == asked.ReturnId, "the referral"))!.MissingFacts);
        var open = (await credit.Get("credit-analyst", $"/charge-cases/{asked.ChargeCaseId}")).Body!;
        Assert.Equal("Find out: net price. Or waive the charge; give the reason.", open["nextAction"]!.GetValue<string>());
        Assert.Contains("CHG-3", (await credit.Get("credit-analyst", "/charge-cases?state=referred")).Text, StringComparison.Ordinal);

        var path = $"/charge-cases/{asked.ChargeCaseId}/decision";
        Assert.Equal(403, (await credit.Post("returns-desk", path, new { outcome = "waive", reason = "because I can" })).Status);
        var outside = await credit.Post(
            "credit-analyst", path, new { outcome = "charge", reason = "by air",
            lines = new[] { new { kind = "freight-deviation", amount = 47.51m } } });
        Assert.Equal((409, "charge.amount-outside-bounds"), (outside.Status, outside.Code));
        Assert.Equal(
            204, (await credit.Post("credit-analyst", path,
            new { outcome = "charge", reason = "by air", lines = new[] { new { kind = "freight-deviation", amount = 40m } } })).Status);
        Assert.Equal(40m, await credit.Scalar<decimal>("select amount from charges where serial_number = 'CHG-3'"));
        Assert.Equal("charge.already-decided",
            (await credit.Post("credit-analyst", path, new { outcome = "waive", reason = "after all" })).Code);
    }

    [Fact]
    public async Task The_missing_price_has_come()
    {
        var asked = Unpriced("CHG-4");
        await credit.Publish(asked);
        await InState(asked, "referred");
        await credit.Publish(asked with { Purchase = new("INV-CHG-4", Today.AddDays(-40), 180m, 0m, "USD"),
            RequestedAt = Now.AddMinutes(1) });
        await InState(asked, "raised");
        Assert.Equal(74.50m, await credit.Scalar<decimal>("select amount from charges where serial_number = 'CHG-4'"));
    }

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    public async Task The_ledger_tells_price_credits_charges_and_what_remains()
    {
        var unit = Camera("CHG-5") with { Condition = Camera("-").Condition! with { MissingAccessories = ["cable"] } };
        await credit.Publish(unit);
        await credit.InState(unit, "issued");
        var asked = Repaired("CHG-5");
        await credit.Publish(asked);
        await InState(asked, "raised");
        foreach (var role in new[] { "returns-desk", "auditor", "system", "finance", "credit-analyst" })
            Assert.Equal(200, (await credit.Get(role, "/ledgers/CHG-5")).Status);
        foreach (var role in new[] { "partner", "scanner", "inspector" })
            Assert.Equal(403, (await credit.Get(role, "/ledgers/CHG-5")).Status);

        var purchase = Assert.Single((await credit.Get("auditor", "/ledgers/CHG-5")).Body!["purchases"]!.AsArray())!;
        Assert.Equal(
            (180m, 153m, 145.50m, 27m),
            (Number(purchase["pricePaid"]), Number(purchase["credited"]), Number(purchase["charged"]),
                Number(purchase["remainingLiability"])));
        Assert.Equal(["credit", "charge"], purchase["postings"]!.AsArray().Select(posting => posting!["kind"]!.GetValue<string>()));
        Assert.Equal((404, "ledger.not-found"), await credit.Get("system", "/ledgers/NEVER-SEEN") is var unknown
            ? (unknown.Status, unknown.Code) : default);

        static decimal Number(System.Text.Json.Nodes.JsonNode? node) => node!.GetValue<decimal>();
    }

    [Fact]
    public async Task The_day_s_charges_are_re_read_and_held_against_their_own_control_total()
    {
        var asked = new[] { Repaired("CHG-6"), Repaired("CHG-7") with { ApprovedQuote = new(2, 10.00m, "USD") } };
        foreach (var question in asked) await credit.Publish(question);
        foreach (var question in asked) await InState(question, "raised");
        var day = await credit.Scalar<string>("select business_date::text from charges where serial_number = 'CHG-6'");
        var notes = (await credit.Get("finance", $"/charges?businessDate={day}")).Body!.AsArray();
        var lines = string.Concat(notes.Select(note =>
            $"{note!["chargeId"]!.GetValue<string>()}:{note["amount"]!.ToJsonString()}:{note["currency"]!.GetValue<string>()}\n"));
        var total = (await credit.Get("finance", $"/control-totals/{day}")).Body!["charges"]!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))), total["hash"]!.GetValue<string>());
        Assert.Equal(await credit.Scalar<decimal>($"select sum(amount) from charges where business_date = '{day}'"),
            total["totals"]![0]!["amount"]!.GetValue<decimal>());
        Assert.Equal(403, (await credit.Get("credit-analyst", $"/charges?businessDate={day}")).Status);
        Assert.Equal("charge.not-found", (await credit.Get("finance", $"/charges/{Guid.Empty}")).Code);
    }

    [Theory]
    [InlineData("insert into charges select gen_random_uuid(), return_id, account_id, serial_number, currency, 1, business_date, " +
        "raised_at, document from charges", "charges_return_id_key")]
    [InlineData("insert into charges select gen_random_uuid(), gen_random_uuid(), account_id, serial_number, currency, 0, business_date, " +
        "raised_at, document from charges", "charges_of_something")]
    [InlineData("update charges set amount = 1", null)]
    [InlineData("delete from charges", null)]
    public async Task The_database_itself_refuses(string sql, string? constraint)
    {
        var asked = Repaired($"CHG-8-{Guid.CreateVersion7():N}");
        await credit.Publish(asked);
        await InState(asked, "raised");
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            credit.Scalar<object>($"{sql} where serial_number = '{asked.SerialNumber}'"));
        Assert.Equal(constraint, refused.ConstraintName);
    }

    private Task InState(V1.AssessCharge asked, string state) => Wait.Until(
        () => credit.Scalar<string>($"select state from charge_cases where charge_case_id = '{asked.ChargeCaseId}'"), seen =>
            seen == state, $"{asked.SerialNumber} to be {state}");
}

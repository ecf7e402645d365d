using Rma.Contracts.Licensing.V1;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests;

/// <summary>The analyst's work over HTTP.</summary>
public sealed class AnalystCapabilityTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    [Rule("C5/105", Shows.Accepted)]
    [Rule("C5/105", Shows.Refused)]
    public async Task A_damaged_unit_is_referred_and_an_analyst_decides_inside_the_bounds() // E04
    {
        var (referred, issued) = (await credit.Listen<V1.CreditReferred>(), await credit.Listen<V1.CreditIssued>());
        var finance = await credit.ListenOn("finance", "credit-note");
        var asked = Scratched("ANA-1");
        await credit.Publish(asked);
        Assert.Contains("C5", (await Wait.Until(referred.Take, message => message?.ReturnId == asked.ReturnId, "the referral"))!.Clauses);
        Assert.Contains("ANA-1", (await credit.Get("credit-analyst", "/credit-cases?state=referred")).Text, StringComparison.Ordinal);

        var above = await credit.Decide(asked, new { outcome = "credit", netAmount = 170.01m, reason = "light scratch" });
        Assert.Equal((409, "credit.amount-outside-bounds"), (above.Status, above.Code));
        Assert.Contains("USD 170.00", above.Text, StringComparison.Ordinal);
        Assert.Equal(
            204, (await credit.Decide(asked,
            new { outcome = "credit", netAmount = 120m, reason = "light scratch", photos = new[] { new string('b', 64) } })).Status);
        Assert.Equal(204, (await credit.Decide(asked, new { outcome = "credit", netAmount = 120.00m, reason = "light scratch" })).Status);
        Assert.Equal("credit.already-decided", (await credit.Decide(asked, new { outcome = "deny", reason = "no, after all" })).Code);

        var told = await Wait.Until(issued.Take, message => message?.ReturnId == asked.ReturnId, "the credit");
        Assert.Equal([new("price", 200m), new("restocking-fee", -30m), new("damage-fee", -50m)], told!.Lines);
        Assert.Equal(120m, told.Amount);
        await credit.AllSaid();
        Assert.Equal("120.00", Assert.Single(await Drain(finance))["amount"]!.ToJsonString());
        Assert.Null(await issued.Take());
    }

    [Fact]
    public async Task S11_more_than_one_analyst_may_grant_alone_waits_for_a_second()
    {
        credit.AddKey("second-analyst", "credit-analyst");
        var asked = Scratched("ANA-LIMIT") with { Purchase = new("INV-ANA-LIMIT", Today.AddDays(-20), 9_000m, 0m, "USD") };
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        var grant = new { outcome = "credit", netAmount = 6_000m, reason = "light scratch" };
        var first = await credit.Decide(asked, grant);
        Assert.Equal((202, "credit-analyst"), (first.Status, first.Body!["proposedBy"]!.GetValue<string>()));
        Assert.Equal(202, (await credit.Decide(asked, grant)).Status);
        Assert.Equal(0, await credit.Scalar<long>($"select count(*) from credits where return_id = '{asked.ReturnId}'"));
        Assert.StartsWith("credit-analyst proposed USD 6000.00",
            (await credit.Get("credit-analyst", $"/credit-cases/{asked.CreditCaseId}")).Body!["nextAction"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Equal(204, (await credit.Decide(asked, grant, role: "second-analyst")).Status);
        await credit.InState(asked, "issued");
        Assert.Equal(6_000m, await credit.Scalar<decimal>($"select net_amount from credits where return_id = '{asked.ReturnId}'"));
    }

    [Fact]
    [Rule("C5/105", Shows.Accepted)]
    public async Task A_denial_is_told_with_the_analyst_s_reason()
    {
        var denied = await credit.Listen<V1.CreditDenied>();
        var asked = Scratched("ANA-2");
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        Assert.Equal(204, (await credit.Decide(asked, new { outcome = "deny", reason = "drowned in salt water" })).Status);
        var told = await Wait.Until(denied.Take, message => message?.ReturnId == asked.ReturnId, "the denial");
        Assert.Contains("drowned in salt water", told!.Reason, StringComparison.Ordinal);
        Assert.Contains("C5", told.Clauses);
    }

    [Fact]
    public async Task The_case_shows_facts_clauses_bounds_timeline_and_the_next_action()
    {
        var asked = Scratched("ANA-3");
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        await credit.ChooseFee(asked.CreditCaseId, new { percent = 20, reason = "opened twice" });

        var open = (await credit.Get("auditor", $"/credit-cases/{asked.CreditCaseId}")).Body!;
        Assert.Equal("160.00", open["bounds"]!["maximum"]!["amount"]!.ToJsonString()); // the fee that was chosen counts at once
        Assert.Equal("Grant at most USD 160.00, or deny the credit; give the reason.", open["nextAction"]!.GetValue<string>());
        Assert.True(open["facts"]!["inspection"]!["cosmeticDamage"]!.GetValue<bool>());
        Assert.Contains("C5", open["decision"]!["clauses"]!.AsArray().Select(clause => clause!.GetValue<string>()));

        await credit.Decide(asked, new { outcome = "credit", netAmount = 100, reason = "light scratch" });
        var closed = (await credit.Get("finance", $"/credit-cases/{asked.CreditCaseId}")).Body!;
        Assert.Equal("issued", closed["state"]!.GetValue<string>());
        Assert.Null(closed["nextAction"]);
        Assert.Equal("credit-analyst", closed["judgement"]!["decidedBy"]!.GetValue<string>());
        Assert.Equal(["credit_referred", "restocking_fee_chosen", "analyst_decided", "credit_issued"],
            closed["timeline"]!.AsArray().Select(entry => entry!["what"]!.GetValue<string>()));
        Assert.Equal("credit-analyst", closed["timeline"]![2]!["actor"]!.GetValue<string>());
    }

    [Fact]
    [Rule("V4/109", Shows.Accepted)]
    [Rule("V4/109", Shows.Refused)]
    public async Task A_fee_chosen_ahead_counts_when_the_question_comes()
    {
        var asked = Camera("ANA-4") with { Condition = Scratched("-").Condition! with { CosmeticDamage = false } };
        var outside = await credit.ChooseFee(asked.CreditCaseId, new { percent = 25.01, reason = "a bad customer" });
        Assert.Equal((409, "credit.fee-outside-band"), (outside.Status, outside.Code));
        Assert.Equal("""["C3","V4"]""", outside.Body!["clauses"]!.ToJsonString());
        Assert.NotNull(outside.Body["wouldChange"]);
        Assert.Equal((400, "fee.reason-missing"), await Status(credit.ChooseFee(asked.CreditCaseId, new { percent = 20, reason = " " })));
        Assert.Equal((400, "fee.percent-malformed"),
            await Status(credit.ChooseFee(asked.CreditCaseId, new { percent = 20.001, reason = "a good customer" })));
        Assert.Equal((400, "request.malformed"),
            await Status(credit.ChooseFee(asked.CreditCaseId, new { percent = "20", reason = "a good customer" })));
        Assert.Equal((400, "request.malformed"), await Status(credit.ChooseFee(asked.CreditCaseId, new { percent = 20 })));
        Assert.Equal(204, (await credit.ChooseFee(asked.CreditCaseId, new { percent = 20, reason = "a good customer" })).Status);
        Assert.Equal(204, (await credit.ChooseFee(asked.CreditCaseId, new { percent = 20.00, reason = "a good customer" })).Status);
        Assert.Equal(1, await credit.Scalar<long>($"select count(*) from mt_events where stream_id = 'credit-case-{asked.CreditCaseId}'"));
        Assert.Equal("not-asked", (await credit.Get("credit-analyst", $"/credit-cases/{asked.CreditCaseId}"))
            .Body!["state"]!.GetValue<string>());

        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        var note = (await credit.Get("finance", $"/credits/{CreditIdOf(asked)}")).Body!;
        Assert.Equal("""{"kind":"restocking-fee","amount":-36.00,"amountText":"-36.00"}""", note["lines"]![1]!.ToJsonString());
        Assert.Equal((409, "credit.already-decided"),
            await Status(credit.ChooseFee(asked.CreditCaseId, new { percent = 15, reason = "a better customer" })));

        var figure = (await credit.Get("auditor", "/figures/fees")).Body!.AsArray().Single(one =>
            (one!["chosenBy"]!.GetValue<string>(), one["kind"]!.GetValue<string>()) == ("credit-analyst", "credit"))!;
        var listed = (await credit.Get("auditor", figure["list"]!.GetValue<string>())).Body!.AsArray();
        var fees = listed.Select(one => one!["feePercent"]!.GetValue<decimal>()).Order().ToArray();
        Assert.Contains(asked.ReturnId, listed.Select(one => one!["creditCaseId"]!.GetValue<Guid>()));
        Assert.Equal((fees.Length, fees[0], fees[(fees.Length - 1) / 2], fees[^1]), (figure["cases"]!.GetValue<int>(),
            figure["lowest"]!.GetValue<decimal>(), figure["median"]!.GetValue<decimal>(), figure["highest"]!.GetValue<decimal>()));
        Assert.Equal("figures.range-malformed", (await credit.Get("auditor", "/figures/fees?from=2024-01-01&through=2026-01-01")).Code);
    }

    [Fact]
    [Rule("C7/108", Shows.Refused)]
    public async Task A_license_activated_between_referral_and_decision_is_not_credited()
    {
        var asked = Camera("ANA-VMS") with { IsLicense = true, ArrivedAt = null, Condition = null };
        await credit.Publish(asked with { Purchase = asked.Purchase! with { Currency = "XXX" } });
        await credit.InState(asked, "referred");
        Assert.Equal((409, "credit.facts-missing"),
            await Status(credit.Decide(asked, new { outcome = "credit", netAmount = 1, reason = "unused" })));
        await credit.PublishPlain(new LicenseActivated("ANA-VMS", "VMS", Now));
        await Wait.Until(() => credit.Scalar<long>("select count(*) from mt_events where stream_id = 'ledger-ANA-VMS'"), count =>
            count == 1, "the activation");

        var refused = await credit.Decide(asked, new { outcome = "credit", netAmount = 1, reason = "unused" });
        Assert.Equal((409, "credit.licence-activated", """["C7"]"""),
            (refused.Status, refused.Code, refused.Body!["clauses"]!.ToJsonString()));
    }

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    [Rule("W13/48", Shows.Refused)]
    public async Task Of_many_analysts_at_once_one_decides()
    {
        var asked = Scratched("ANA-5");
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        var answers = await Task.WhenAll(
            Enumerable.Range(1, 12).Select(i =>
            credit.Decide(asked, new { outcome = "credit", netAmount = 100 + i, reason = "light scratch" })));
        Assert.Single(answers, answer => answer.Status == 204);
        Assert.All(answers.Where(answer => answer.Status != 204), answer =>
            Assert.Equal((409, "credit.already-decided"), (answer.Status, answer.Code)));
        Assert.Equal(1, await credit.Scalar<long>("select count(*) from credits where serial_number = 'ANA-5'"));
    }

    [Fact]
    public async Task Who_has_no_say_is_turned_away()
    {
        var asked = Scratched("ANA-6");
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        foreach (var role in new[] { "returns-desk", "inspector", "finance", "auditor", "operator", "partner" })
        {
            Assert.Equal(403, (await credit.Decide(asked, new { outcome = "deny", reason = "because I can" }, role)).Status);
            Assert.Equal(403, (await credit.ChooseFee(asked.CreditCaseId, new { percent = 15, reason = "because I can" }, role)).Status);
        }

        foreach (var role in new[] { "partner", "inspector", "scanner", "technician" })
            Assert.Equal(403, (await credit.Get(role, $"/credit-cases/{asked.CreditCaseId}")).Status);
        foreach (var path in new[] { $"/credits/{asked.ReturnId}", "/credits?businessDate=2026-03-02", "/control-totals/2026-03-02" })
            Assert.Equal(403, (await credit.Get("credit-analyst", path)).Status);
        using var stranger = credit.As(null);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized,
            (await stranger.GetAsync(new Uri("/credit-cases", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_request_that_is_wrong_in_itself_is_told_so()
    {
        var nobody = Camera("ANA-7");
        Assert.Equal((409, "credit.not-asked"), await Status(credit.Decide(nobody, new { outcome = "deny", reason = "no reason" })));
        Assert.Equal((400, "decision.outcome-unknown"),
            await Status(credit.Decide(nobody, new { outcome = "maybe", reason = "no reason" })));
        Assert.Equal((400, "decision.amount-missing"),
            await Status(credit.Decide(nobody, new { outcome = "credit", reason = "no reason" })));
        Assert.Equal((400, "decision.amount-unwanted"),
            await Status(credit.Decide(nobody, new { outcome = "deny", netAmount = 1, reason = "no reason" })));
        Assert.Equal((400, "decision.reason-missing"), await Status(credit.Decide(nobody, new { outcome = "deny", reason = "" })));
        Assert.Equal((400, "decision.photo-malformed"),
            await Status(credit.Decide(nobody, new { outcome = "deny", reason = "no reason", photos = new[] { "photo.jpg" } })));
        Assert.Equal((404, "credit-case.not-found"), await Status(credit.Get("credit-analyst", $"/credit-cases/{nobody.CreditCaseId}")));
        Assert.Equal((400, "request.state-unknown"), await Status(credit.Get("credit-analyst", "/credit-cases?state=lost")));
        Assert.Equal((400, "request.limit-out-of-range"), await Status(credit.Get("credit-analyst", "/credit-cases?limit=1001")));
    }

    private static async Task<(int, string?)> Status(Task<HttpAnswer> asking) =>
        await asking is var answer ? (answer.Status, answer.Code) : default;
}

using System.Text.Json.Nodes;
using Rma.Contracts.Orders.V1;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>The remedies at issuance's API, on a real database and broker.</summary>
public sealed class RemedyCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static object Ask(string remedy, string serial) => new { remedy, items = new[] { serial }, defect = "no picture" };

    [Fact]
    public async Task A_what_if_answers_for_all_remedies_and_leaves_no_trace()
    {
        await issuance.Sold("WHATIF-1");
        var before = await Traces();
        var answer = await issuance.Post("partner", "/what-if", new { serialNumber = "WHATIF-1" });
        Assert.Equal(200, answer.Status);
        var remedies = answer.Body!["remedies"]!.AsArray()
            .ToDictionary(row => row!["remedy"]!.GetValue<string>(), row => row!["outcome"]!.GetValue<string>());
        Assert.Equal(
            [("advance-replacement", "Yes"), ("credit-return", "Yes"), ("otc-exchange", "Yes"), ("paid-repair", "No"),
                ("stock-rotation", "Yes"), ("warranty-repair", "Yes")],
            remedies.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(before, await Traces());
    }

    [Fact]
    public async Task A_what_if_takes_imagined_facts_a_date_a_channel_and_a_draft()
    {
        var facts = new { sku = "X", shippedOn = "2024-01-10", warrantyMonths = 24, invoiceDate = "2024-01-10", netPrice = 100m,
            currency = "USD" };
        var before = await Traces();
        var integrator = await issuance.Post("returns-desk", "/what-if", new { facts, on = "2024-02-01", channel = "integrator" });
        Assert.Equal(("No", "rma.otc-role-not-eligible"), Of(integrator, "otc-exchange"));
        Assert.Equal(("Yes", null), Of(integrator, "advance-replacement"));
        var late = await issuance.Post("returns-desk", "/what-if", new { facts, on = "2026-01-11", channel = "distributor" });
        Assert.Equal(("No", "line.outside-warranty"), Of(late, "warranty-repair"));
        Assert.Equal(("Yes", null), Of(late, "paid-repair"));
        var draft = Draft(document => document["settings"]!["creditWindowDays"]!["value"] = 10);
        var under = await issuance.Post("returns-desk", "/what-if", new { facts, on = "2024-02-01", channel = "distributor", draft });
        Assert.Equal(("No", "line.window-closed"), Of(under, "credit-return"));
        Assert.Equal("draft", under.Body!["policyVersion"]!.GetValue<string>());
        var broken = await issuance.Post(
            "returns-desk", "/what-if", new { facts, draft = Draft(document => document["settings"]!["rmaValidityDays"]!["value"] = 0) });
        Assert.Equal((400, "policy.rejected"), (broken.Status, broken.Code));
        Assert.Contains("rmaValidityDays", broken.Text, StringComparison.Ordinal);
        Assert.Equal(before, await Traces());

        static (string, string?) Of(HttpAnswer answer, string remedy)
        {
            var row = answer.Body!["remedies"]!.AsArray().Single(row => row!["remedy"]!.GetValue<string>() == remedy)!;
            return (row["outcome"]!.GetValue<string>(), row["code"]?.GetValue<string>());
        }
    }

    [Fact]
    public async Task An_exchange_is_validated_made_reported_and_then_authorized()
    {
        await issuance.Sold("OTC-1", daysAgo: 200);
        var validated = await issuance.Post("partner", "/otc-validations", new { serialNumber = "OTC-1", defect = "no picture" });
        Assert.True(validated.Body!["eligible"]!.GetValue<bool>(), validated.Text);
        var exchanged = new { serialNumber = "OTC-1", replacementSerialNumber = "OTC-1-NEW", replacementSku = "CAM-2",
            exchangedAt = TimeProvider.System.GetUtcNow() };
        Assert.Equal(204, (await issuance.Post("partner", "/otc-exchanges", exchanged)).Status);
        Assert.Equal(204, (await issuance.Post("partner", "/otc-exchanges", exchanged)).Status);
        Assert.Equal(201, (await issuance.Post("partner", "/rmas", Ask("otc-exchange", "OTC-1"))).Status);
        Assert.Equal((400, "otc.time-implausible"), Of(await issuance.Post("partner", "/otc-exchanges", new
        {
            serialNumber = "OTC-2", replacementSerialNumber = "N", exchangedAt = TimeProvider.System.GetUtcNow().AddDays(1),
        })));
        var denied = await issuance.Post("partner-2", "/otc-validations", new { serialNumber = "OTC-1", defect = "no picture" });
        Assert.Equal("rma.otc-role-not-eligible", denied.Body!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task S5_an_exchange_of_another_accounts_unit_is_refused_and_a_wrong_one_is_taken_back()
    {
        await issuance.Sold("S5-1", daysAgo: 200);
        var exchanged = new { serialNumber = "S5-1", replacementSerialNumber = "S5-1-NEW", replacementSku = "CAM-2",
            exchangedAt = TimeProvider.System.GetUtcNow() };
        Assert.Equal((409, "otc.sold-to-another"), Of(await issuance.Post("partner-2", "/otc-exchanges", exchanged)));
        Assert.Equal(204, (await issuance.Post("partner", "/otc-exchanges", exchanged)).Status);
        var wrong = new { reason = "wrong serial number" };
        Assert.Equal((409, "otc.not-reported"), Of(await issuance.Post("partner-2", "/otc-exchanges/S5-1/withdrawal", wrong)));
        Assert.Equal((409, "otc.not-reported"), Of(await issuance.Post("partner-2", "/otc-exchanges/S5-NEVER/withdrawal", wrong)));
        Assert.Equal(204, (await issuance.Post("partner", "/otc-exchanges/S5-1/withdrawal", wrong)).Status);
        Assert.Equal(204, (await issuance.Post("returns-desk", "/otc-exchanges/S5-1/withdrawal", wrong)).Status);
        Assert.Equal((400, "otc.reason-missing"),
            Of(await issuance.Post("partner", "/otc-exchanges/S5-1/withdrawal", new { reason = "" })));
        Assert.Equal(204, (await issuance.Post("partner", "/otc-exchanges", exchanged)).Status);
    }

    [Fact]
    public async Task S9_a_partner_takes_no_serial_number_of_another_account_and_learns_nothing_of_it()
    {
        await issuance.Sold("S9-1");
        var evil = await issuance.Post("partner-2", "/rmas", Ask("warranty-repair", "S9-1"));
        Assert.Equal((202, "line.repair-for-another"), (evil.Status, evil.Body!["lines"]![0]!["code"]!.GetValue<string>()));
        var own = await issuance.Post("partner", "/rmas", Ask("warranty-repair", "S9-1"));
        Assert.Equal(201, own.Status);
        var number = own.Body!["rmaNumber"]!.GetValue<string>();
        var what = await issuance.Post("partner-2", "/what-if", new { serialNumber = "S9-1" });
        Assert.Equal(200, what.Status);
        Assert.DoesNotContain(number, what.Text, StringComparison.Ordinal);
        var again = await issuance.Post("partner-2", "/rmas", Ask("warranty-repair", "S9-1"));
        Assert.DoesNotContain(number, again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_people_let_in_what_the_policy_does_not_and_the_ledger_shows_both()
    {
        await issuance.Sold("OVER-1", daysAgo: 800);
        Assert.Equal(409, (await issuance.Post("partner", "/rmas", Ask("warranty-repair", "OVER-1"))).Status);
        var asked = await issuance.Post("returns-desk", "/overrides", new
        {
            serialNumber = "OVER-1", code = "line.outside-warranty", clause = "W1", reason = "a customer of many years",
            expiresOn = IssuanceUnderTest.Today.AddDays(30),
        });
        var id = asked.Body!["overrideId"]!.GetValue<string>();
        Assert.Equal(409, (await issuance.Post("partner", "/rmas", Ask("warranty-repair", "OVER-1"))).Status);
        Assert.Equal((409, "override.same-person"), Of(await issuance.Post("returns-desk", $"/overrides/{id}/approval", new { })));
        Assert.Equal(204, (await issuance.Post("second-desk", $"/overrides/{id}/approval", new { })).Status);
        var authorized = await issuance.Post("partner", "/rmas", Ask("warranty-repair", "OVER-1"));
        Assert.Equal(201, authorized.Status);
        Assert.Contains("W1", authorized.Text, StringComparison.Ordinal);
        var row = (await issuance.Get("auditor", "/overrides?serialNumber=OVER-1")).Body!.AsArray().Single()!;
        Assert.Equal(("granted", "returns-desk", "second-desk"),
            (row["state"]!.GetValue<string>(), row["requestedBy"]!.GetValue<string>(), row["answeredBy"]!.GetValue<string>()));
        foreach (var (by, key) in new[] { ("code", "line.outside-warranty"), ("requestedBy", "returns-desk") })
        {
            var figures = (await issuance.Get("auditor", $"/figures/overrides?by={by}")).Body!.AsArray();
            var figure = figures.Single(one => one!["key"]!.GetValue<string>() == key)!;
            Assert.True(figure["granted"]!.GetValue<int>() >= 1);
            Assert.Equal(figure["asked"]!.GetValue<int>(),
                new[] { "granted", "rejected", "pending" }.Sum(state => figure[state]!.GetValue<int>()));
            Assert.Equal(figure["asked"]!.GetValue<int>(),
                (await issuance.Get("auditor", figure["list"]!.GetValue<string>())).Body!.AsArray().Count);
        }

        Assert.Equal("figures.range-malformed",
            (await issuance.Get("auditor", "/figures/overrides?from=2026-03-02&through=2026-03-01")).Code);
        Assert.Equal("request.unknown-value", (await issuance.Get("auditor", "/figures/overrides?by=answer")).Code);
        Assert.Equal((409, "override.not-overridable"), Of(await issuance.Post("returns-desk", "/overrides", new
        {
            serialNumber = "OVER-1", code = "line.already-credited", clause = "W13", reason = "pay it twice please",
            expiresOn = IssuanceUnderTest.Today,
        })));
    }

    [Fact]
    public async Task A_corrected_ship_date_is_decided_again_and_what_was_known_before_stays_answerable()
    {
        var today = IssuanceUnderTest.Today;
        await issuance.Sold("E11-1", daysAgo: 188, sku: "DOME-1");
        var denied = await issuance.Post("partner", "/otc-validations", new { serialNumber = "E11-1", defect = "no picture" });
        Assert.False(denied.Body!["eligible"]!.GetValue<bool>());
        var knownThen = TimeProvider.System.GetUtcNow();
        await issuance.PublishPlain(new UnitShipped("SH-E11-1", 2, "E11-1", "DOME-1", "ACC-1", IssuanceUnderTest.Now.AddDays(-176)));
        var life = await Wait.Until(
            () => issuance.Get("returns-desk", "/biographies?serialNumber=E11-1"), answer =>
                answer.Body?[0]?["decisions"]?.AsArray().Count >= 2, "the decision to be made again");
        var decisions = life.Body![0]!["decisions"]!.AsArray();
        Assert.Equal(decisions[0]!["decisionId"]!.GetValue<string>(), decisions[1]!["supersedes"]!.GetValue<string>());
        Assert.Equal(["No", "Yes"], decisions.Select(decided => decided!["outcome"]!.GetValue<string>()));
        Assert.Equal("No", await Eligible($"&knownAt={Uri.EscapeDataString(knownThen.ToString("O"))}"));
        Assert.Equal("Yes", await Eligible(""));

        async Task<string> Eligible(string known) =>
            (await issuance.Get("auditor", $"/units/E11-1/eligibility?accountId=ACC-1&asOf={today:yyyy-MM-dd}{known}"))
                .Body!["remedies"]!.AsArray()
            .Single(row => row!["remedy"]!.GetValue<string>() == "otc-exchange")!["outcome"]!.GetValue<string>();
    }

    [Fact]
    public async Task A_life_is_found_by_serial_number_by_RMA_number_and_not_by_nothing()
    {
        await issuance.Sold("LIFE-1");
        var number = (await issuance.Post("partner", "/rmas", Ask("advance-replacement", "LIFE-1"))).Body!["rmaNumber"]!.GetValue<string>();
        var life = await Wait.Until(() => issuance.Get("returns-desk", $"/biographies?rmaNumber={number}"), answer =>
            answer.Status == 200, "the life");
        Assert.Equal(("LIFE-1", "advance-replacement", 180m), (
            life.Body![0]!["serialNumber"]!.GetValue<string>(), life.Body[0]!["returns"]![0]!["remedy"]!.GetValue<string>(),
            life.Body[0]!["remainingLiability"]!["amount"]!.GetValue<decimal>()));
        Assert.Equal(400, (await issuance.Get("returns-desk", "/biographies")).Status);
        Assert.Equal(404, (await issuance.Get("returns-desk", "/biographies?serialNumber=NEVER-HEARD")).Status);
        Assert.Equal(403, (await issuance.Get("partner", "/biographies?serialNumber=LIFE-1")).Status);
    }

    [Fact]
    public async Task An_order_that_names_the_number_is_noted_and_a_wrong_one_is_quarantined()
    {
        await issuance.Sold("PO-S1");
        var rma = (await issuance.Post("partner", "/rmas", Ask("advance-replacement", "PO-S1"))).Body!;
        PurchaseOrderPlaced Order(string id, string? number, string account = "ACC-1") =>
            new(id, 1, account, number, [new(1, "CAM-2", 1, 199m, "USD")], TimeProvider.System.GetUtcNow());
        await issuance.PublishPlain(Order("PO-1", rma["rmaNumber"]!.GetValue<string>()));
        await Wait.Until(() => issuance.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'rma-{rma["rmaId"]}' and type = 'replacement_order_noted'"), count =>
            count == 1, "the order");
        await issuance.PublishPlain(Order("PO-2", rma["rmaNumber"]!.GetValue<string>(), "ACC-2"));
        await issuance.PublishPlain(Order("PO-3", Policy.RmaNumber.FromSequence(800_000_000).ToString()));
        await issuance.PublishPlain(Order("PO-4", "RMA-222222-9"));
        var codes = await Wait.Until(async () =>
            (await issuance.Get("operator", "/quarantine")).Body!.AsArray().Select(row => row!["code"]!.GetValue<string>()).ToArray(),
            seen => seen.Count(code => code.StartsWith("order.", StringComparison.Ordinal)) >= 3, "three wrong orders to be quarantined");
        Assert.Superset(new HashSet<string> { "order.other-account", "order.rma-unknown", "order.rma-unsound" }, codes.ToHashSet());
    }

    [Fact]
    public async Task A_ticket_is_given_out_by_the_desk_and_is_never_money()
    {
        await issuance.Sold("TKT-1");
        var ticket = await issuance.Post(
            "returns-desk", "/tickets", new { remedy = "warranty-repair", items = new[] { "TKT-1" }, accountId = "ACC-1",
            defect = "no picture" });
        Assert.StartsWith("TKT-", ticket.Body!["rmaNumber"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(ticket.Body["validThrough"]);
        Assert.Equal((409, "rma.ticket-not-enough"),
            Of(await issuance.Post("returns-desk", "/tickets",
            new { remedy = "credit-return", items = new[] { "TKT-1" }, accountId = "ACC-1" })));
        Assert.Equal(
            403, (await issuance.Post("partner", "/tickets", new { remedy = "warranty-repair", items = new[] { "TKT-1" }, defect = "x" }))
            .Status);
    }

    [Fact]
    public async Task A_denial_can_be_disputed_once_and_is_resolved_by_somebody_else()
    {
        await issuance.Sold("DISP-1", daysAgo: 91);
        var denied = await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "DISP-1" } });
        var raised = await issuance.Post(
            "partner", "/disputes", new { subject = "request", reference = denied.Body!["rmaId"]!.GetValue<string>(),
            reason = "it was only one day late" });
        Assert.Equal(201, raised.Status);
        var id = raised.Body!["disputeId"]!.GetValue<string>();
        Assert.Equal(
            404, (await issuance.Post("partner-2", "/disputes",
            new { subject = "request", reference = denied.Body["rmaId"]!.GetValue<string>(), reason = "I want it as well" })).Status);
        Assert.Equal(
            204, (await issuance.Post("returns-desk", $"/disputes/{id}/resolution",
            new { outcome = "upheld", reason = "closed on day ninety" })).Status);
        Assert.Equal("upheld", (await issuance.Get("partner", "/disputes")).Body!.AsArray().Single()!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_cancelled_number_is_issued_anew_with_a_link_both_ways()
    {
        await issuance.Sold("ANEW-1");
        var first = (await issuance.Post("partner", "/rmas", Ask("advance-replacement", "ANEW-1"))).Body!["rmaNumber"]!.GetValue<string>();
        Assert.Equal((409, "rma.nothing-to-reissue"), Of(await issuance.Post("partner", $"/rmas/{first}/reissue", new { })));
        await issuance.Post("partner", $"/rmas/{first}/cancellation", new { reason = "ordered by mistake" });
        var again = await issuance.Post("partner", $"/rmas/{first}/reissue", new { });
        Assert.Equal(201, again.Status);
        Assert.Equal(first, again.Body!["reissues"]!.GetValue<string>());
        Assert.Equal(again.Body["rmaNumber"]!.GetValue<string>(),
            (await issuance.Get("partner", $"/rmas/{first}")).Body!["reissuedBy"]!.GetValue<string>());
        Assert.Equal((409, "rma.already-reissued"), Of(await issuance.Post("partner", $"/rmas/{first}/reissue", new { })));
    }

    [Fact]
    public async Task A_version_is_added_while_the_service_runs_and_a_wrong_one_leaves_everything_as_it_was()
    {
        await File.WriteAllTextAsync(Path.Combine(issuance.PolicyFolder, "a.json"), Draft(document =>
        {
            document["id"] = "us-2099-01";
            document["effectiveFrom"] = "2099-01-01";
        }).ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(issuance.PolicyFolder, "b.json"),
            Draft(document => document["id"] = "us-2026-01").ToJsonString());
        await Wait.Until(() => issuance.Get("auditor", "/policy/versions"), answer =>
            answer.Text.Contains("us-2099-01", StringComparison.Ordinal), "the version to be on the shelf");
        Assert.Equal(2, (await issuance.Get("auditor", "/policy/versions")).Body!.AsArray().Count);
        Assert.Equal(49, (await issuance.Get("auditor", "/policy/versions/us-2099-01")).Body!["clauses"]!.AsObject().Count);
    }

    [Fact]
    public async Task Everything_decided_is_decided_again_to_the_letter()
    {
        await issuance.Sold("REPLAY-1");
        await issuance.Post("partner", "/rmas", Ask("warranty-repair", "REPLAY-1"));
        var report = (await issuance.Get("auditor", "/policy/replay")).Body!;
        Assert.True(report["decisions"]!.GetValue<int>() > 0);
        Assert.Empty(report["differences"]!.AsArray());
    }

    [Fact]
    public async Task Low_a_replay_is_asked_for_in_parts_that_add_up()
    {
        await issuance.Sold("REPLAY-2");
        for (var again = 0; again < 3; again++) await issuance.Post("partner", "/rmas", Ask("warranty-repair", "REPLAY-2"));
        var whole = (await issuance.Get("auditor", "/policy/replay")).Body!;
        var (events, parts, after) = (0, 0, 0L);
        while (true)
        {
            var part = (await issuance.Get("auditor", $"/policy/replay?limit=1&after={after}")).Body!;
            (events, parts) = (events + part["events"]!.GetValue<int>(), parts + 1);
            if (part["next"] is not { } next) break;
            after = next.GetValue<long>();
        }

        Assert.Equal((whole["events"]!.GetValue<int>(), true), (events, parts > 1));
        Assert.Equal("request.limit-out-of-range", (await issuance.Get("auditor", "/policy/replay?limit=100001")).Code);
        Assert.Equal("request.limit-out-of-range", (await issuance.Get("auditor", "/policy/replay?limit=0")).Code);
    }

    private static (int, string?) Of(HttpAnswer answer) => (answer.Status, answer.Code);

    private async Task<string> Traces() => string.Join(' ', await Task.WhenAll(
        issuance.Scalar<long>("select count(*) from mt_events where stream_id like 'rma-%' or stream_id like 'unit-WHATIF%'"),
        issuance.Scalar<long>("select count(*) from idempotency where route like '%what-if%'"),
        issuance.Scalar<long>("select count(*) from notices where serial_number like 'WHATIF%'"),
        issuance.Scalar<long>("select last_value from rma_number_sequence")));

    private static JsonObject Draft(Action<JsonObject> change)
    {
        using var reader = new StreamReader(typeof(Policy.PolicyBook).Assembly.GetManifestResourceStream("Policies/us-2026-01.json")!);
        var document = JsonNode.Parse(reader.ReadToEnd())!.AsObject();
        document["id"] = "draft";
        change(document);
        return document;
    }
}

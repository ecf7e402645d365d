using Rma.Testing;
using static Rma.Repair.Tests.RepairUnderTest;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.Tests;

/// <summary>Whole repairs over HTTP and AMQP, on a real database and a real broker.</summary>
public sealed class BenchCapabilityTests(RepairUnderTest repair) : IClassFixture<RepairUnderTest>
{
    private static readonly object Work = new { resolution = "Replaced the board", labourMinutes = 90, parts = new[] { "MB-1" } };
    private static readonly object Way = new { carrier = "UPS", trackingNumber = "1Z999" };

    [Fact]
    [Rule("D1/54", Shows.Accepted)]
    [Rule("D1/54", Shows.Refused)]
    [Rule("W10/45", Shows.Accepted)]
    public async Task A_covered_recorder_is_repaired_free_and_leaves_with_a_clear_drive() // E15
    {
        var (completed, shipped, granted) =
            (await repair.Listen<V1.RepairCompleted>(), await repair.Listen<V1.UnitShippedBack>(),
            await repair.Listen<V1.RepairWarrantyGranted>());
        var asked = Covered("BEN-1");
        await repair.OnTheBench(asked);
        Assert.Equal("Diagnose.", await repair.NextAction(asked));
        Assert.Equal(204, await Do(asked, "diagnosis", new { faultFound = true, repairable = true, findings = "dead board" }));
        Assert.Equal("Repair, free of charge.", await repair.NextAction(asked));
        Assert.Equal(204, await Do(asked, "repair", Work));
        var early = await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/completion", new { });
        Assert.Equal((409, "repair.drive-not-cleared", """["D1","D4","D5"]"""),
            (early.Status, early.Code, early.Body!["clauses"]!.ToJsonString()));
        Assert.Equal(204, await Do(asked, "drive-clearance", new { absent = false }));
        Assert.Equal(204, await Do(asked, "completion", new { }));
        Assert.Equal(204, await Do(asked, "shipment",
            new { carrier = "UPS", trackingNumber = "1Z1",
            freight = new { service = "UPS Next Day Air", cost = 61.70m, groundCost = 14.20m } }));

        Assert.True((await completed.Next()).Covered);
        var left = await shipped.Next();
        Assert.Equal((asked.ReturnId, "repaired", true, null, 61.70m, 14.20m),
            (left.ReturnId, left.Outcome, left.Covered, left.QuoteVersion, left.Freight!.Cost, left.Freight.GroundCost));
        await repair.AllSaid();
        Assert.Null(await granted.Take());
        var view = (await repair.Get("auditor", $"/repair-jobs/{asked.RepairJobId}")).Body!;
        Assert.Equal("shipped-back", view["job"]!["state"]!.GetValue<string>());
        Assert.Contains("W1", view["decision"]!["clauses"]!.AsArray().Select(clause => clause!.GetValue<string>()));
        Assert.Equal(["repair_job_opened", "repair_decided", "unit_repaired", "drive_checked_and_reformatted", "repair_completed",
            "unit_shipped_back"],
            view["timeline"]!.AsArray().Select(entry => entry!["what"]!.GetValue<string>()));
    }

    [Fact]
    [Rule("O2/58", Shows.Accepted)]
    public async Task A_paid_repair_of_an_expired_unit_is_quoted_approved_and_grants_its_months()
    {
        var (quoted, approved, granted) =
            (await repair.Listen<V1.RepairQuoted>(), await repair.Listen<V1.QuoteApproved>(),
            await repair.Listen<V1.RepairWarrantyGranted>());
        var asked = Expired("BEN-2");
        await repair.Quoted(asked);
        var quote = await Wait.Until(quoted.Take, message => message?.ReturnId == asked.ReturnId, "the quote");
        Assert.Equal((1, 145.50m, "USD", "dead board"), (quote!.QuoteVersion, quote.Amount, quote.Currency, quote.Diagnosis));
        Assert.Contains("O1", quote.Clauses);
        Assert.StartsWith("/quote-links/", quote.Link, StringComparison.Ordinal);

        Assert.Equal("repair.not-approved", (await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/repair", Work)).Code);
        Assert.Equal("quote.other-version",
            (await repair.Post("returns-desk", $"/repair-jobs/{asked.RepairJobId}/quote-approval",
            new { quoteVersion = 1, amount = 145.49m, evidence = "their mail of 27 November" })).Code);
        Assert.Equal(
            204, (await repair.Post("partner", $"/repair-jobs/{asked.RepairJobId}/quote-approval",
            new { quoteVersion = 1, amount = 145.50m })).Status);
        Assert.Equal(
            "partner", (await Wait.Until(approved.Take, message => message?.ReturnId == asked.ReturnId, "the approval"))!.ApprovedBy);
        foreach (var (deed, body) in new[] { ("repair", Work), ("completion", new { }), ("shipment", Way) })
            Assert.Equal(204, await Do(asked, deed, body));
        var extension = (await Wait.Until(granted.Take, message => message?.ReturnId == asked.ReturnId, "the extension"))!;
        Assert.Equal((extension.From.AddMonths(6), "O2"), (extension.Through, extension.Clauses[0]));
    }

    [Fact]
    public async Task Of_many_approvals_at_once_one_is_stored_and_all_are_told_so()
    {
        var approved = await repair.Listen<V1.QuoteApproved>();
        var asked = Expired("BEN-3");
        await repair.Quoted(asked);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ =>
            repair.Post("returns-desk", $"/repair-jobs/{asked.RepairJobId}/quote-approval",
                    new { quoteVersion = 1, amount = 145.50m, evidence = "their mail of 27 November" })));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 204, 409 }));
        Assert.All(answers.Where(answer => answer.Status == 409), answer => Assert.Equal("stream.busy", answer.Code));
        Assert.Equal(1, await repair.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'repair-job-{asked.RepairJobId}' and type = 'quote_approved'"));
        Assert.Equal(asked.ReturnId, (
            await Wait.Until(approved.Take, message => message?.ReturnId == asked.ReturnId, "the approval"))!.ReturnId);
    }

    [Fact]
    public async Task Of_an_approval_and_a_refusal_at_once_one_counts()
    {
        var asked = Expired("BEN-4");
        await repair.Quoted(asked);
        var path = $"/repair-jobs/{asked.RepairJobId}";
        var answers = await Task.WhenAll(
            repair.Post("returns-desk", $"{path}/quote-approval",
                new { quoteVersion = 1, amount = 145.50m, evidence = "their mail of 27 November" }),
            repair.Post("returns-desk", $"{path}/quote-refusal", new { quoteVersion = 1, reason = "too dear" }));
        Assert.Single(answers, answer => answer.Status == 204);
        Assert.Equal(1, await repair.Scalar<long>($"select count(*) from mt_events where stream_id = 'repair-job-{asked.RepairJobId}' " +
            "and type in ('quote_approved', 'quote_declined')"));
    }

    [Fact]
    public async Task A_partner_answers_for_his_own_returns_only_and_learns_of_no_other()
    {
        var asked = Expired("BEN-5") with { AccountId = "ACC-2" };
        await repair.Quoted(asked);
        foreach (var (deed, body) in new (
            string, object)[] { ("quote-approval", new { quoteVersion = 1, amount = 145.50m }),
            ("quote-refusal", new { quoteVersion = 1, reason = "too dear" }) })
            Assert.Equal((404, "repair-job.not-found"),
                await repair.Post("partner", $"/repair-jobs/{asked.RepairJobId}/{deed}", body) is var answer ? (answer.Status, answer.Code)
                : default);
        Assert.Equal(403, (await repair.Get("partner", $"/repair-jobs/{asked.RepairJobId}")).Status);
    }

    [Fact]
    [Rule("T9/78", Shows.Accepted)]
    public async Task An_exchanged_unit_is_tested_and_replaced_in_the_stock()
    {
        var (tested, replaced) = (await repair.Listen<V1.UnitTested>(), await repair.Listen<V1.UnitReplaced>());
        var test = Covered("BEN-6") with { Purpose = "test", HasDrive = false, Remedy = "otc-exchange" };
        await repair.OnTheBench(test);
        Assert.Equal((400, "exclusion.unknown"),
            await repair.Post("technician", $"/repair-jobs/{test.RepairJobId}/test",
            new { faultFound = true, findings = "no picture", exclusions = new[] { "ugly" } }) is var bad ? (bad.Status, bad.Code)
            : default);
        Assert.Equal(204, await Do(test, "test", new { faultFound = true, findings = "no picture", exclusions = new[] { "surge" } }));
        Assert.Equal((true, "surge", "technician"), await tested.Next() is var said
            ? (said.FaultFound, Assert.Single(said.Exclusions), said.TestedBy) : default);
        Assert.Null(await repair.NextAction(test));

        var replace = test with { RepairJobId = Guid.CreateVersion7(), Purpose = "replace-stock" };
        await repair.OnTheBench(replace);
        Assert.Equal(204, await Do(replace, "stock-replacement",
            new { replacementSerialNumber = "NEW-6", carrier = "UPS", trackingNumber = "1Z6" }));
        Assert.Equal(("stock-replacement", "NEW-6", "sellable"), await replaced.Next() is var sent
            ? (sent.Kind, sent.ReplacementSerialNumber, sent.Grade) : default);
    }

    [Fact]
    [Rule("W8/42", Shows.Accepted)]
    public async Task A_covered_unit_beyond_repair_is_swapped_for_one_at_least_as_good()
    {
        var replaced = await repair.Listen<V1.UnitReplaced>();
        var asked = Covered("BEN-7");
        await repair.OnTheBench(asked);
        await Do(asked, "diagnosis", new { faultFound = true, repairable = false, findings = "burnt through" });
        Assert.Equal("repair.drive-not-cleared", (await Swap("A")).Code);
        await Do(asked, "drive-clearance", new { absent = false });
        Assert.Equal("repair.grade-too-low", (await Swap("C")).Code);
        Assert.Equal(204, (await Swap("A")).Status);
        Assert.Equal(("refurbished-swap", "REF-7", "A"),
            await Wait.Until(replaced.Take, message => message?.ReturnId == asked.ReturnId, "the swap") is { } sent
            ? (sent.Kind, sent.ReplacementSerialNumber, sent.Grade) : default);

        Task<HttpAnswer> Swap(string grade) =>
            repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/swap",
            new { replacementSerialNumber = "REF-7", grade, carrier = "UPS", trackingNumber = "1Z7" });
    }

    [Fact]
    [Rule("W5/38", Shows.Accepted)]
    [Rule("W5/38", Shows.Refused)]
    public async Task An_exclusion_of_its_own_kind_waits_for_somebody_else()
    {
        var asked = Covered("BEN-8");
        await repair.OnTheBench(asked);
        await Do(asked, "diagnosis", new { faultFound = true, repairable = true, findings = "corroded", otherExclusion = "salt water" });
        Assert.Equal("Somebody else: approve the exclusion, or diagnose again without it.", await repair.NextAction(asked));
        Assert.Equal("repair.same-approver",
            (await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/exclusion-approval", new { })).Code);
        Assert.Equal(204, (await repair.Post("returns-desk", $"/repair-jobs/{asked.RepairJobId}/exclusion-approval", new { })).Status);
        Assert.Equal("Quote labor and parts.", await repair.NextAction(asked));
    }

    [Fact]
    [Rule("D3/51", Shows.Refused)]
    public async Task Nobody_can_open_a_data_recovery()
    {
        var asked = Covered("BEN-9");
        await repair.OnTheBench(asked);
        var refused = await repair.Post("returns-desk", $"/repair-jobs/{asked.RepairJobId}/data-recovery", new { });
        Assert.Equal((409, "repair.no-data-recovery", "D3"),
            (refused.Status, refused.Code, refused.Body!["clauses"]![0]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("diagnosis", """{"faultFound":true,"findings":"dead"}""", "diagnosis.incomplete")]
    [InlineData("diagnosis", """{"faultFound":false,"findings":"fine","repairable":true}""", "diagnosis.contradictory")]
    [InlineData("diagnosis", """{"faultFound":true,"findings":"x","repairable":true}""", "findings.missing")]
    [InlineData("diagnosis", """{"faultFound":true,"findings":"dead","repairable":true,"grade":"Z"}""", "diagnosis.grade-unknown")]
    [InlineData("diagnosis", """{"faultFound":true,"findings":"dead","repairable":true,"exclusions":["other"]}""", "exclusion.unknown")]
    [InlineData("diagnosis", """{"faultFound":true,"findings":"dead","repairable":true,"otherExclusion":" "}""",
        "exclusion.reason-missing")]
    [InlineData("quotes", """{"lines":[]}""", "quote.lines-out-of-range")]
    [InlineData("quotes", """{"lines":[{"kind":"labour","description":"work","amount":0}]}""", "quote.amount-out-of-range")]
    [InlineData("quotes", """{"lines":[{"kind":"freight","description":"work","amount":1}]}""", "quote.kind-unknown")]
    [InlineData("quotes", """{"lines":[{"kind":"parts","description":"","amount":1}]}""", "quote.description-missing")]
    [InlineData("repair", """{"resolution":"did it","labourMinutes":-1}""", "repair.labour-out-of-range")]
    [InlineData("shipment", """{"carrier":" ","trackingNumber":"1Z"}""", "shipment.incomplete")]
    [InlineData("shipment", """{"carrier":"UPS","trackingNumber":"1Z","freight":{"service":"UPS Ground","cost":1,"groundCost":1}}""",
        "shipment.no-deviation")]
    [InlineData("shipment", """{"carrier":"UPS","trackingNumber":"1Z","freight":{"service":"Air","cost":-1,"groundCost":1}}""",
        "shipment.cost-out-of-range")]
    [InlineData("shipment", """{"carrier":"UPS","trackingNumber":"1Z","discount":1}""", "request.malformed")]
    public async Task A_request_that_is_wrong_in_itself_is_told_so(string deed, string body, string code)
    {
        var answer = await repair.Post(
            "technician", $"/repair-jobs/{Guid.CreateVersion7()}/{deed}", System.Text.Json.Nodes.JsonNode.Parse(body)!);
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    private async Task<int> Do(V1.OpenRepairJob asked, string deed, object body) =>
        (await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/{deed}", body)).Status;
}

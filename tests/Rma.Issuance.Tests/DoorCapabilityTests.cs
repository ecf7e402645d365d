using System.Text;
using System.Text.Json.Nodes;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;
using static Rma.Issuance.Tests.IssuanceUnderTest;

namespace Rma.Issuance.Tests;

/// <summary>Valid input in all its spellings, and answers with everything that the caller needs.</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class DoorCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("APPLICATION/JSON; CHARSET=\"UTF-8\"")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json")]
    public async Task B1_a_charset_may_be_quoted_and_in_any_case(string contentType)
    {
        using var http = issuance.As("partner");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/what-if") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"serialNumber\":\"B1\"}")) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task B4_a_serial_number_with_a_slash_is_one_key()
    {
        await issuance.PublishPlain(new UnitShipped("SH-SLASH", 1, "H3/2026/0007", "CAM-2", "ACC-1", Now.AddDays(-3)));
        await issuance.Recorded("H3/2026/0007", "unit_shipment_recorded", 1);
        Assert.Equal(200, (await issuance.Get("returns-desk", "/units/H3%2F2026%2F0007")).Status);
        Assert.Equal(200, (await issuance.Get("returns-desk", "/units/H3%2f2026%2f0007")).Status);
        Assert.Equal("H3/2026/0007", (
            await issuance.Get("returns-desk", "/units/H3%2F2026%2F0007/eligibility?accountId=ACC-1&asOf=2026-11-01"))
            .Body!["serialNumber"]!.GetValue<string>());
        Assert.Equal((404, "unit.not-found"), await Status(issuance.Get("returns-desk", "/units/H3%252F2026%252F0007")));
    }

    [Fact]
    public async Task B11_a_problem_names_the_place_what_was_there_and_what_is_wanted()
    {
        var problem = (await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new object[] { "A", 5 } })).Body!;
        Assert.Equal(("$.items[1]", "the number 5", "a text"),
            (problem["path"]!.GetValue<string>(), problem["found"]!.GetValue<string>(), problem["wanted"]!.GetValue<string>()));
    }

    [Fact]
    public async Task B12_an_unknown_parameter_is_answered_with_those_that_are_known()
    {
        var problem = (await issuance.Get("returns-desk", "/returns?serialNumber=A")).Body!;
        Assert.Equal("serialNumber", problem["parameter"]!.GetValue<string>());
        Assert.Equal(["rmaNumber", "state", "after", "limit", "from", "through"],
            problem["known"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public async Task A16_what_if_promises_what_would_be_paid()
    {
        var answer = await issuance.Post("returns-desk", "/what-if", new
        {
            channel = "distributor", facts = new { sku = "CAM-2", invoiceDate = Today, shippedOn = Today, warrantyMonths = 24,
                netPrice = 100.5m, currency = "JPY" },
        });
        var promised = answer.Body!["remedies"]!.AsArray().Where(remedy => remedy!["expectedAmount"] is not null).ToArray();
        Assert.NotEmpty(promised);
        Assert.All(promised, remedy => Assert.Equal(100m, remedy!["expectedAmount"]!["amount"]!.GetValue<decimal>()));
        Assert.DoesNotContain("100.5", string.Concat(promised.Select(remedy => remedy!["reason"]!.GetValue<string>())),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task C9_a_policy_version_can_be_read_edited_and_checked()
    {
        var id = (await issuance.Get("auditor", "/policy/versions")).Body![0]!["id"]!.GetValue<string>();
        var document = (await issuance.Get("auditor", $"/policy/versions/{id}")).Body!.AsObject();
        Assert.Equal(200, (await issuance.Post("auditor", "/policy/check", document)).Status);
        document["settings"]!["rmaValidityDays"]!["value"] = "thirty";
        Assert.Equal("policy.rejected", (await issuance.Post("auditor", "/policy/check", document)).Code);
        document["settings"] = new JsonArray();
        var rejected = await issuance.Post("auditor", "/policy/check", document);
        Assert.Equal((400, "policy.rejected"), (rejected.Status, rejected.Code));
        Assert.DoesNotContain("System", rejected.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rma.", rejected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C6_a_denied_line_shows_its_code_and_what_would_change_it_wherever_it_is_shown()
    {
        await issuance.Sold("C6-LATE", daysAgo: 120);
        var denied = await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "C6-LATE" } });
        Assert.Equal(409, denied.Status);
        var line = denied.Body!["lines"]![0]!;
        Assert.Equal(("line.window-closed", true), (line["code"]!.GetValue<string>(), line["clauses"]!.AsArray().Count > 0));
        var shown = (await issuance.Get("partner", $"/rmas/{denied.Body["rmaId"]}")).Body!;
        Assert.Equal(("rma.no-eligible-item", "line.window-closed"),
            (shown["refusalCode"]!.GetValue<string>(), shown["lines"]![0]!["code"]!.GetValue<string>()));
        Assert.Contains("line.window-closed", (await issuance.Get("partner", "/notices?kind=denied")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C4_a_referred_request_tells_what_it_waits_for_and_can_be_withdrawn()
    {
        var referred = await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "C4-TYPO" } });
        Assert.Equal(202, referred.Status);
        var id = referred.Body!["rmaId"]!.GetValue<string>();
        Assert.NotNull(referred.Body["lines"]![0]!["code"]);
        var notice = (await issuance.Get("partner", "/notices?kind=waiting")).Body!.AsArray()
            .Single(one => one!["rmaId"]!.GetValue<string>() == id)!;
        Assert.Contains("It waits for: ", notice["body"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(404, (await issuance.Post("partner-2", $"/rmas/{id}/withdrawal", new { reason = "not mine" })).Status);
        Assert.Equal(204, (await issuance.Post("partner", $"/rmas/{id}/withdrawal", new { reason = "a typo" })).Status);
        Assert.Equal(204, (await issuance.Post("partner", $"/rmas/{id}/withdrawal", new { reason = "a typo" })).Status);
        Assert.Equal("withdrawn", (await issuance.Get("partner", $"/rmas/{id}")).Body!["state"]!.GetValue<string>());
        Assert.Contains(id, (await issuance.Get("partner", "/rmas?state=withdrawn")).Text, StringComparison.Ordinal);
        Assert.Contains(id, (await issuance.Get("partner", "/notices?kind=withdrawn")).Text, StringComparison.Ordinal);
        Assert.Equal("rma.not-referred", (await issuance.Post("partner", $"/rmas/{id}/reconsideration", new { })).Code);
    }

    [Theory]
    [InlineData("rma", "RMA-222222-2"), InlineData("line", "RMA-222222-2/1"), InlineData("parcel", "some text"),
        InlineData("credit", "0195f000-0000-7000-8000-000000000001")]
    [InlineData("charge", "1"), InlineData("return", "any text")]
    public async Task C3_a_dispute_is_about_something_that_exists(string subject, string reference) =>
        Assert.Equal((404, "dispute-subject.not-found"),
            await Status(issuance.Post("partner", "/disputes", new { subject, reference, reason = "I do not agree with this" })));

    [Fact]
    public async Task C3_a_line_is_disputed_by_its_own_number_and_by_its_requester_only()
    {
        await issuance.Sold("C3-LINE");
        var number = (await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "C3-LINE" } }))
            .Body!["rmaNumber"]!.GetValue<string>();
        await Wait.Until(() => issuance.Get("returns-desk", $"/returns?rmaNumber={number}"), answer =>
            answer.Body!.AsArray().Count == 1, "the return");
        var dispute = new { subject = "line", reference = $"{number}/1", reason = "I do not agree with this" };
        Assert.Equal(404, (await issuance.Post("partner-2", "/disputes", dispute)).Status);
        Assert.Equal(201, (await issuance.Post("partner", "/disputes", dispute)).Status);
        Assert.Equal(
            201, (await issuance.Post("partner", "/disputes",
            new { subject = "rma", reference = number, reason = "I do not agree with this" })).Status);
        Assert.Equal(404, (await issuance.Post("partner", "/disputes", dispute with { reference = $"{number}/2" })).Status);
    }

    private static async Task<(int Status, string? Code)> Status(Task<HttpAnswer> answer) => ((await answer).Status, (await answer).Code);
}

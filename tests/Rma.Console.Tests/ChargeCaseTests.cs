using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rma.Contracts.Credit;

namespace Rma.Console.Tests;

/// <summary>The page of a charge case; the test plays credit.</summary>
public sealed class ChargeCaseTests(ConsoleWithPages console) : IClassFixture<ConsoleWithPages>
{
    private readonly Guid id = Guid.CreateVersion7();

    [Fact]
    public async Task An_analyst_charges_the_lines_that_are_known_and_leaves_out_what_is_zero()
    {
        console.Answer = Results.Json(Case("ina"));
        using var visitor = await console.SignedIn("anna");
        var page = await visitor.Get($"/console/credit/charges/{id}");
        Assert.Equal(200, page.Status);
        Assert.Contains("at most USD 80.00", page.Html, StringComparison.Ordinal);
        var form = page.Form("name=\"reason\"");
        form.Remove("kind");
        var fields = form.Select(field => KeyValuePair.Create(field.Key, field.Value)).Concat(
        [
            new("kind", "diagnosis"), new("amount", "79.5"), new("kind", "return-shipping"), new("amount", "0"),
            new("reason", "As quoted"), new("outcome", "charge"),
        ]);
        using var body = new FormUrlEncodedContent(fields);
        await visitor.Http.PostAsync(new Uri($"/console/credit/charges/{id}", UriKind.Relative), body);
        var asked = console.AskedOfIssuance.Single(one => one.Path == $"/charge-cases/{id}/decision");
        Assert.Equal(form["key"], asked.Key);
        const string wanted = """{"outcome":"charge","reason":"As quoted","lines":[{"kind":"diagnosis","amount":79.5}]}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(wanted), JsonNode.Parse(asked.Body)), asked.Body);
    }

    [Fact]
    public async Task Whoever_inspected_the_unit_and_whoever_only_reads_have_no_form()
    {
        console.Answer = Results.Json(Case("anna"));
        using var analyst = await console.SignedIn("anna");
        var page = await analyst.Get($"/console/credit/charges/{id}");
        Assert.Contains("You inspected this unit, so somebody else decides.", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"outcome\"", page.Html, StringComparison.Ordinal);
        using var finance = await console.SignedIn("fiona");
        Assert.DoesNotContain("name=\"outcome\"", (await finance.Get($"/console/credit/charges/{id}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_away_is_told_and_an_unknown_case_is_not_found()
    {
        console.Answer = Problem(404, "There is none.", "charge-case.not-found");
        using var visitor = await console.SignedIn("anna");
        Assert.Equal(404, (await visitor.Get($"/console/credit/charges/{id}")).Status);
        console.Answer = Problem(503, "Away for a moment.", "service.away");
        var page = await visitor.Get($"/console/credit/charges/{id}");
        Assert.Equal(503, page.Status);
        Assert.Contains("Away for a moment.", page.Html, StringComparison.Ordinal);
    }

    private static IResult Problem(int status, string detail, string code) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    private object Case(string inspectedBy) => new
    {
        chargeCaseId = id, state = ChargeCaseStates.Referred, code = "charge.facts-missing",
        request = new
        {
            returnId = id, rmaNumber = "RMA-1", line = 1, accountId = "ONE", serialNumber = "S-1", remedy = Policy.Remedies.PaidRepair,
            requestedAt = DateTimeOffset.UnixEpoch, inspectedBy,
        },
        decision = new { outcome = "Refer", reason = "A fact is missing.", clauses = new[] { "O3" }, missingFacts = new[] { "freight" } },
        known = new[]
        {
            new { kind = Policy.ChargeLine.Diagnosis, amount = new { amount = 80.00m, currency = "USD" }, clause = "O3" },
            new { kind = Policy.ChargeLine.ReturnShipping, amount = new { amount = 13.50m, currency = "USD" }, clause = "O3" },
        },
        nextAction = "Charge at most what is known, or waive; give the reason.", timeline = Array.Empty<JsonElement>(),
    };
}

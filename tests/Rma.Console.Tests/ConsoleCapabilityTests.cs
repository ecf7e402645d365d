using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>What people and systems find, over HTTP, after the other services have told it.</summary>
public sealed class ConsoleCapabilityTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    [Fact]
    public async Task A_return_is_told_in_one_sentence_with_all_that_happened()
    {
        var told = new Told("SN-4711-A");
        await console.Tell(told.UntilQuote());
        await console.Tell(new Contracts.Issuance.V1.AccountStated(
            "ACC-1", 1, "Meridian Supply", "distributor", true, new(2026, 1, 1), Told.Monday));
        await console.InState(told, "AwaitingQuoteAnswer");
        var shown = await Wait.Until(() => console.Get("returns-desk", $"/returns/{told.ReturnId}"), answer =>
            Text(answer.Body!["return"]!, "accountName") == "Meridian Supply"
                && Text(answer.Body!["return"]!["quote"]!, "text") == "120.00", "the account's name and the quote");
        var (about, timeline) = (shown.Body!["return"]!, shown.Body!["timeline"]!.AsArray());
        Assert.Contains("has been at the bench since", Text(about, "sentence"), StringComparison.Ordinal);
        Assert.Contains("the requester's answer to quote 2 (120.00 USD)", Text(about, "sentence"), StringComparison.Ordinal);
        Assert.Equal(("requester", "120.00", "USD"),
            (Text(about, "next"), Text(about["quote"]!, "text"), Text(about["quote"]!, "currency")));
        Assert.Equal(
            ["rma-issued", "parcel-accepted", "unit-received", "repair-quoted", "repair-quoted"],
            timeline.Select(line => Text(line!, "what")));
        Assert.Equal("P4", timeline[0]!["clauses"]![0]!.GetValue<string>());
        Assert.DoesNotContain("secret", shown.Text, StringComparison.Ordinal);

        var toPartner = (await console.Get("partner", $"/returns/{told.ReturnId}")).Body!["return"]!;
        Assert.Contains("waiting for you to answer quote 2", Text(toPartner, "sentence"), StringComparison.Ordinal);
        Assert.Equal((404, "return.not-found"), await Status(console.Get("partner-2", $"/returns/{told.ReturnId}")));
    }

    [Theory]
    [InlineData("FIND-77-XY", "serial", "whole")]
    [InlineData("find77", "serial", "beginning")]
    [InlineData("77-xy", "serial", "end")]
    [InlineData("rma find 77 xy", "rma", "whole")]
    [InlineData("1zfind", "tracking", "beginning")]
    [InlineData("po.find.77.xy", "reference", "whole")]
    public async Task Anything_is_found_by_its_beginning_or_end_however_it_is_written(string text, string kind, string match)
    {
        var told = await Known("FIND-77-XY");
        var found = await Wait.Until(() => console.Get("returns-desk", $"/find?q={Uri.EscapeDataString(text)}"), answer =>
            answer.Body!["found"]!.AsArray().Any(one => Text(one!, "kind") == kind), $"{text} to be found");
        var finding = found.Body!["found"]!.AsArray().First(one => Text(one!, "kind") == kind)!;
        Assert.Equal(match, Text(finding, "match"));
        Assert.Contains(told.Number, finding["returns"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_finds_and_lists_its_own_only()
    {
        await Known("OWN-1");
        var other = await Known("OWN-2", "ACC-2");
        await console.InState(other, "AwaitingQuoteAnswer");
        Assert.Empty((await console.Get("partner", "/find?q=OWN-2")).Body!["found"]!.AsArray());
        Assert.Empty((await console.Get("partner", "/returns?account=ACC-2")).Body!["returns"]!.AsArray());
        Assert.Empty((await console.Get("partner", "/returns/counts?account=ACC-2")).Body!.AsArray());
        Assert.Single((await console.Get("partner-2", "/find?q=OWN-2&kind=serial")).Body!["found"]!.AsArray());
        var listed = (await console.Get("partner-2", "/returns")).Body!["returns"]!.AsArray();
        Assert.All(listed, one => Assert.Equal("ACC-2", Text(one!, "accountId")));
    }

    [Fact]
    public async Task The_list_is_walked_by_cursor_and_each_row_comes_once()
    {
        foreach (var number in Enumerable.Range(0, 7)) await Known($"PAGE-{number}", "ACC-7");
        await Wait.Until(() => console.Get("auditor", "/returns?account=ACC-7"), answer =>
            answer.Body!["returns"]!.AsArray().Count(one => Text(one!, "state") == "AwaitingQuoteAnswer") == 7, "seven returns");
        var (seen, after) = (new List<string>(), "");
        for (var page = 0; page < 4; page++)
        {
            var answer = await console.Get("auditor", $"/returns?account=ACC-7&limit=2&sort=since{after}");
            seen.AddRange(answer.Body!["returns"]!.AsArray().Select(one => Text(one!, "serialNumber")));
            after = answer.Body["after"]?.GetValue<string>() is { } cursor ? $"&after={cursor}" : "";
        }

        Assert.Equal(("", 7, 7), (after, seen.Count, seen.Distinct().Count()));
        var counts = (await Wait.Until(() => console.Get("auditor", "/returns/counts?account=ACC-7"), answer =>
            answer.Body!.AsArray().Sum(count => count!["count"]!.GetValue<long>()) == 7, "the counts")).Body!.AsArray();
        Assert.Equal(("AwaitingQuoteAnswer", 7L, "requester"), (Text(counts.Single()!, "state"), counts[0]!["count"]!.GetValue<long>(),
            Text(counts[0]!, "next")));
    }

    [Theory]
    [InlineData("/find?q=ab", "find.too-short")]
    [InlineData("/find?q=---", "find.too-short")]
    [InlineData("/find", "find.too-short")]
    [InlineData("/find?q=abc&kind=car", "request.unknown-value")]
    [InlineData("/find?q=abc&color=red", "request.unknown-parameter")]
    [InlineData("/returns?state=Lost", "request.unknown-value")]
    [InlineData("/returns?sort=price", "request.unknown-value")]
    [InlineData("/returns?next=nobody", "request.unknown-value")]
    [InlineData("/returns?limit=0", "request.limit-out-of-range")]
    [InlineData("/returns?after=xyz", "cursor.not-of-this-list")]
    [InlineData("/returns?after=!!", "cursor.not-of-this-list")]
    public async Task What_cannot_be_meant_is_named(string path, string code) =>
        Assert.Equal((400, code), await Status(console.Get("returns-desk", path)));

    [Fact]
    public async Task A_long_text_and_another_lists_cursor_are_refused()
    {
        Assert.Equal((400, "find.too-long"), await Status(console.Get("returns-desk", $"/find?q={new string('a', 201)}")));
        foreach (var number in Enumerable.Range(0, 3)) await Known($"CURSOR-{number}", "ACC-8");
        var first = await Wait.Until(() => console.Get("auditor", "/returns?account=ACC-8&limit=1"), answer =>
            answer.Body!["after"] is not null, "a second page");
        var cursor = Text(first.Body!, "after");
        Assert.Equal((400, "cursor.not-of-this-list"), await Status(console.Get("auditor", $"/returns?limit=1&after={cursor}")));
        Assert.Equal(200, (await console.Get("auditor", $"/returns?account=ACC-8&limit=2&after={cursor}")).Status);
    }

    [Fact]
    public async Task Overdue_is_by_state_and_day()
    {
        var told = await Known("LATE-1", "ACC-9");
        var late = new Told("LATE-2", "ACC-9");
        await console.Tell(late.Issued, late.Authorized, late.Moved(1, "Initial", "AwaitingInspection", -24 * 30));
        await console.InState(told, "AwaitingQuoteAnswer");
        await console.InState(late, "AwaitingInspection");
        var overdue = (await console.Get("returns-desk", "/returns?account=ACC-9&overdue=true")).Body!["returns"]!.AsArray();
        Assert.Equal("LATE-2", Text(overdue.Single()!, "serialNumber"));
        Assert.True(overdue[0]!["overdue"]!.GetValue<bool>());
        var others = (await console.Get("returns-desk", "/returns?account=ACC-9&overdue=false")).Body!["returns"]!.AsArray();
        Assert.Equal("LATE-1", Text(others.Single()!, "serialNumber"));
    }

    [Fact]
    public async Task A_refused_parcel_is_found_by_its_label()
    {
        await console.Tell(new Contracts.Receiving.V1.ParcelRefused(
            Guid.CreateVersion7(), null, "no number at all", "parcel.unmarked", "There was no number on it.", ["P3"], "east", Told.Monday,
            Told.Monday, Carrier: "UPS", TrackingNumber: "1Z999-LOST"));
        var found = await Wait.Until(() => console.Get("returns-desk", "/find?q=999lost"), answer =>
            answer.Body!["found"]!.AsArray().Count == 1, "the parcel");
        Assert.Equal(("parcel", "refused"),
            (Text(found.Body!["found"]![0]!, "kind"), Text(found.Body["found"]![0]!["parcel"]!, "state")));
    }

    [Fact]
    public async Task A_list_is_a_file_for_a_spreadsheet_too()
    {
        foreach (var number in Enumerable.Range(0, 3))
        {
            var told = new Told($"CSV-{number}", "ACC-10");
            await console.Tell([told.Authorized with { Defect = "=cmd|'/c calc'!A1" }, .. told.UntilQuote().Where(message =>
                message is not Contracts.Issuance.V1.ReturnAuthorized)]);
            await console.InState(told, "AwaitingQuoteAnswer");
        }

        using var http = console.As("finance");
        http.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        using var answer = await http.GetAsync(new Uri("/returns?account=ACC-10&sort=requested", UriKind.Relative));
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("returnId,rmaNumber,line,accountId", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Contains("'=cmd", line, StringComparison.Ordinal));
        Assert.All(lines[1..], line => Assert.Contains(",120.00,USD,", line, StringComparison.Ordinal));
        using var wrong = await http.GetAsync(new Uri("/returns?state=Lost", UriKind.Relative));
        Assert.Equal((400, "request.unknown-value"), ((int)wrong.StatusCode, (await HttpAnswer.Of(wrong)).Code));
    }

    private async Task<Told> Known(string serial, string account = "ACC-1")
    {
        var told = new Told(serial, account);
        await console.Tell(told.UntilQuote());
        return told;
    }

    private static string Text(JsonNode node, string member) => node[member]?.GetValue<string>() ?? "";

    private static async Task<(int, string?)> Status(Task<HttpAnswer> answer) => ((await answer).Status, (await answer).Code);
}

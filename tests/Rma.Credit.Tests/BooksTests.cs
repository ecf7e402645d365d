using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Finance.V1;
using Rma.Credit.Books;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests;

/// <summary>A month as finance closes it: lists, sums, days, document numbers, the journal.</summary>
public sealed class BooksTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    private static readonly string First = Text(Today);
    private static readonly string Last = Text(Today.AddDays(3));

    [Fact]
    public async Task A_month_is_closed_with_numbers_without_a_gap_and_a_journal_that_balances()
    {
        await Issue(Camera("BOOK-1"), Camera("BOOK-2") with { AccountId = "ACC-7" },
            Camera("BOOK-3") with { Purchase = new("INV-BOOK-3", Today.AddDays(-10), 10_030m, 1_003m, "JPY") });
        var open = (await Days()).Single();
        Assert.Equal(("open", null, null), (Say(open, "state"), open["creditNumbers"], open["agrees"]));
        Assert.Equal((409, "journal.day-open"), await Told($"/journal?from={First}&through={First}"));
        Assert.All((await Get($"/credits?businessDate={First}")).AsArray(), note => Assert.Null(note!["documentNumber"]));

        await credit.MoveClockPast(Today);
        await Wait.Until(Days, days => Say(days[0], "state") == "stated", "the first day");
        await Issue(Camera("BOOK-4"));
        await credit.MoveClockPast(Today.AddDays(1));
        await Wait.Until(Days, days => days.Length == 3 && Say(days[1], "state") == "stated", "the second day");
        var (first, second) = ((await Days())[0], (await Days())[1]);
        var year = Today.Year;
        Assert.Equal($"""["CN-{year}-000001","CN-{year}-000003"]""", first["creditNumbers"]!.ToJsonString());
        Assert.True(first["agrees"]!.GetValue<bool>());
        Assert.Equal(
            Today.AddDays(1).Year == year ? $"CN-{year}-000004" : $"CN-{year + 1}-000001", Say(second["creditNumbers"]!.AsArray()));

        // One book, filtered, walked, as a file.
        var all = (await Get($"/credits?from={First}&through={Last}")).AsArray();
        Assert.Equal(4, all.Select(note => Say(note!, "documentNumber")).Distinct().Count());
        Assert.All(all, note => Assert.Equal(note!["amount"]!.ToJsonString(), Say(note, "amountText")));
        Assert.Equal("BOOK-2", Say((await Get($"/credits?from={First}&through={Last}&account=ACC-7")).AsArray().Single()!, "serialNumber"));
        Assert.Equal("BOOK-3", Say((await Get($"/credits?from={First}&through={Last}&currency=JPY")).AsArray().Single()!, "serialNumber"));
        var walked = new List<string>();
        for (var after = ""; (await Get($"/credits?from={First}&through={Last}&limit=1{after}")).AsArray() is [{ } note];
            after = $"&after={Say(note, "creditId")}") walked.Add(Say(note, "creditId"));
        Assert.Equal(all.Select(note => Say(note!, "creditId")), walked);
        Assert.Equal((400, "cursor.not-of-this-list"), await Told($"/credits?businessDate={First}&after={Guid.CreateVersion7()}"));
        var file = await Csv($"/credits?from={First}&through={Last}");
        Assert.Equal(
            "documentNumber,creditId,businessDate,issuedAt,rmaNumber,rmaLine,accountId,serialNumber,invoiceId,currency,amount,price," +
                "restocking-fee,damage-fee,credited-elsewhere,tax-reversal,clauses", file[0]);
        Assert.Equal(5, file.Length);
        Assert.Contains(file, line => line.Contains(",BOOK-3,INV-BOOK-3,JPY,11033,10030,,,,1003,", StringComparison.Ordinal));

        // Sums are those of the notes, however they are asked for.
        foreach (var by in new[] { "currency", "account", "day", "month" })
        {
            var sums = (await Get($"/totals?from={First}&through={Last}&by={by}")).AsArray();
            foreach (var currency in new[] { "USD", "JPY" })
                Assert.Equal(
                    all.Where(note => Say(note!, "currency") == currency).Sum(Amount),
                    sums.Where(sum => Say(sum!, "currency") == currency).Sum(Amount));
        }

        // The journal: every document balances, and the customers get what the notes say.
        var journal = (await Get($"/journal?from={First}&through={Text(Today.AddDays(1))}")).AsArray();
        foreach (var document in journal.GroupBy(line => Say(line!, "documentNumber")))
            Assert.Equal(document.Sum(line => Side(line, "debit")), document.Sum(line => Side(line, "credit")));
        Assert.Equal(
            all.Sum(Amount), journal.Where(line => Say(line!, "ledgerAccount") == "customer").Sum(line => Side(line, "credit")));
        Assert.StartsWith("documentNumber,businessDate,ledgerAccount,accountId,debit,credit,currency,text",
            (await Csv($"/journal?from={First}&through={First}"))[0], StringComparison.Ordinal);
        await credit.MoveClock(TimeSpan.Zero);
    }

    [Fact]
    public void A_charge_and_a_fee_stand_on_the_other_side_under_the_names_of_the_ledger()
    {
        var journal = new Journal(new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Journal:Accounts:customer"] = "1200", ["Journal:Accounts:credit.restocking-fee"] = "8010",
        }).Build()));
        var credited = journal.Of(new CreditNote(
            Guid.Empty, "RMA-1", 1, "ACC-1", "S", "INV", "USD", 166.50m, [new("price", 180m), new("restocking-fee", -27m),
            new("tax-reversal", 13.50m)], default, Today, [], "CN-2026-000001"));
        Assert.Equal(
            [("credit.price", 180m, null), ("8010", null, 27m), ("credit.tax-reversal", 13.50m, null), ("1200", null, 166.50m)],
            credited.Select(line => (line.LedgerAccount, line.Debit, line.Credit)));
        var charged = journal.Of(new ChargeNote(
            Guid.Empty, "RMA-1", 1, "ACC-1", "S", "USD", 74.50m, [new("diagnosis", 60m), new("return-shipping", 14.50m)], default, Today,
            [], "CH-2026-000001"));
        Assert.Equal(
            [("1200", 74.50m, null), ("charge.diagnosis", null, 60m), ("charge.return-shipping", null, 14.50m)],
            charged.Select(line => (line.LedgerAccount, line.Debit, line.Credit)));
        Assert.Throws<InvalidOperationException>(() => new LedgerAccounts(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Journal:Accounts:customer"] = "" }).Build()));
    }

    [Theory]
    [InlineData("/credits?from=2026-03-01", 400, "request.date-malformed")]
    [InlineData("/credits?from=2026-03-02&through=2026-03-01", 400, "request.range-malformed")]
    [InlineData("/charges?from=2026-01-01&through=2027-01-02", 400, "request.range-malformed")]
    [InlineData("/charges?from=2026-01-01&through=2027-01-01", 200, null)]
    [InlineData("/credits?businessDate=2026-03-02&from=2026-03-01", 400, "request.range-malformed")]
    [InlineData("/credits?businessDate=2026-03-02&month=3", 400, "request.unknown-parameter")]
    [InlineData("/totals?from=2026-03-01&through=2026-03-31&by=product", 400, "request.unknown-value")]
    [InlineData("/totals?from=1.3.2026&through=2026-03-31", 400, "request.date-malformed")]
    [InlineData("/business-days?from=2026-03-01&through=2030-03-31", 400, "request.range-malformed")]
    [InlineData("/journal?from=2026-03-01", 400, "request.date-malformed")]
    public async Task A_wrong_question_is_told_so(string path, int status, string? code) => Assert.Equal((status, code), await Told(path));

    [Fact]
    public async Task Numbers_are_kept_for_ever_and_the_running_service_cannot_change_them()
    {
        await using var command = credit.Services.GetRequiredService<Npgsql.NpgsqlDataSource>()
            .CreateCommand("update document_numbers set number = number + 1");
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal("42501", refused.SqlState);
    }

    private async Task Issue(params V1.AssessCredit[] asked)
    {
        foreach (var question in asked) await credit.Publish(question);
        foreach (var question in asked) await credit.InState(question, "issued");
    }

    private async Task<JsonNode> Get(string path)
    {
        var answer = await credit.Get("finance", path);
        Assert.Equal(200, answer.Status);
        return answer.Body!;
    }

    private async Task<(int, string?)> Told(string path) =>
        await credit.Get("finance", path) is var answer ? (answer.Status, answer.Code) : default;

    private async Task<JsonNode[]> Days() => [.. (await Get($"/business-days?from={First}&through={Last}")).AsArray().Select(day => day!)];

    private async Task<string[]> Csv(string path)
    {
        using var http = credit.As("finance");
        http.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        return (await http.GetStringAsync(new Uri(path, UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Say(JsonArray list) => list[0]!.GetValue<string>();

    private static string Say(JsonNode node, string member) => node[member]?.GetValue<string>() ?? "";

    private static decimal Amount(JsonNode? node) => node!["amount"]!.GetValue<decimal>();

    private static decimal Side(JsonNode? line, string side) => line![side]?.GetValue<decimal>() ?? 0;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

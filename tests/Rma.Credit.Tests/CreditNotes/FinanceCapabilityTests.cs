using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rma.Credit.CreditNotes;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests.CreditNotes;

/// <summary>The notes and control totals that finance reads again and reconciles.</summary>
public sealed class FinanceCapabilityTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    [Rule("C2/111", Shows.Accepted)]
    public async Task The_day_s_notes_are_those_published_and_the_control_total_is_theirs()
    {
        var finance = await credit.ListenOn("finance", "credit-note");
        V1.AssessCredit[] asked =
        [
            Camera("FIN-1"), Camera("FIN-2") with { Condition = Camera("-").Condition! with { MissingAccessories = ["cable"] } },
            In("FIN-3", "JPY", 10_030m, 1_003m), In("FIN-4", "KWD", 33.3335m, 0m), In("FIN-5", "EUR", 1m, 0m),
        ];
        foreach (var question in asked) await credit.Publish(question);
        foreach (var question in asked) await credit.InState(question, "issued");
        await credit.AllSaid();
        var published = (await Drain(finance)).OrderBy(note => Id(note), StringComparer.Ordinal).Select(note => note.ToJsonString())
            .ToArray();
        var day = JsonNode.Parse(published[0])!["businessDate"]!.GetValue<string>();

        var notes = (await credit.Get("finance", $"/credits?businessDate={day}")).Body!.AsArray();
        Assert.Equal(published, notes.Select(note => note!.ToJsonString()));
        Assert.Equal(published.Skip(2).Take(2),
            (await credit.Get("auditor", $"/credits?businessDate={day}&limit=2&after={Id(notes[1]!)}")).Body!.AsArray()
            .Select(note => note!.ToJsonString()));
        Assert.All(notes, note => Assert.Equal(
            note!["amount"]!.GetValue<decimal>(), note["lines"]!.AsArray().Sum(line => line!["amount"]!.GetValue<decimal>())));

        // Recomputed from what was published, as finance would.
        var lines = string.Concat(notes.Select(note =>
            $"{Id(note!)}:{note!["amount"]!.ToJsonString()}:{note["currency"]!.GetValue<string>()}\n"));
        var total = (await credit.Get("finance", $"/control-totals/{day}")).Body!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))), total["hash"]!.GetValue<string>());
        var payees = string.Concat(notes.Select(note => $"{Id(note!)}:{note!["accountId"]!.GetValue<string>()}:" +
            $"{note["amount"]!.ToJsonString()}:{note["currency"]!.GetValue<string>()}\n"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payees))), total["payeeHash"]!.GetValue<string>());
        Assert.Equal(
            """
            [{"currency":"EUR","count":1,"amount":1.00,"amountText":"1.00"},
            {"currency":"JPY","count":1,"amount":11033,"amountText":"11033"},
            {"currency":"KWD","count":1,"amount":33.333,"amountText":"33.333"},
            {"currency":"USD","count":2,"amount":362.70,"amountText":"362.70"}]
            """.ReplaceLineEndings(""), total["totals"]!.ToJsonString());
        Assert.Equal(day, total["businessDate"]!.GetValue<string>());
        Assert.Equal(
            await credit.Scalar<decimal>($"select sum(amount) from credits where business_date = '{day}'"),
            total["totals"]!.AsArray().Sum(sum => sum!["amount"]!.GetValue<decimal>()));
    }

    [Fact]
    public async Task A_day_without_credits_has_the_hash_of_nothing()
    {
        var total = (await credit.Get("operator", "/control-totals/2001-01-01")).Body!;
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", total["hash"]!.GetValue<string>());
        Assert.Empty(total["totals"]!.AsArray());
    }

    [Theory]
    [InlineData("/credits", 400, "request.date-malformed")]
    [InlineData("/credits?businessDate=03/02/2026", 400, "request.date-malformed")]
    [InlineData("/credits?businessDate=2026-02-30", 400, "request.date-malformed")]
    [InlineData("/credits?businessDate=2026-03-02&limit=1001", 400, "request.limit-out-of-range")]
    [InlineData("/control-totals/today", 400, "request.date-malformed")]
    [InlineData("/credits/0195f000-0000-7000-8000-000000000001", 404, "credit.not-found")]
    public async Task A_wrong_question_is_told_so(string path, int status, string code)
    {
        var answer = await credit.Get("finance", path);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public void The_order_of_the_notes_does_not_change_the_control_total()
    {
        var first = CreditBook.NoteOf(Examples.Credited180);
        var second = first with { CreditId = Examples.OtherReturnId, Amount = 1.10m };
        Assert.Equal(ControlTotal.Of(Examples.MondayDate, [first, second], []), ControlTotal.Of(Examples.MondayDate, [second, first], []));
    }

    private static V1.AssessCredit In(string serial, string currency, decimal price, decimal tax) =>
        Camera(serial) with { Purchase = new($"INV-{serial}", Today.AddDays(-10), price, tax, currency) };

    private static string Id(JsonNode note) => note["creditId"]!.GetValue<string>();
}

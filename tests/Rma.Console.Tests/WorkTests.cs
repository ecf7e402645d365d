using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>Who is at a return, and what is on hold, as employees see it.</summary>
public sealed class WorkTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task The_highest_number_counts_in_whatever_order_it_is_heard()
    {
        var told = await Known("WORK-1", "ACC-W1");
        await console.Tell(Changed(told, 3, WorkChanges.Assigned, "bob"), Changed(told, 1, WorkChanges.Assigned, "ada"),
            Changed(told, 2, WorkChanges.Released, null));
        await Wait.Until(() => console.Get("returns-desk", $"/returns/{told.ReturnId}"), answer =>
            answer.Text.Split("\"work-changed\"").Length == 4, "all three changes");
        var listed = await Wait.Until(() => console.Get("returns-desk", "/returns?account=ACC-W1&assignedTo=bob"), answer =>
            answer.Body!["returns"]!.AsArray().Count == 1, "bob's work");
        Assert.Equal("WORK-1", listed.Body!["returns"]![0]!["serialNumber"]!.GetValue<string>());
        Assert.Empty((await console.Get("returns-desk", "/returns?account=ACC-W1&assigned=false")).Body!["returns"]!.AsArray());
        var timeline = (await console.Get("returns-desk", $"/returns/{told.ReturnId}")).Body!["timeline"]!.AsArray()
            .Where(line => line!["what"]!.GetValue<string>() == "work-changed").Select(line => line!["text"]!.GetValue<string>());
        Assert.Equal(["ada is at it.", "Nobody is at it any more.", "bob is at it."], timeline);
    }

    [Fact]
    public async Task What_is_on_hold_is_not_overdue_until_its_day_is_over()
    {
        var (until, over) = (await Late("HOLD-1"), await Late("HOLD-2"));
        await console.Tell(
            Changed(until, 1, WorkChanges.Held, null) with { HeldUntil = Today.AddDays(2), HoldReason = "waits for a bracket." },
            Changed(over, 1, WorkChanges.Held, null) with { HeldUntil = Today.AddDays(-3), HoldReason = "waits for a bracket." });
        var held = await Wait.Until(() => console.Get("returns-desk", "/returns?account=ACC-W2&held=true"), answer =>
            answer.Body!["returns"]!.AsArray().Count == 1, "one on hold");
        var about = held.Body!["returns"]![0]!;
        Assert.Equal(("HOLD-1", false), (about["serialNumber"]!.GetValue<string>(), about["overdue"]!.GetValue<bool>()));
        Assert.Equal($"{Today.AddDays(2):yyyy-MM-dd}", about["dueOn"]!.GetValue<string>());
        Assert.EndsWith(": waits for a bracket.", about["sentence"]!.GetValue<string>(), StringComparison.Ordinal);
        var overdue = await Wait.Until(() => console.Get("returns-desk", "/returns?account=ACC-W2&overdue=true"), answer =>
            answer.Body!["returns"]!.AsArray().Count == 1, "one that is overdue");
        Assert.Equal("HOLD-2", overdue.Body!["returns"]![0]!["serialNumber"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_note_on_the_request_stays_with_the_request_and_partners_see_none_of_it()
    {
        var told = await Known("NOTE-1", "ACC-1");
        await console.Tell(Changed(told, 1, WorkChanges.Noted, "ada") with { Note = "They call back on Monday." },
            Changed(told, 1, WorkChanges.Assigned, "eve") with { ReturnId = null });
        await Wait.Until(() => console.Get("returns-desk", $"/returns/{told.ReturnId}"), answer =>
            answer.Text.Contains("Note: They call back on Monday.", StringComparison.Ordinal)
                && answer.Text.Contains("eve is at it.", StringComparison.Ordinal), "the note");
        var own = await console.Get("partner", $"/returns/{told.ReturnId}");
        var seen = await console.Get("returns-desk", $"/returns/{told.ReturnId}");
        Assert.Equal("ada", seen.Body!["return"]!["assignedTo"]!.GetValue<string>());
        Assert.DoesNotContain("Monday.", own.Text, StringComparison.Ordinal);
        Assert.Null(own.Body!["return"]!["assignedTo"]);
        foreach (var filter in new[] { "assignedTo=ada", "assigned=true", "held=false" })
            Assert.Equal("returns.filter-of-employees", (await console.Get("partner", $"/returns?{filter}")).Code);
    }

    private static WorkChanged Changed(Told told, int number, string change, string? assignedTo) => new(
        told.RmaId, told.ReturnId, number, change, assignedTo, null, null, null, Told.Monday.AddHours(40 + number));

    private async Task<Told> Late(string serial)
    {
        var told = new Told(serial, "ACC-W2");
        await console.Tell(told.Issued, told.Authorized, told.Moved(1, "Initial", "AwaitingInspection", -24 * 30));
        await console.InState(told, "AwaitingInspection");
        return told;
    }

    private async Task<Told> Known(string serial, string account)
    {
        var told = new Told(serial, account);
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        return told;
    }
}

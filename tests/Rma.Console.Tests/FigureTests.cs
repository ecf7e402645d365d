using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>Figures, compared with what was told.</summary>
public sealed class FigureTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    private const string Week = "from=2026-11-23&through=2026-11-29";

    [Fact]
    public async Task Returns_are_counted_timed_and_summed_by_what_is_asked_for()
    {
        (string, int, string)[] ended = [("FIG-1", 2, "repaired"), ("FIG-2", 4, "no-fault-found"), ("FIG-3", 12, "repaired")];
        foreach (var (serial, days, outcome) in ended)
        {
            var told = new Told(serial, "ACC-F1");
            await console.Tell(told.Issued, told.Authorized, told.Moved(1, "Initial", "AwaitingArrival", 0),
                told.Moved(2, "AwaitingArrival", "InRepair", 24), told.Moved(3, "InRepair", "Closed", 24 * days), told.Credited,
                told.Closed(outcome) with { ClosedAt = Told.Monday.AddDays(days) });
            await console.InState(told, "Closed");
        }

        var open = new Told("FIG-4", "ACC-F1");
        await console.Tell(open.UntilQuote());
        await console.InState(open, "AwaitingQuoteAnswer");
        // Figures are remembered for a minute: all is heard before they are asked for.
        await Wait.Until(() => console.Scalar<long>(
            "select count(*) from returns where slot = (select active from read_side) and account_id = 'ACC-F1' " +
                "and closed_at is not null and credit_id is not null"), count => count == 3, "three ends with their credits");
        var answer = await console.Get("finance", $"/figures/returns?by=account&account=ACC-F1&{Week}");
        var row = Assert.Single(answer.Body!.AsArray())!;
        Assert.Single(row["credited"]!.AsArray());
        Assert.Equal(("ACC-F1", 4, 1, 3, 1), (row["key"]!.GetValue<string>(), row["returns"]!.GetValue<int>(), row["open"]!.GetValue<int>(),
            row["closed"]!.GetValue<int>(), row["noFaultFound"]!.GetValue<int>()));
        Assert.Equal((4.0, 10.4), (row["medianDays"]!.GetValue<double>(), Math.Round(row["ninetyPercentDays"]!.GetValue<double>(), 6)));
        Assert.Equal(("274.50", "USD"),
            (row["credited"]![0]!["text"]!.GetValue<string>(), row["credited"]![0]!["currency"]!.GetValue<string>()));
        var list = await console.Get("finance", row["list"]!.GetValue<string>());
        Assert.Equal(4, list.Body!["returns"]!.AsArray().Count);

        var outcomes = (await console.Get("finance", $"/figures/returns?by=outcome&account=ACC-F1&{Week}")).Body!.AsArray();
        Assert.Equal(["repaired 2", "? 1", "no-fault-found 1"],
            outcomes.Select(one => $"{one!["key"]?.GetValue<string>() ?? "?"} {one["returns"]}").OrderByDescending(one => one[^1])
                .ThenBy(one => one, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_step_is_timed_from_when_it_was_entered_also_before_the_range()
    {
        var told = new Told("STEP-1", "ACC-F2");
        await console.Tell(told.Issued, told.Authorized, told.Moved(1, "Initial", "AwaitingLoaner", -24 * 30),
            told.Moved(2, "AwaitingLoaner", "Closed", 24));
        await Wait.Until(() => console.Scalar<long>(
            "select count(*) from heard where slot = (select active from read_side) and type = 'Issuance.V1:ReturnMoved' " +
                $"and return_id = '{told.ReturnId}'"), count => count == 2, "both moves");
        var steps = (await console.Get("auditor", $"/figures/steps?{Week}")).Body!.AsArray();
        var step = steps.Single(one => one!["state"]!.GetValue<string>() == "AwaitingLoaner")!;
        Assert.Equal((1, 31.0, "requester"),
            (step["left"]!.GetValue<int>(), step["medianDays"]!.GetValue<double>(), step["next"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Refusals_are_counted_by_kind_and_code()
    {
        foreach (var number in new[] { 1, 2 })
            await console.Tell(new ParcelRefused(
                Guid.CreateVersion7(), null, null, "parcel.unmarked", "No number.", ["P3"], "west", Told.Monday, Told.Monday));
        await console.Tell(new RmaDenied(Guid.CreateVersion7(), "ACC-F3", "paid-repair", Told.Monday, "All are too old.", "2026-01", ["W1"],
            [new("OLD-1", null, "line.window-closed", "Too old."), new("OLD-2", null, "line.window-closed", "Too old.")]));
        await Wait.Until(() => console.Scalar<long>(
            "select count(*) from heard where slot = (select active from read_side) " +
                "and type in ('Receiving.V1:ParcelRefused', 'Issuance.V1:RmaDenied')"),
            count => count == 3, "all three");
        var refusals = await console.Get("returns-desk", $"/figures/refusals?{Week}");
        Assert.Equal(["item line.window-closed 2", "parcel parcel.unmarked 2"], refusals.Body!.AsArray()
            .Select(one => $"{one!["kind"]} {one["code"]} {one["count"]}").Order(StringComparer.Ordinal));
        var items = refusals.Body!.AsArray().Single(one => one!["kind"]!.GetValue<string>() == "item")!;
        var listed = (await console.Get("returns-desk", items["list"]!.GetValue<string>())).Body!["returns"]!.AsArray();
        Assert.Equal(["OLD-1", "OLD-2"], listed.Select(one => one!["serialNumber"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(listed, one => Assert.Equal("line.window-closed", one!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_partner_has_figures_of_its_own_and_a_range_is_bounded()
    {
        var told = new Told("MINE-1", "ACC-2");
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        var mine = (await console.Get("partner-2", $"/figures/returns?by=account&{Week}")).Body!.AsArray();
        Assert.Equal("ACC-2", Assert.Single(mine)!["key"]!.GetValue<string>());
        Assert.Empty((await console.Get("partner-2", $"/figures/returns?by=account&account=ACC-F1&{Week}")).Body!.AsArray());
        Assert.Equal(403, (await console.Get("partner-2", $"/figures/steps?{Week}")).Status);
        foreach (var range in new[] { "from=2026-11-24&through=2026-11-23", "from=2025-11-22&through=2026-11-23" })
            Assert.Equal("figures.range-malformed", (await console.Get("auditor", $"/figures/returns?{range}")).Code);
        Assert.Equal(200, (await console.Get("auditor", "/figures/returns?from=2025-11-23&through=2026-11-23")).Status);
        Assert.Equal("request.unknown-value", (await console.Get("auditor", "/figures/returns?by=colour")).Code);
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rma.Demo;
using Rma.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>The technician at the bench, and the desk where the bench needs it.</summary>
[Collection("browser")]
public sealed class BenchTests(Browsers browsers)
{
    private const string Queue = "/console/bench";
    private const string Findings = "مكثف محترق 🔥 burnt capacitor";
    private static readonly Regex OneJob = new("/console/bench/[0-9a-f-]{36}$");

    [Fact]
    public async Task A_recorder_is_diagnosed_repaired_cleared_completed_and_shipped_and_the_drive_cannot_be_skipped()
    {
        await using var one = await ToBeRepaired("warranty-repair", Catalogue.Recorder);
        var page = await browsers.SignedIn("tina", Queue, width: 820);
        await page.Locator("#scan").FillAsync(one.Serial.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(OneJob);
        await Expect(page.Locator(".words")).ToHaveTextAsync(Pictures.Defect);
        await Expect(page.Locator(".locked")).ToContainTextAsync("Nothing leaves the bench before");
        await page.GetByText("A fault that can be repaired").ClickAsync();
        await page.Locator("#diagnosis-findings").FillAsync(Findings);
        await Send(page, "Record the diagnosis", "The diagnosis is recorded.");
        await Expect(page.Locator(".badge").First).ToHaveTextAsync("To repair");

        var second = await page.Context.NewPageAsync();
        await second.GotoAsync(page.Url);
        await page.Locator("#repair-resolution").FillAsync("Replaced the capacitor");
        await page.Locator("#repair-minutes").FillAsync("40");
        await page.Locator("#repair-installed").FillAsync("C-220u\nScrews");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the repair" }).DblClickAsync(); // somebody is nervous
        await Expect(page.Locator(".done")).ToHaveTextAsync("The repair is recorded.");
        await second.Locator("#repair-resolution").FillAsync("Replaced the board");
        await second.Locator("#repair-minutes").FillAsync("90");
        await second.GetByRole(AriaRole.Button, new() { Name = "Record the repair" }).ClickAsync();
        await Expect(second.Locator(".refusal")).ToContainTextAsync("The work on this unit is done.");
        await Expect(second.Locator(".refusal code")).ToHaveTextAsync("repair.work-done");
        await Expect(second.Locator("#repair-resolution")).ToHaveValueAsync("Replaced the board");

        await Expect(page.Locator("h3")).ToHaveTextAsync("Clear the drive");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Complete it" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".locked")).ToContainTextAsync("Complete the repair");
        Assert.Equal(409, await Hand.Post(page, "completion"));
        await page.GetByText("Checked and reformatted", new() { Exact = true }).ClickAsync();
        await Send(page, "Record it", "The drive is clear.");
        await Send(page, "Complete it", "The repair is complete.");
        await page.Locator("#shipment-carrier").FillAsync("UPS");
        await page.Locator("#shipment-tracking").FillAsync("1Z-BENCH");
        await Send(page, "It is shipped", "It is on its way back.");
        await Expect(page.Locator(".badge").First).ToHaveTextAsync("Shipped back");
        await Expect(page.Locator("form.steps")).ToHaveCountAsync(0);
        await one.InState("Closed");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_quote_grows_line_by_line_and_a_new_version_replaces_it_before_the_desk_takes_down_the_answer(bool scripts)
    {
        await using var one = await ToBeRepaired("paid-repair", Catalogue.Dome, soldDaysAgo: 400);
        var page = await browsers.SignedIn("tina", $"{Queue}/{await one.Job("repair")}", width: 390, scripts: scripts);
        await page.GetByText("A fault that can be repaired").ClickAsync();
        await page.Locator("#diagnosis-findings").FillAsync(Findings);
        await Send(page, "Record the diagnosis", "The diagnosis is recorded.");

        await Line(page, 0, "labour", "Bench time", "80");
        await page.GetByRole(AriaRole.Button, new() { Name = "More lines" }).ClickAsync();
        await Expect(page.Locator("#quotes .quote-line")).ToHaveCountAsync(5);
        await Line(page, 4, "parts", "Capacitor", "12.50");
        if (scripts) await Expect(page.Locator("#quotes output")).ToHaveTextAsync("92.50");
        await Send(page, "Send the quote", "The quote is made; the requester is asked.");
        await Expect(page.Locator(".sum tfoot").First).ToContainTextAsync("92.50 USD");
        await page.GetByText("Quote labor and parts").ClickAsync();
        await Expect(page.Locator("#quotes .hint")).ToContainTextAsync("This becomes version 2");
        await page.Locator("#quotes [name=amount]").First.FillAsync("60");
        await Send(page, "Send the quote", "The quote is made; the requester is asked.");
        await Expect(page.GetByText("The requester approved the quote")).ToHaveCountAsync(0);

        var desk = await browsers.SignedIn("dora", new Uri(page.Url).AbsolutePath, scripts: scripts);
        await Expect(desk.Locator("#quote-approval .hint")).ToContainTextAsync("version 2 over 72.50 USD");
        await desk.Locator("#quote-approval-evidence").FillAsync("Mail of this morning: go ahead");
        await Send(desk, "Record the approval", "The approval is recorded.");
        await page.GotoAsync(new Uri(page.Url).AbsolutePath);
        await Expect(page.Locator("h3")).ToHaveTextAsync("Record the repair");
        await page.Context.CloseAsync();
        await desk.Context.CloseAsync();
    }

    [Fact]
    public async Task An_exclusion_in_words_is_approved_by_somebody_else_and_a_declined_quote_sends_the_unit_back()
    {
        await using var one = await ToBeRepaired("warranty-repair", Catalogue.Camera);
        var page = await browsers.SignedIn("tina", $"{Queue}/{await one.Job("repair")}");
        await page.GetByText("A fault that can be repaired").ClickAsync();
        await page.Locator("#diagnosis-findings").FillAsync(Findings);
        await page.GetByText("Something excludes it from the warranty").ClickAsync();
        await page.Locator("#diagnosis-other").FillAsync("A bear chewed it 🐻");
        await Send(page, "Record the diagnosis", "The diagnosis is recorded.");
        await Expect(page.Locator("main")).ToContainTextAsync("tina found the exclusion, so somebody else approves it.");
        await Expect(page.Locator("#exclusion-approval")).ToHaveCountAsync(0);

        var desk = await browsers.SignedIn("dora", new Uri(page.Url).AbsolutePath);
        await Expect(desk.Locator("#exclusion-approval")).ToContainTextAsync("A bear chewed it 🐻");
        await Send(desk, "I approve it", "The exclusion is approved, and the case decided again.");
        await page.GotoAsync(new Uri(page.Url).AbsolutePath);
        await Line(page, 0, "labour", "Bench time", "80");
        await Send(page, "Send the quote", "The quote is made; the requester is asked.");
        await desk.GotoAsync(new Uri(page.Url).AbsolutePath);
        await desk.GetByText("The requester declined the quote").ClickAsync();
        await desk.Locator("#quote-refusal-reason").FillAsync("A new one costs less");
        await Send(desk, "Record the refusal", "The refusal is recorded.");
        await page.GotoAsync(new Uri(page.Url).AbsolutePath);
        await page.Locator("#return-shipment-carrier").FillAsync("UPS");
        await page.Locator("#return-shipment-tracking").FillAsync("1Z-BACK");
        await Send(page, "It is sent back", "It is on its way back, unrepaired.");
        await page.Context.CloseAsync();
        await desk.Context.CloseAsync();
    }

    [Fact]
    public async Task A_covered_unit_beyond_repair_is_swapped_from_stock()
    {
        await using var one = await ToBeRepaired("warranty-repair", Catalogue.Camera);
        var page = await browsers.SignedIn("tina", $"{Queue}/{await one.Job("repair")}");
        await page.GetByText("A fault that cannot be repaired").ClickAsync();
        await page.Locator("#diagnosis-findings").FillAsync(Findings);
        await page.Locator("#diagnosis-grade").SelectOptionAsync("B");
        await Send(page, "Record the diagnosis", "The diagnosis is recorded.");
        await Expect(page.Locator("#swap .hint")).ToContainTextAsync("of grade B or better");
        await page.Locator("#swap-serial").FillAsync(one.Serial);
        await page.Locator("#swap-grade").SelectOptionAsync("A");
        await page.Locator("#swap-carrier").FillAsync("UPS");
        await page.Locator("#swap-tracking").FillAsync("1Z-SWAP");
        await page.GetByRole(AriaRole.Button, new() { Name = "It is sent", Exact = true }).ClickAsync();
        await Expect(page.Locator(".refusal")).ToContainTextAsync("A unit cannot be replaced by itself.");
        await Expect(page.Locator("#swap-carrier")).ToHaveValueAsync("UPS");
        await page.Locator("#swap-serial").FillAsync($"R-{one.Serial}");
        await Send(page, "It is sent", "The replacement is on its way.");
        await one.InState("Closed");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_credited_unit_goes_to_stock_after_its_drive_and_who_only_reads_has_no_form()
    {
        await using var one = browsers.Return();
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        var path = $"{Queue}/{await one.Job("release-to-stock")}";
        var operating = await browsers.SignedIn("otto", path);
        await Expect(operating.Locator("main form")).ToHaveCountAsync(0);
        Assert.Equal(403, await Hand.Post(operating, "drive-clearance"));
        var inspector = await browsers.SignedIn("ina");
        Assert.Equal(403, (await inspector.GotoAsync(Queue))!.Status);

        var page = await browsers.SignedIn("tina", path);
        await page.GetByText("There is no drive in it").ClickAsync();
        await Send(page, "Record it", "The drive is clear.");
        await Send(page, "Release it", "It is in stock.");
        await one.InState("Closed");
        await page.GotoAsync($"{Queue}?scan={one.Serial}");
        await Expect(page.Locator(".refusal")).ToContainTextAsync("Nothing is at the bench under");
        foreach (var window in new[] { operating, inspector, page }) await window.Context.CloseAsync();
    }

    private static async Task Line(IPage page, int row, string kind, string what, string amount)
    {
        var line = page.Locator("#quotes .quote-line").Nth(row);
        await line.Locator("[name=kind]").SelectOptionAsync(kind);
        await line.Locator("[name=description]").FillAsync(what);
        await line.Locator("[name=amount]").FillAsync(amount);
    }

    private static async Task Send(IPage page, string button, string done)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync(done);
    }

    private async Task<OneReturn> ToBeRepaired(string remedy, Product product, int soldDaysAgo = 100)
    {
        var one = browsers.Return();
        await one.Authorize(remedy, product, Pictures.Defect, product.Price, soldDaysAgo);
        await one.Receive();
        await one.Inspect();
        await one.Job("repair");
        return one;
    }
}

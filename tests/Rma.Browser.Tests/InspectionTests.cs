using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rma.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>The inspector at work, and whoever is the second person.</summary>
[Collection("browser")]
public sealed class InspectionTests(Browsers browsers)
{
    private const string Queue = "/console/inspection";
    private static readonly Regex OneUnit = new("/console/inspection/[0-9a-f-]{36}$");

    [Fact]
    public async Task A_clean_unit_is_recorded_with_five_clicks()
    {
        await using var one = await Received();
        var page = await browsers.SignedIn("ina", Queue);
        var hand = new Hand();
        await hand.Click(page.GetByRole(AriaRole.Link, new() { Name = one.Serial, Exact = true }));
        await hand.Click(page.GetByText("Closed, and the factory seal is whole"));
        await hand.Click(page.GetByText("All are there"));
        await hand.Click(page.GetByText("Serial label intact, no damage"));
        await hand.Click(page.GetByRole(AriaRole.Button, new() { Name = "Record the inspection" }));
        await Expect(page.Locator(".done")).ToContainTextAsync(one.Serial);
        await Expect(page.Locator("#queue")).Not.ToContainTextAsync(one.Serial);
        Assert.InRange(hand.Clicks, 1, 5);
        await one.InState("OnBench");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_scan_opens_the_unit_and_photos_that_are_refused_lose_nothing(bool scripts)
    {
        await using var one = await Received();
        var page = await browsers.SignedIn("ina", Queue, width: 390, scripts: scripts);
        await Scan(page, scripts ? one.Serial : one.RmaNumber);
        await Expect(page.Locator("h1")).ToHaveTextAsync(one.Serial);
        await Expect(page.Locator(".words")).ToHaveTextAsync(Pictures.Defect);

        await page.GetByText("Something was opened").ClickAsync();
        await page.GetByText("The retail box was opened").ClickAsync();
        await page.GetByText("Something is missing").ClickAsync();
        await page.GetByText("mouse is missing").ClickAsync();
        await page.GetByText("Something is wrong").ClickAsync();
        await page.GetByText("Scratches, dents and the like").ClickAsync();
        await page.Locator("#note").FillAsync(Pictures.Defect);
        await page.Locator("#files").SetInputFilesAsync([Pictures.Large, Pictures.Heic, Pictures.Good]);
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Record the inspection" });
        if (scripts)
        {
            await Expect(page.Locator("#files-say")).ToContainTextAsync("huge.jpg has 10.0 MB; a photo has at most 5 MB.");
            await Expect(page.Locator("#files-say")).ToContainTextAsync("IMG_0042.HEIC is no JPEG or PNG picture");
            Assert.Equal(1, await page.Locator("#files").EvaluateAsync<int>("input => input.files.length"));
            await send.DblClickAsync(); // somebody is nervous
        }
        else
        {
            await send.ClickAsync();
            await Expect(page.Locator(".refusal").First).ToContainTextAsync("a photo has at most 5 MB");
            await Expect(page.Locator(".refusal").Nth(1)).ToContainTextAsync("photo.unsupported-media-type");
            await Expect(page.Locator("#note")).ToHaveValueAsync(Pictures.Defect);
            await Expect(page.GetByLabel("mouse is missing")).ToBeCheckedAsync();
            await Expect(page.Locator(".taken img")).ToHaveCountAsync(1); // the good one is stored
            await send.ClickAsync();
        }

        await Expect(page.Locator(".done")).ToContainTextAsync(one.Serial);
        var unit = await one.Unit();
        Assert.Equal(("inspected", Pictures.Defect), (unit["state"]!.GetValue<string>(), unit["note"]!.GetValue<string>()));
        Assert.Equal("mouse", unit["missingAccessories"]!.AsArray().Single()!.GetValue<string>());
        Assert.Single(unit["photos"]!.AsArray());
        await page.GotoAsync($"{Queue}/{one.ReturnId}");
        await Expect(page.Locator("main")).ToContainTextAsync("Scratches, dents and the like");
        await Expect(page.Locator("form[id=inspection]")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_answers_too_little_is_told_and_a_second_tab_gets_the_refusal_with_its_clause()
    {
        await using var one = await Received();
        var first = await browsers.SignedIn("ina", $"{Queue}/{one.ReturnId}");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync($"{Queue}/{one.ReturnId}");
        foreach (var page in new[] { first, second })
        {
            await page.GetByText("Closed, and the factory seal is whole").ClickAsync();
            await page.GetByText("All are there").ClickAsync();
        }

        await first.GetByText("Something is wrong").ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Record the inspection" }).ClickAsync();
        await Expect(first.Locator(".refusal").First).ToContainTextAsync("Tick what is opened, missing or wrong.");
        await first.GetByText("Serial label intact, no damage").ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Record the inspection" }).ClickAsync();
        await Expect(first.Locator(".done")).ToContainTextAsync(one.Serial);

        await second.GetByText("Something is wrong").ClickAsync();
        await second.GetByText("Damage inside").ClickAsync();
        await second.Locator("#note").FillAsync("It rattles.");
        await second.GetByRole(AriaRole.Button, new() { Name = "Record the inspection" }).ClickAsync();
        var refusal = second.Locator(".refusal").First;
        await Expect(refusal).ToContainTextAsync("This unit has been inspected, with another result.");
        await Expect(refusal.Locator(".clause")).ToContainTextAsync("C4");
        await Expect(refusal.Locator("code")).ToHaveTextAsync("inspection.already-completed");
        await Expect(second.Locator("#note")).ToHaveValueAsync("It rattles.");
        await first.Context.CloseAsync();
    }

    [Fact]
    public async Task An_exclusion_in_words_waits_for_somebody_else_and_who_only_reads_has_no_form()
    {
        await using var one = await Received();
        var inspector = await browsers.SignedIn("ina", $"{Queue}/{one.ReturnId}");
        await inspector.GetByText("Closed, and the factory seal is whole").ClickAsync();
        await inspector.GetByText("All are there").ClickAsync();
        await inspector.GetByText("Something is wrong").ClickAsync();
        await inspector.Locator("#other").FillAsync("A bear chewed it 🐻");
        await inspector.Locator("#note").FillAsync("Bite marks.");
        await inspector.GetByRole(AriaRole.Button, new() { Name = "Record the inspection" }).ClickAsync();
        await Expect(inspector.Locator("#queue tr", new() { HasText = one.Serial })).ToContainTextAsync("Second person");
        await inspector.GotoAsync($"{Queue}/{one.ReturnId}");
        await Expect(inspector.Locator("form.steps")).ToHaveCountAsync(0);
        await Expect(inspector.Locator(".hint")).ToContainTextAsync("Somebody else agrees to it, or does not.");

        var auditor = await browsers.SignedIn("aldo", $"{Queue}/{one.ReturnId}");
        await Expect(auditor.Locator("main form")).ToHaveCountAsync(0);
        Assert.Equal(403, await Hand.Post(auditor, "inspection"));
        Assert.Equal(403, await Hand.Post(auditor, "other-exclusion"));

        var desk = await browsers.SignedIn("dora", $"{Queue}/{one.ReturnId}");
        await Expect(desk.Locator("main")).ToContainTextAsync("A bear chewed it 🐻");
        await desk.GetByText("Yes, I agree").ClickAsync();
        await desk.Locator("#why").FillAsync("I see the teeth.");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await Expect(desk.Locator(".done")).ToContainTextAsync(one.Serial);
        Assert.Equal("inspected", (await one.Unit())["state"]!.GetValue<string>());
        var technician = await browsers.SignedIn("tina");
        Assert.Equal(403, (await technician.GotoAsync(Queue))!.Status);
        foreach (var page in new[] { inspector, auditor, desk, technician }) await page.Context.CloseAsync();
    }

    // One that opens nothing, and one that opens the unit at once.
    private static async Task Scan(IPage page, string text)
    {
        await Expect(page.Locator("#scan")).ToBeFocusedAsync();
        await page.Locator("#scan").FillAsync("NO-SUCH-SERIAL");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".refusal")).ToContainTextAsync("Nothing waits for inspection under “NO-SUCH-SERIAL”.");
        await page.Locator("#scan").FillAsync(text.ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(OneUnit);
    }

    private async Task<OneReturn> Received()
    {
        var one = browsers.Return();
        await one.Authorize(defect: Pictures.Defect);
        await one.Receive();
        await one.InState("AwaitingInspection");
        return one;
    }
}

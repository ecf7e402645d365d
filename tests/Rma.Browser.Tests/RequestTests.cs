using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>Returns are requested: by the desk for an account, by a partner for its own.</summary>
[Collection("browser")]
public sealed class RequestTests(Browsers browsers) : IDisposable
{
    private readonly Sold sold = new(browsers.Platform);
    private int clicks;

    public void Dispose() => sold.Dispose();

    [Fact]
    public async Task The_desk_requests_returns_for_50_pasted_serials_in_at_most_6_clicks()
    {
        var serials = await sold.Units("FIFTY", 50);
        var page = await browsers.SignedIn("dora");
        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Request", Exact = true }));
        await Expect(page.Locator("#text")).ToBeFocusedAsync();
        var rows = string.Join('\n', serials.Select((serial, place) => $"{place + 1}\tENVR-8316\t{serial}\t2026-11-20\t1,249.99"));
        await page.Keyboard.InsertTextAsync(
            $"Our ref\tModel\tSerial no\tInvoice date\tPrice\n{rows}\nTotal\t\t\t\t62,499.50\n{serials[0]}\n");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Check" }));
        await Expect(page.Locator(".summary")).ToContainTextAsync("Serials: 50");
        await Expect(page.Locator(".summary")).ToContainTextAsync("FIFTY");
        await Expect(page.Locator(".summary")).ToContainTextAsync("column 3 of 5, “Serial no”");
        await Expect(page.Locator(".said")).ToContainTextAsync($"Named more than once, taken once: {serials[0]}");
        await Expect(page.Locator(".left-out")).ToContainTextAsync("Total");
        await Expect(page.Locator(".items > li")).ToHaveCountAsync(50);
        await Click(page.Locator("label.remedy", new() { HasText = "Credit return" }));
        await Expect(page.Locator("label.remedy:has(:checked)")).ToContainTextAsync("50 of 50 entitled");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }));
        await page.WaitForURLAsync("**/console/request/answer?**");
        Assert.InRange(clicks, 1, 6);
        await File.WriteAllTextAsync(Path.Combine(Browsers.Screenshots, "clicks-request.txt"), $"50 serials: {clicks} clicks\n");

        var number = await page.Locator(".rma").InnerTextAsync();
        Assert.StartsWith("RMA-", number, StringComparison.Ordinal);
        await Expect(page.Locator(".made-lines a")).ToHaveCountAsync(50);
        var table = await page.Locator("#all").InputValueAsync();
        Assert.Equal(50, table.Split('\n').Count(line => line.Contains(number, StringComparison.Ordinal)));
        var paper = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Label (PDF)").ClickAsync());
        Assert.StartsWith("%PDF", await File.ReadAllTextAsync(await paper.PathAsync()), StringComparison.Ordinal);
        await page.Locator(".made-lines a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(serials[0]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_partner_corrects_what_was_refused_leaves_one_out_and_a_second_click_asks_nothing_twice()
    {
        var own = await sold.Units("ACME", 3);
        var others = await sold.Units("INTEG", 1);
        var before = await sold.Numbers("ACME");
        var page = await browsers.SignedIn("partner-ACME", "/portal/request");
        await Expect(page.Locator("#account")).ToHaveCountAsync(0);
        await page.Locator("#text").FillAsync($"{string.Join(", ", own)}\n{others[0]}\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.Locator(".items > li")).ToHaveCountAsync(4);
        var checkedAt = page.Url;
        var notOwn = page.Locator(".items > li", new() { HasText = others[0] });
        await Expect(notOwn.Locator("summary")).Not.ToContainTextAsync("Credit return");
        await notOwn.Locator("summary").ClickAsync();
        await Expect(notOwn.Locator(".outlook-list .clause").First).ToBeVisibleAsync();
        await Expect(page.Locator("main")).Not.ToContainTextAsync("INTEG Distribution");

        await notOwn.Locator("select").First.SelectOptionAsync("leave-out");
        await page.Locator("label.remedy", new() { HasText = "Warranty repair" }).ClickAsync();
        await page.Locator("#reason").SelectOptionAsync("no-picture");
        await page.Locator("#defect").FillAsync("Dark after an hour \u05e9\u05dc\u05d5\u05dd \ud83d\udcf7");
        await page.GetByText("Order, invoice, contact").ClickAsync();
        await page.Locator("#email").FillAsync("nobody");
        var third = page.Locator(".items > li", new() { HasText = own[2] });
        await third.Locator("summary").ClickAsync();
        await third.Locator("select").First.SelectOptionAsync("leave-out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }).ClickAsync();
        await Expect(page.Locator(".refusal code")).ToHaveTextAsync("rma.email-malformed");
        await Expect(page.Locator("#defect")).ToHaveValueAsync("Dark after an hour \u05e9\u05dc\u05d5\u05dd \ud83d\udcf7");
        await Expect(page.Locator("#reason")).ToHaveValueAsync("no-picture");
        await Expect(third.Locator("select").First).ToHaveValueAsync("leave-out");
        Assert.Equal(before, await sold.Numbers("ACME"));

        await page.Locator("#email").FillAsync("returns@acme.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }).DblClickAsync();
        await page.WaitForURLAsync("**/portal/request/answer?**");
        await Expect(page.Locator(".rma")).ToHaveCountAsync(1);
        await Expect(page.Locator(".made-lines a")).ToHaveTextAsync([own[0], own[1]]);
        await Expect(page.Locator("main")).ToContainTextAsync("Left out: 2.");
        Assert.Equal(before + 1, await sold.Numbers("ACME"));

        // Where it was checked is shown as it is now.
        await page.GotoAsync(checkedAt);
        await Expect(page.Locator(".items > li")).ToHaveCountAsync(4);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Going_back_from_the_answer_shows_what_was_checked()
    {
        var serials = await sold.Units("BACK", 2);
        var page = await browsers.SignedIn("diego", "/console/request");
        await page.Locator("#text").FillAsync(string.Join('\n', serials));
        await page.Locator("#account").FillAsync("back dist");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("label.remedy", new() { HasText = "Credit return" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }).ClickAsync();
        await page.WaitForURLAsync("**/request/answer?**");
        await page.GoBackAsync();
        await Expect(page.Locator(".items > li")).ToHaveCountAsync(2);
        await Expect(page.Locator("#text")).ToHaveValueAsync(new Regex(serials[1]));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_can_be_requested_without_scripts()
    {
        var serials = await sold.Units("PLAIN", 2);
        var page = await browsers.SignedIn("diego", "/console/request", scripts: false);
        await page.Locator("#text").FillAsync(string.Join('\n', serials));
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await page.Locator("label.remedy", new() { HasText = "Credit return" }).ClickAsync();
        var other = page.Locator(".items > li", new() { HasText = serials[1] });
        await other.Locator("summary").ClickAsync();
        await other.Locator("select").First.SelectOptionAsync("warranty-repair");
        await other.Locator("select").Last.SelectOptionAsync("no-power");
        await page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }).ClickAsync();
        await Expect(page.Locator(".rma")).ToHaveCountAsync(2);
        await Expect(page.Locator("main")).ToContainTextAsync("Warranty repair");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_cannot_be_read_is_answered_clearly_and_stays()
    {
        var page = await browsers.SignedIn("dora", "/console/request");
        await page.Locator("#text").FillAsync(
            "\u0645\u0631\u062d\u0628\u0627\n\ud83d\udce6\ud83d\udce6\ud83d\udce6\u200f\n12.05.2026\n<b>bold</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.Locator(".refusal")).ToContainTextAsync("Nothing in this looks like a serial number");
        await Expect(page.Locator(".left-out li")).ToHaveCountAsync(4);
        await Expect(page.Locator("#text")).ToHaveValueAsync(new Regex("<b>bold</b>"));

        // As it is pasted, at once.
        await page.Locator("#text").EvaluateAsync("(box, text) => { box.value = text; }",
            string.Join('\n', Enumerable.Range(0, 10_000).Select(line => $"SN-{line:00000000}\t\"Recorder, {line}\"")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.Locator(".refusal")).ToContainTextAsync("These are 10000 serials. One request has at most 200");
        await Expect(page.Locator("#text")).ToHaveValueAsync(new Regex("^SN-00000000"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_partner_who_guesses_finds_no_answer_of_another_account_and_an_inspector_asks_for_nothing()
    {
        var serials = await sold.Units("INTEG", 1);
        var made = await sold.Authorized("INTEG", serials[0], "credit-return");
        var page = await browsers.SignedIn("partner-ACME", "/portal");
        foreach (var reference in new[] { "rmaNumber", "rmaId" })
        {
            await page.GotoAsync($"/portal/request/answer?rma={made[reference]!.GetValue<string>()}");
            await Expect(page.Locator("h1")).ToHaveTextAsync("There is no such request");
            await Expect(page.Locator("main")).Not.ToContainTextAsync(serials[0]);
        }

        var paper = await page.APIRequest.GetAsync($"{browsers.Door}portal/papers/{made["rmaNumber"]!.GetValue<string>()}/label.pdf");
        Assert.Equal(404, paper.Status);
        await page.Context.CloseAsync();
        page = await browsers.SignedIn("ina");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Request", Exact = true })).ToHaveCountAsync(0);
        await page.GotoAsync("/console/request");
        await Expect(page.Locator(".refusal")).ToContainTextAsync("requested by the returns desk and by partners");
        await page.Context.CloseAsync();
    }

    private Task Click(ILocator what)
    {
        clicks++;
        return what.ClickAsync();
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>What is done next with a return, by whoever asked for it and by the desk.</summary>
[Collection("browser")]
public sealed class NextDeedTests(Browsers browsers) : IDisposable
{
    private readonly Sold sold = new(browsers.Platform);

    public void Dispose() => sold.Dispose();

    [Fact]
    public async Task A_partner_announces_a_shipment_cancels_the_number_and_asks_for_a_new_one()
    {
        var serial = Assert.Single(await sold.Units("ACME", 1));
        var number = (await sold.Authorized("ACME", serial, "credit-return"))["rmaNumber"]!.GetValue<string>();
        var page = await browsers.SignedIn("partner-ACME", "/portal");
        await Open(page, "portal", serial);
        await page.GetByText("Announce a shipment").ClickAsync();
        await page.Locator("#carrier").FillAsync("UPS");
        await page.Locator("#tracking").FillAsync("---");
        await page.GetByRole(AriaRole.Button, new() { Name = "Announce it" }).ClickAsync();
        await Expect(page.Locator(".refusal code")).ToHaveTextAsync("shipment.text-malformed");
        await Expect(page.Locator("#carrier")).ToHaveValueAsync("UPS");
        await page.Locator("#tracking").FillAsync($"1Z{serial}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Announce it" }).DblClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("The shipment is announced.");
        await Expect(page.Locator("dl.facts")).ToContainTextAsync($"1Z{serial}");

        await page.GetByText("Cancel the number").ClickAsync();
        await page.Locator("#cancellation-reason").FillAsync("The installer found the fault.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("The number is cancelled.");
        await Expect(page.Locator(".badges")).ToContainTextAsync("Cancelled");
        await Expect(page.Locator("#deeds")).Not.ToContainTextAsync("Cancel the number");
        await page.GetByText("Ask for a new number").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for it" }).ClickAsync();
        await page.WaitForURLAsync("**/portal/request/answer?**");
        await Expect(page.Locator(".made-lines a")).ToHaveTextAsync(serial);
        await page.GoBackAsync();
        await page.ReloadAsync();
        await Expect(page.Locator(".against")).ToContainTextAsync("was issued instead of this number.");
        await Expect(page.Locator("main")).ToContainTextAsync(number);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_referred_request_is_decided_again_and_withdrawn()
    {
        var serial = $"UNSOLD-{Guid.CreateVersion7().ToString("N")[20..].ToUpperInvariant()}";
        await sold.Units("ACME", 1);
        var page = await browsers.SignedIn("dora", "/console/request");
        await page.Locator("#text").FillAsync(serial);
        await page.Locator("#account").FillAsync("ACME");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("label.remedy", new() { HasText = "Credit return" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("The request has no number yet");
        await Expect(page.Locator(".refused-lines .clause").First).ToBeVisibleAsync();
        await Open(page, "console", serial);
        await page.GetByText("Ask to decide again").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide again" }).ClickAsync();
        await page.WaitForURLAsync("**/console/request/answer?**");
        await Open(page, "console", serial);
        await page.GetByText("Withdraw the request").ClickAsync();
        await page.Locator("#withdrawal-reason").FillAsync("A wrong serial.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("The request is withdrawn.");
        await Expect(page.Locator(".badges")).ToContainTextAsync("Withdrawn");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_partner_approves_its_quote_and_the_desk_says_where_the_requester_agreed()
    {
        var serials = await sold.Units("ACME", 2);
        var (own, other) = (await sold.Quoted("ACME", serials[0], 120m), await sold.Quoted("ACME", serials[1], 140m));
        var page = await browsers.SignedIn("partner-ACME", $"/portal/returns/{own}");
        await ReloadUntil(page, "Approve the quote");
        await page.GetByText("Approve the quote").ClickAsync();
        await Expect(page.Locator("#deeds")).ToContainTextAsync(new Regex(@"Quote 1: 120(\.00)? USD"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("The quote is approved.");
        await Expect(page.Locator("#lines")).ToContainTextAsync("Quote 1 was approved");
        await page.Context.CloseAsync();

        page = await browsers.SignedIn("dora", $"/console/returns/{other}");
        await ReloadUntil(page, "Approve the quote");
        await page.GetByText("Approve the quote").ClickAsync();
        await Expect(page.Locator("#quote-approval-evidence")).ToBeVisibleAsync();
        await page.GetByText("Refuse the quote").ClickAsync();
        await page.Locator("#quote-refusal-reason").FillAsync("A new one costs less.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Refuse it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToContainTextAsync("The quote is refused");
        await Expect(page.Locator("#lines")).ToContainTextAsync("Quote 1 was declined: A new one costs less.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_refused_request_is_disputed_once()
    {
        var serial = Assert.Single(await sold.Units("INTEG", 1));
        var own = Assert.Single(await sold.Units("ACME", 1));
        var page = await browsers.SignedIn("partner-ACME", "/portal/request");
        await page.Locator("#text").FillAsync($"{own} {serial}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await page.Locator("label.remedy", new() { HasText = "Credit return" }).ClickAsync();
        await page.Locator("#skip").UncheckAsync();
        await page.Locator(".items > li", new() { HasText = own }).Locator("summary").ClickAsync();
        await page.Locator(".items > li", new() { HasText = own }).Locator("select").First.SelectOptionAsync("leave-out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Request the numbers" }).ClickAsync();
        await Expect(page.Locator(".refusal code").First).ToBeVisibleAsync();
        await Expect(page.Locator(".refused-lines")).ToContainTextAsync(serial);
        await Open(page, "portal", serial);
        await page.GetByText("Dispute the answer").ClickAsync();
        await page.Locator("#disputes-reason").FillAsync("It was sold to us in March.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dispute it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToContainTextAsync("It is disputed.");
        await Expect(page.Locator(".disputed")).ToContainTextAsync("It was sold to us in March.");
        await Expect(page.Locator("#deeds")).Not.ToContainTextAsync("Dispute the answer");
        await page.Context.CloseAsync();
    }

    // The read side hears of it a moment later.
    private static async Task Open(IPage page, string home, string serial)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await page.GotoAsync($"/{home}/returns?serialNumber={serial}");
            if (await page.Locator(".rows tbody th a").CountAsync() > 0) break;
            await page.WaitForTimeoutAsync(500);
        }

        await page.Locator(".rows tbody th a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(serial);
    }

    private static async Task ReloadUntil(IPage page, string text)
    {
        for (var tries = 0; tries < 30 && await page.GetByText(text).CountAsync() == 0; tries++)
        {
            await page.WaitForTimeoutAsync(500);
            await page.ReloadAsync();
        }
    }
}

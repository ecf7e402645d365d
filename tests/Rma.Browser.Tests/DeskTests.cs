using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>The returns desk at its work.</summary>
[Collection("browser")]
public sealed class DeskTests(Browsers browsers)
{
    private string InWork => browsers.Serials[2];

    [Fact]
    public async Task The_desk_finds_a_return_by_half_a_serial_claims_it_and_another_window_sees_it()
    {
        var page = await browsers.SignedIn("dora");
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#q")).ToBeFocusedAsync();
        var half = InWork[^9..].ToLowerInvariant();
        await page.Keyboard.TypeAsync(half);
        // Of what was found while it was typed, the last.
        await page.Locator($"#found[data-asked='{half}'] a", new() { HasText = browsers.Numbers[2] }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/console/returns/[0-9a-f-]{36}$"));
        await Expect(page.Locator("h1")).ToContainTextAsync(InWork);

        var other = await browsers.SignedIn("diego", new Uri(page.Url).AbsolutePath);
        await Expect(other.Locator("dl.facts")).ToContainTextAsync("nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Claim it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("You are at it now.");
        await Expect(other.Locator("dl.facts")).ToContainTextAsync("dora");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Give it back" })).ToBeVisibleAsync();

        // What somebody writes stays where it is when the page changes.
        await other.GetByText("Write a note").ClickAsync();
        await other.Locator("#text").FillAsync("The customer calls back at noon.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give it back" }).ClickAsync();
        await Expect(other.Locator("dl.facts")).ToContainTextAsync("nobody");
        await Expect(other.Locator("#text")).ToHaveValueAsync("The customer calls back at noon.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Write it down" }).ClickAsync();
        await Expect(other.Locator("#lines")).ToContainTextAsync("Note: The customer calls back at noon.");

        await page.Locator(".who summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("You are signed out");
        await page.GotoAsync("/console");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Who do you want to be?");
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_works_without_scripts()
    {
        var page = await browsers.SignedIn("diego", scripts: false);
        await page.Locator("#q").FillAsync(browsers.Numbers[0].ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync(browsers.Numbers[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Claim it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("You are at it now.");
        await page.GotoAsync("/console/returns");
        await page.Locator("#state").SelectOptionAsync("AwaitingArrival");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        var rows = page.Locator(".rows tbody tr");
        Assert.True(await rows.CountAsync() >= 2);
        await Expect(rows.Filter(new() { HasText = "On its way" })).ToHaveCountAsync(await rows.CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_refusal_is_shown_as_a_sentence_with_its_code()
    {
        var page = await browsers.SignedIn("tina", $"/console/find?q={browsers.Serials[1]}&typing=1");
        await page.Locator("#findings a", new() { HasText = browsers.Numbers[1] }).ClickAsync();
        await page.GetByText("Put it on hold").ClickAsync();
        await page.Locator("#until").FillAsync("2020-01-01");
        await page.Locator("#reason").FillAsync("It waits for a bracket.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hold it" }).ClickAsync();
        await Expect(page.Locator(".refusal code")).ToHaveTextAsync("work.hold-out-of-range");
        await Expect(page.Locator("#reason")).ToHaveValueAsync("It waits for a bracket.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_partner_sees_nothing_of_another_account()
    {
        var page = await browsers.SignedIn("partner-ACME", "/portal");
        await Expect(page.Locator("main")).Not.ToContainTextAsync(InWork);
        await page.GotoAsync("/portal/returns");
        await Expect(page.Locator("main")).Not.ToContainTextAsync(InWork);
        await page.GotoAsync($"/portal/find?q={InWork}");
        await Expect(page.Locator("#findings")).ToContainTextAsync("Nothing is found");
        await page.GotoAsync("/console");
        await Expect(page.Locator("h1")).ToHaveTextAsync("This is not for you");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_first_visit_loads_at_most_300_kB_and_a_later_page_30()
    {
        var page = await browsers.SignedIn("dora");
        await page.Context.CloseAsync();
        page = await browsers.Window();
        await page.GotoAsync("/signed-out");
        await page.GotoAsync("/console");
        await page.Locator("button[value='dora']").ClickAsync();
        await page.WaitForURLAsync("**/console");
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        double bytes = 0;
        devTools.Event("Network.loadingFinished").OnEvent += (_, told) => bytes += told!.Value.GetProperty("encodedDataLength").GetDouble();
        await devTools.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Load });
        var first = bytes;
        await devTools.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = false });
        await page.ReloadAsync();
        bytes = 0;
        await page.GotoAsync("/console/returns", new() { WaitUntil = WaitUntilState.Load });
        Assert.InRange(first, 1_000, 300_000);
        Assert.InRange(bytes, 500, 30_000);
        await File.WriteAllTextAsync(Path.Combine(Browsers.Screenshots, "bytes.txt"), $"first {first}, then {bytes}\n");
        await page.Context.CloseAsync();
    }
}

using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>A unit's life and an account's returns, for whoever may see them.</summary>
[Collection("browser")]
public sealed class UnitTests(Browsers browsers) : IDisposable
{
    private readonly Sold sold = new(browsers.Platform);

    public void Dispose() => sold.Dispose();

    [Fact]
    public async Task The_desk_goes_from_a_return_to_its_unit_its_account_and_a_new_request()
    {
        var page = await browsers.SignedIn("dora", $"/console/returns?serialNumber={browsers.Serials[1]}");
        await page.Locator(".rows tbody th a").First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "The unit" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(browsers.Serials[1]);
        await Expect(page.Locator(".bars")).ToContainTextAsync("1249.99 USD paid");
        await Expect(page.Locator("dl.facts")).ToContainTextAsync("ENVR-8316");
        await Expect(page.Locator(".outlook-list dt")).ToHaveCountAsync(6);
        await Expect(page.Locator("#returns-of-it .rows tbody tr").First).ToBeVisibleAsync();
        await page.Locator(".crumb").GetByText("ONE").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("One Distribution");
        await Expect(page.Locator(".counts")).ToContainTextAsync("To inspect");
        await Expect(page.Locator(".outlook-list dt")).ToHaveCountAsync(6);
        await page.GetByRole(AriaRole.Link, new() { Name = "Request returns for it" }).ClickAsync();
        await Expect(page.Locator("#account")).ToHaveValueAsync("ONE");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_partner_sees_its_own_unit_and_account_and_nothing_of_another()
    {
        var own = Assert.Single(await sold.Units("ACME", 1));
        var others = await sold.Units("INTEG", 1);
        await sold.Authorized("INTEG", others[0], "credit-return");
        var page = await browsers.SignedIn("partner-ACME", "/portal");
        await page.GotoAsync($"/portal/units/{own}");
        await Expect(page.Locator("h1")).ToHaveTextAsync(own);
        await Expect(page.Locator(".outlook-list dt")).ToHaveCountAsync(6);
        await page.GotoAsync("/portal/accounts/ACME");
        await Expect(page.Locator("h1")).ToHaveTextAsync("ACME Distribution");
        foreach (var path in new[] { $"/portal/units/{others[0]}", "/portal/units/NOBODY-KNOWS-1" })
        {
            var answer = await page.GotoAsync(path);
            Assert.Equal(404, answer!.Status);
            await Expect(page.Locator("h1")).ToHaveTextAsync("Nothing is known of this unit");
            await Expect(page.Locator("main")).Not.ToContainTextAsync("INTEG");
        }

        foreach (var id in new[] { "INTEG", "ONE", "NOBODY", "acme", "%F0%9F%93%A6" })
        {
            Assert.Equal(404, (await page.GotoAsync($"/portal/accounts/{id}"))!.Status);
            await Expect(page.Locator("h1")).ToHaveTextAsync("There is no such account");
        }

        Assert.Equal(403, (await page.GotoAsync($"/console/units/{own}"))!.Status);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Each_role_sees_of_a_unit_what_it_may()
    {
        var page = await browsers.SignedIn("anna", "/console");
        await page.GotoAsync($"/console/units/{browsers.Serials[1]}");
        await Expect(page.Locator(".bars")).ToContainTextAsync("USD paid");
        await Expect(page.GetByText("Request a return")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
        page = await browsers.SignedIn("tina", "/console");
        await page.GotoAsync($"/console/units/{browsers.Serials[1]}");
        await Expect(page.Locator("main")).ToContainTextAsync("shown to the returns desk");
        await Expect(page.Locator(".bars")).ToHaveCountAsync(0);
        await Expect(page.Locator(".rows tbody tr").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}

using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Rma.Browser.Tests;

/// <summary>
/// Each page in light and dark: nothing serious for axe, nothing wider than the screen, nothing that the page itself forbids. Screenshots
/// at three widths, of the widest in dark as well, are kept in <c>artifacts/screenshots</c>.
/// </summary>
[Collection("browser")]
public sealed class LookTests(Browsers browsers)
{
    private static readonly int[] Widths = [390, 820, 1440];
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    public static TheoryData<string, string, string> Pages => new()
    {
        { "today", "dora", "/console" },
        { "returns", "dora", "/console/returns" },
        { "return", "dora", "{return}" },
        { "find", "dora", "/console/find?q=ONE-" },
        { "not-found", "dora", "/console/nowhere" },
        { "portal", "partner-ACME", "/portal" },
        { "request", "dora", "/console/request" },
        { "request-checked", "dora", "{request}" },
        { "request-answer", "dora", "{answer}" },
        { "return-awaited", "dora", "{awaited}" },
        { "unit", "dora", "{unit}" },
        { "unit-portal", "partner-ACME", "{own-unit}" },
        { "account", "dora", "/console/accounts/ONE" },
        { "account-portal", "partner-ACME", "{own-account}" },
        { "inspection", "ina", "/console/inspection" },
        { "inspection-unit", "ina", "{inspection}" },
        { "bench", "tina", "/console/bench" },
        { "bench-job", "tina", "{bench}" },
        { "bench-quote", "tina", "{bench-quoted}" },
        { "bench-answer", "dora", "{bench-quoted}" },
        { "credit", "anna", "/console/credit" },
        { "credit-case", "anna", "{credit}" },
    };

    /// <summary>The same pages with nothing to show, a refusal, or for somebody who may only look: on a phone.</summary>
    public static TheoryData<string, string, string> States => new()
    {
        { "returns-filtered", "dora", "/console/returns?state=Closed&overdue=true" },
        { "returns-refused", "dora", "/console/returns?state=nonsense" },
        { "find-nothing", "dora", "/console/find?q=zzzzzz" },
        { "request-refused", "partner-ACME", "/portal/request?serial=no%20serial" },
        { "unit-unknown", "dora", "/console/units/NOBODY-KNOWS-1" },
        { "account-unknown", "dora", "/console/accounts/NOBODY" },
        { "inspection-nothing", "ina", "/console/inspection?scan=zzzzzz" },
        { "inspection-unit-read", "aldo", "{inspection}" },
        { "inspection-none", "ina", "/console/inspection/00000000-0000-0000-0000-000000000001" },
        { "bench-nothing", "tina", "/console/bench?scan=zzzzzz" },
        { "bench-read", "otto", "{bench}" },
        { "bench-none", "tina", "/console/bench/00000000-0000-0000-0000-000000000001" },
        { "credit-read", "fiona", "{credit}" },
        { "credit-none", "anna", "/console/credit/00000000-0000-0000-0000-000000000001" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_can_be_used_by_everybody(string name, string person, string path) => CanBeUsed(name, person, path, Widths);

    [Theory]
    [Trait("Form", "whole")]
    [MemberData(nameof(States))]
    public Task So_can_its_other_states(string name, string person, string path) => CanBeUsed(name, person, path, Widths[..1]);

    private async Task CanBeUsed(string name, string person, string path, int[] widths)
    {
        var page = await browsers.SignedIn(person, path.StartsWith("/portal", StringComparison.Ordinal) ? "/portal" : "/console");
        List<string> faults = [];
        page.Console += (_, said) =>
        {
            if (said.Type == "error" && !said.Text.Contains("status of 4", StringComparison.Ordinal)) faults.Add(said.Text);
        };
        page.PageError += (_, fault) => faults.Add(fault);
        path = await AddressOf(path, page);

        path = browsers.Places.GetValueOrDefault(path, path);
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, width < 600 ? 844 : 900);
            await page.GotoAsync(path);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"{name} is wider than {width}");
            await Look(page, $"{name}-{width}", ColorScheme.Light);
            if (width == Widths[^1]) await Check(page, $"{name}, light");
        }

        await Look(page, $"{name}-{widths[^1]}", ColorScheme.Dark);
        await page.SetViewportSizeAsync(Widths[0], 844);
        await Check(page, $"{name}, dark on a phone");

        Assert.Empty(faults);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("choose", "/console")]
    [InlineData("signed-out", "/signed-out")]
    [InlineData("failed", "/sign-in/failed")]
    public async Task So_can_one_for_whoever_has_not_signed_in(string name, string path)
    {
        var page = await browsers.Window(390);
        await page.GotoAsync(path);
        foreach (var scheme in Schemes)
        {
            await Look(page, $"{name}-390", scheme);
            await Check(page, $"{name}, {scheme}");
        }

        await page.Context.CloseAsync();
    }

    // What has no address before it is made.
    private async Task<string> AddressOf(string path, IPage page)
    {
        string[] serials;
        switch (path)
        {
            case "{return}":
                await page.GotoAsync($"/console/find?typing=1&q={browsers.Serials[1]}");
                return (await page.Locator("#findings a", new() { HasText = browsers.Numbers[1] }).GetAttributeAsync("href"))!;
            case "{request}":
                using (var sold = new Sold(browsers.Platform)) serials = await sold.Units("LOOK", 4);
                await page.GotoAsync("/console/request");
                await page.Locator("#account").FillAsync("LOOK");
                var rows = string.Join('\n', serials.Select(one => $"ENVR-8316\t{one}"));
                await page.Locator("#text").FillAsync($"Model\tSerial no\n{rows}\n" +
                    $"\u05e9\u05dc\u05d5\u05dd \ud83d\udce6\nENVR-8316\tNOBODY-KNOWS-1\nENVR-8316\t{serials[0]}\n");
                await page.Locator(".paste button").ClickAsync();
                await page.WaitForURLAsync("**serials=**");
                return page.Url;
            case "{awaited}":
                await page.GotoAsync($"/console/find?typing=1&q={browsers.Serials[0]}");
                return (await page.Locator("#findings a", new() { HasText = browsers.Numbers[0] }).GetAttributeAsync("href"))!;
            case "{unit}":
                return $"/console/units/{browsers.Serials[1]}";
            case "{own-unit}" or "{own-account}":
                using (var sold = new Sold(browsers.Platform)) serials = await sold.Units("ACME", 1);
                return path == "{own-unit}" ? $"/portal/units/{serials[0]}" : "/portal/accounts/ACME";
            case "{answer}":
                return $"/console/request/answer?rma={browsers.Numbers[0]}&left=2";
            default:
                return path;
        }
    }

    private static async Task Look(IPage page, string name, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Browsers.Screenshots, $"{name}-{scheme}.png".ToLowerInvariant()), FullPage = true,
        });
    }

    private static async Task Check(IPage page, string what)
    {
        var serious = (await page.RunAxe()).Violations.Where(found => found.Impact is "serious" or "critical").ToArray();
        Assert.True(serious.Length == 0, $"{what}: {string.Join("; ", serious.Select(found =>
            $"{found.Id} ({found.Help}): {string.Join(" | ", found.Nodes.Take(3).Select(node => node.Html))}"))}");
    }
}

using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Rma.EndToEnd.Tests;
using Rma.Testing;
using static Microsoft.Playwright.Assertions;

namespace Rma.Browser.Tests;

/// <summary>The credit analyst in the morning.</summary>
[Collection("browser")]
public sealed class CreditTests(Browsers browsers)
{
    private const string Queue = "/console/credit";
    private const string Reason = "The dent is old; خدش قديم 🙂";

    [Fact]
    public async Task A_referred_credit_is_decided_with_four_clicks()
    {
        await using var one = await Damaged();
        var page = await browsers.SignedIn("anna", Queue);
        var hand = new Hand();
        await hand.Click(page.GetByRole(AriaRole.Link, new() { Name = one.Serial, Exact = true }));
        await Expect(page.Locator(".evidence img")).ToHaveCountAsync(1);
        await Expect(page.Locator(".evidence")).ToContainTextAsync("Scratches, dents and the like");
        await hand.Type(page.Locator("#reason"), Reason);
        await hand.Click(page.GetByRole(AriaRole.Button, new() { Name = "Grant it" }));
        await Expect(page.Locator(".done")).ToHaveTextAsync($"{one.Serial} is credited.");
        Assert.InRange(hand.Clicks, 1, 4);
        await one.InState("OnBench");
        await page.GotoAsync($"{Queue}/{one.ReturnId}");
        await Expect(page.Locator("main form")).ToHaveCountAsync(0);
        await Expect(page.Locator("main")).ToContainTextAsync("خدش قديم 🙂");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_slider_tells_what_a_grant_comes_to_and_without_scripts_the_server_does(bool scripts)
    {
        await using var one = await Damaged();
        var page = await browsers.SignedIn("anna", $"{Queue}/{one.ReturnId}", width: 390, scripts: scripts);
        var slider = page.Locator("#decision [type=range]");
        if (scripts)
        {
            await page.Locator("#amount").FillAsync("1000");
            await Expect(slider).ToHaveValueAsync("1000");
            await slider.FocusAsync();
            await page.Keyboard.PressAsync("ArrowLeft");
            await Expect(page.Locator("#amount")).ToHaveValueAsync("999.99");
        }
        else
        {
            await Expect(slider).ToBeHiddenAsync();
            await page.Locator("#amount").FillAsync("999.99");
            await page.Locator("#reason").FillAsync(Reason);
            await page.Locator("#decision").GetByRole(AriaRole.Button, new() { Name = "What does it come to?" }).ClickAsync();
            await Expect(page.Locator("#reason")).ToHaveValueAsync(Reason);
        }

        await Expect(page.Locator("#decision [data-of=deducted]")).ToHaveTextAsync("250.00");
        await Expect(page.Locator("#decision [data-of=total]")).ToHaveTextAsync("1099.99");
        await page.Locator("#reason").FillAsync(Reason);

        var second = await page.Context.NewPageAsync();
        await second.GotoAsync($"{Queue}/{one.ReturnId}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant it" }).DblClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync($"{one.Serial} is credited.");
        await second.Locator("#reason").FillAsync("Somebody dropped it");
        await second.GetByRole(AriaRole.Button, new() { Name = "Deny it" }).ClickAsync();
        await Expect(second.Locator(".refusal")).ToContainTextAsync("This case has been decided, and a decision is final.");
        await Expect(second.Locator("#reason")).ToHaveValueAsync("Somebody dropped it");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_fee_is_chosen_inside_its_band_and_the_bounds_follow()
    {
        await using var one = await Damaged();
        var page = await browsers.SignedIn("anna", $"{Queue}/{one.ReturnId}");
        await page.Locator(".fee summary").ClickAsync();
        await page.Locator("#percent").FillAsync("25");
        await Expect(page.Locator("#fee [data-of=deducted]")).ToHaveTextAsync("312.49"); // the band ends below the half cent
        await page.Locator("#feeReason").FillAsync(Reason);
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose this fee" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync("The fee is chosen.");
        await Expect(page.Locator("#amount")).ToHaveAttributeAsync("max", "937.50");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Above_the_limit_a_second_analyst_grants_the_same_and_who_only_reads_has_no_form()
    {
        await using OneReturn hers = await Damaged(8_000m), theirs = await Damaged(8_000m);
        var page = await browsers.SignedIn("anna", $"{Queue}/{hers.ReturnId}");
        await page.Locator("#amount").FillAsync("6000");
        await page.Locator("#reason").FillAsync(Reason);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToContainTextAsync("it waits for another credit analyst");
        await Expect(page.Locator(".hint").First).ToContainTextAsync("You proposed USD 6000.00");

        Assert.Equal(202, (await theirs.As("credit-analyst", "arthur").Post("CREDIT", $"/credit-cases/{theirs.ReturnId}/decision",
            new { outcome = "credit", reason = Reason, netAmount = 6_500m }, CancellationToken.None)).Status);
        foreach (var person in new[] { "fiona", "aldo" })
        {
            var reader = await browsers.SignedIn(person, $"{Queue}/{theirs.ReturnId}");
            await Expect(reader.Locator("main form")).ToHaveCountAsync(0);
            await Expect(reader.Locator("main")).ToContainTextAsync("arthur proposed USD 6500.00");
            Assert.Equal(403, await Hand.Post(reader, "decision"));
            await reader.Context.CloseAsync();
        }

        await page.GotoAsync($"{Queue}/{theirs.ReturnId}");
        await Expect(page.Locator("#amount")).ToHaveValueAsync("6500.00");
        await page.Locator("#reason").FillAsync("I see the same");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant it" }).ClickAsync();
        await Expect(page.Locator(".done")).ToHaveTextAsync($"{theirs.Serial} is credited.");
        var technician = await browsers.SignedIn("tina");
        Assert.Equal(403, (await technician.GotoAsync(Queue))!.Status);
        await page.Context.CloseAsync();
        await technician.Context.CloseAsync();
    }

    private async Task<OneReturn> Damaged(decimal price = 1_249.99m)
    {
        var one = browsers.Return();
        await one.Authorize(defect: Pictures.Defect, price: price);
        await one.Receive();
        await one.Inspect(damaged: true, note: "A dent at the left", photos: await one.Photo(Pictures.Example, "image/png"));
        await Wait.Until(() => one.As("credit-analyst", "anna").Get("CREDIT", $"/credit-cases/{one.ReturnId}", CancellationToken.None),
            said => said is { Status: 200, Body: JsonObject body } && body["state"]!.GetValue<string>() == "referred", "the case", 60);
        await one.InState("WithAnalyst");
        return one;
    }
}

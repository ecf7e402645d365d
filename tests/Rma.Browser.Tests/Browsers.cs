using System.Collections.Concurrent;
using Microsoft.Playwright;
using Rma.Demo;
using Rma.EndToEnd.Tests;
using Rma.Testing;

namespace Rma.Browser.Tests;

/// <summary>The platform with returns in several states, and Debian's Chromium.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private readonly BrowserPlatform platform = new();
    private IPlaywright? playwright;
    private IBrowser? chromium;
    private readonly ConcurrentDictionary<string, string> places = [];

    /// <summary>Serial numbers of returns: on its way, at the inspection, and one for a test to work on.</summary>
    public IReadOnlyList<string> Serials { get; private set; } = [];

    /// <summary>Their RMA numbers.</summary>
    public IReadOnlyList<string> Numbers { get; private set; } = [];

    /// <summary>Pages of single returns, by what tests call them.</summary>
    public IReadOnlyDictionary<string, string> Places => places;

    /// <summary>Where people reach the pages.</summary>
    public Uri Door => new(platform.Settings["RMA_DOOR_URL"]);

    /// <summary>The platform, for what a test needs besides.</summary>
    internal Platform Platform => platform;

    /// <summary>Where screenshots are kept.</summary>
    public static string Screenshots { get; } = Path.Combine(Servers.Root, "artifacts", "screenshots");

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(15_000);
        await platform.InitializeAsync();
        Directory.CreateDirectory(Screenshots);
        await using OneReturn onItsWay = new(platform), arrived = new(platform), inWork = new(platform);
        await Task.WhenAll(onItsWay.Authorize(), arrived.Authorize(defect: Pictures.Defect), inWork.Authorize(), AtBench(), AtAnalyst());
        await arrived.Receive(await arrived.Photo(Pictures.Example, "image/png"));
        await arrived.InState("AwaitingInspection");
        places["{inspection}"] = $"/console/inspection/{arrived.ReturnId}";
        Serials = [onItsWay.Serial, arrived.Serial, inWork.Serial];
        Numbers = [onItsWay.RmaNumber, arrived.RmaNumber, inWork.RmaNumber];
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("RMA_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
        await platform.DisposeAsync();
    }

    private async Task AtBench()
    {
        await using OneReturn recorder = Return(), dome = Return();
        await recorder.Authorize("warranty-repair", Catalogue.Recorder, Pictures.Defect, soldDaysAgo: 100);
        await recorder.Receive();
        await recorder.Inspect(note: "Nothing to see from outside");
        places["{bench}"] = $"/console/bench/{await recorder.Job("repair")}";
        await dome.Authorize("paid-repair", Catalogue.Dome, "It does not turn to the left any more", 640.50m, 400);
        await dome.Receive();
        await dome.Inspect();
        var job = await dome.Job("repair");
        await dome.AtBench(job, "diagnosis", new { faultFound = true, repairable = true, findings = "The motor is stuck" });
        await dome.AtBench(job, "quotes", new { lines = new object[]
        {
            new { kind = "labour", description = "Bench time", amount = 95m },
            new { kind = "parts", description = "Pan motor", amount = 62.40m },
        } });
        places["{bench-quoted}"] = $"/console/bench/{job}";
    }

    private async Task AtAnalyst()
    {
        await using var dented = Return();
        await dented.Authorize(defect: "It arrived with a dent");
        await dented.Receive();
        await dented.Inspect(
            damaged: true, note: "Dent at the left side, box opened", photos: await dented.Photo(Pictures.Example, "image/png"));
        await dented.InState("WithAnalyst");
        places["{credit}"] = $"/console/credit/{dented.ReturnId}";
    }

    /// <summary>A return for a test to work on.</summary>
    internal OneReturn Return() => new(platform);

    /// <summary>A window of nobody, with cookies of its own.</summary>
    public async Task<IPage> Window(int width = 1440, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        var context = await chromium!.NewContextAsync(new()
        {
            BaseURL = Door.AbsoluteUri, ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 }, ColorScheme = scheme,
            JavaScriptEnabled = scripts, ReducedMotion = ReducedMotion.Reduce, TimezoneId = "Europe/Berlin", Locale = "en-GB",
        });
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>A window in which this person has signed in, at a page.</summary>
    public async Task<IPage> SignedIn(
        string person, string path = "/console", int width = 1440, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        var page = await Window(width, scheme, scripts);
        await page.GotoAsync(path);
        await page.Locator($"button[value='{person}']").ClickAsync();
        await page.WaitForURLAsync($"**{path}");
        return page;
    }
}

/// <summary>An instance of its own.</summary>
public sealed class BrowserPlatform() : Platform("browser");

[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<Browsers>;

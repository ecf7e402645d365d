using System.Net;
using Rma.Testing;

namespace Rma.EndToEnd.Tests.Runbooks;

/// <summary>Credentials and callers: what the page tells an operator to look for is there, and what it tells to do does it.</summary>
[Collection("stories")]
public sealed class AlertsOfCallers(StoriesPlatform platform) : AlertRunbooks(platform), IDisposable
{
    private readonly HttpClient repair = new() { BaseAddress = platform.Settings.Replicas("REPAIR").First() };

    public void Dispose() => repair.Dispose();

    [Fact]
    [Runbook("alerts", "RevokedKeyUsed", Whole = true)]
    public async Task Who_uses_a_revoked_key_is_named_and_gets_a_new_one()
    {
        var page = Open("RevokedKeyUsed");
        var (key, id) = await NewKey("dock-old");
        await Platform.Rma("key", "revoke", id);
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("/repair-jobs", key, "203.0.113.61"));
        await page.Shows("Look at", $"key {id} (dock-old)", "203.0.113.61", "revoked");
        var given = await page.Run("Do", [("name", "dock-old"), ("site", "east")]);
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("/repair-jobs", KeyIn(given), "203.0.113.61")); // known, and no technician
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "CredentialsGuessed", Whole = true)]
    public async Task The_address_that_guesses_is_in_the_log()
    {
        var page = Open("CredentialsGuessed");
        for (var guess = 0; guess < 40; guess++) await Ask("/repair-jobs", $"rma_{guess:x8}_guessed", "203.0.113.62");
        await page.Shows("Look at", "too-many-failures", "203.0.113.62");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "NumbersGuessed", Whole = true)]
    public async Task Who_asks_for_numbers_that_are_not_there_is_named_and_loses_the_key()
    {
        var page = Open("NumbersGuessed");
        var (key, id) = await NewKey("dock-guesses");
        using var receiving = new HttpClient { BaseAddress = Platform.Settings.Replicas("RECEIVING").First() };
        HttpStatusCode answer = default;
        for (var guess = 0; guess < 150 && answer != HttpStatusCode.TooManyRequests; guess++)
            answer = await Ask(receiving, $"/parcels/{Guid.CreateVersion7()}", key, "203.0.113.63");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer);
        await page.Shows("Look at", "too-many-unknown", "dock-guesses");
        await page.Run("Do", [("id", id)]);
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(receiving, $"/parcels/{Guid.CreateVersion7()}", key, "203.0.113.64"));
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "ManyRefusalsFromOneSource", Whole = true)]
    public async Task One_source_of_many_refusals_is_in_the_log()
    {
        var page = Open("ManyRefusalsFromOneSource");
        await RefuseOften("203.0.113.65");
        await page.Shows("Look at", "203.0.113.65", "not-allowed");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "ManyRefusals", Whole = true)]
    public async Task Refusals_are_counted_by_kind()
    {
        var page = Open("ManyRefusals");
        await RefuseOften("203.0.113.66");
        Assert.Matches("[0-9]{2,} Security not-allowed", await page.Run("Look at"));
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "KeyFileBroken", Whole = true)]
    public async Task A_broken_file_of_keys_is_replaced_by_the_last_good_one()
    {
        var page = Open("KeyFileBroken");
        await NewKey("dock-before");
        var file = Path.Combine(Platform.Folder, "secrets", "api-keys.json");
        var before = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, before.Replace("]\n", "\n", StringComparison.Ordinal)); // in place: owner and mode stay
        await Ask("/repair-jobs", Platform.Settings["RMA_OPERATOR_KEY"], "203.0.113.67");
        await page.Shows("Look at", "key-file-broken");
        await page.Run("Do");
        Assert.Equal(before, await File.ReadAllTextAsync(file));
        await page.Shows("Then check", "dock-before", "Healthy");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "TokensUnchecked", Whole = true)]
    public async Task A_token_that_cannot_be_checked_is_in_the_log()
    {
        var page = Open("TokensUnchecked");
        var token = (await Platform.Rma("token", "technician")).Trim();
        await Platform.Rma("stop", "repair");
        await Platform.StartWith("repair", new Dictionary<string, string>
        {
            ["Security__Authority"] = "https://localhost:9", ["Security__JwtIssuer"] = "rma-platform-dev",
            ["Security__JwtAudience"] = "rma-platform",
        });
        try
        {
            using var asked = new HttpClient { BaseAddress = repair.BaseAddress };
            asked.DefaultRequestHeaders.Authorization = new("Bearer", token);
            await Wait.Until(async () =>
            {
                using var answer = await asked.GetAsync(new Uri("/repair-jobs", UriKind.Relative));
                return answer.StatusCode;
            }, status => status is not HttpStatusCode.OK, "repair to have no keys of the provider", 60);
            await page.Shows("Look at", "token-unchecked");
        }
        finally
        {
            await Platform.Rma("stop", "repair");
            await Platform.Rma("up");
        }

        page.Ended();
    }

    // Production alone refuses to move the clock, and no instance of ./rma is one: an entry as a service writes it there stands for it.
    [Fact]
    [Runbook("alerts", "ClockTouched", Whole = true)]
    public async Task Who_tried_to_move_the_clock_is_in_the_log()
    {
        var page = Open("ClockTouched");
        await Ask("/repair-jobs", Platform.Settings["RMA_SCANNER_KEY"], "203.0.113.68");
        var log = Path.Combine(Platform.Folder, "logs", "repair.log");
        var entry = (await ReadShared(log)).Last(line => line.Contains("Security not-allowed", StringComparison.Ordinal));
        await File.AppendAllTextAsync(log, entry.Replace("not-allowed", "clock-refused", StringComparison.Ordinal) + "\n");
        await page.Shows("Look at", "clock-refused", "203.0.113.68");
        page.Ended();
    }

    private async Task<(string Key, string Id)> NewKey(string name)
    {
        var key = KeyIn(await Platform.Rma("key", "add", name, "scanner", "--site", "east"));
        return (key, key.Split('_')[1]);
    }

    private static string KeyIn(string said) => said.Split('\n').Single(line => line.StartsWith("rma_", StringComparison.Ordinal)).Trim();

    // A scanner is known and no technician.
    private async Task RefuseOften(string address)
    {
        for (var again = 0; again < 65; again++)
            Assert.Equal(HttpStatusCode.Forbidden, await Ask("/repair-jobs", Platform.Settings["RMA_SCANNER_KEY"], address));
    }

    private Task<HttpStatusCode> Ask(string path, string key, string address) => Ask(repair, path, key, address);

    private static async Task<HttpStatusCode> Ask(HttpClient http, string path, string key, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("X-Api-Key", key);
        request.Headers.Add("X-Forwarded-For", address);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string[]> ReadShared(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split('\n');
    }
}

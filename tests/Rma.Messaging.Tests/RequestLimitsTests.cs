using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Rate limits and their answers.</summary>
public sealed class RequestLimitsTests(RequestLimitsTests.Limited limited) : IClassFixture<RequestLimitsTests.Limited>
{
    private const int PerSecond = 2;
    private const int AnonymousPerMinute = 8;
    private static readonly Uri Door = new("/outbox", UriKind.Relative);

    [Fact]
    public async Task A_client_gets_two_seconds_worth_at_once_then_is_told_to_wait_then_gets_on_and_nobody_else_is_bothered()
    {
        for (var asked = 1; asked <= 2 * PerSecond; asked++) Assert.Equal(200, await Ask("operator"));
        await IsTooMuch("operator");
        Assert.Equal(200, await Ask("auditor"));

        await Wait.Until(async () => await Ask("operator") == 200, "the operator's allowance to grow again", 5);
    }

    [Fact]
    public async Task An_address_of_strangers_has_one_allowance_and_health_is_always_answered()
    {
        for (var asked = 1; asked <= AnonymousPerMinute; asked++) Assert.Equal(401, await Ask(null));
        await IsTooMuch(null);

        using var http = limited.As(null);
        for (var asked = 1; asked <= 2 * AnonymousPerMinute; asked++)
        {
            using var health = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
            Assert.Equal(200, (int)health.StatusCode);
        }
    }

    [Fact]
    public async Task Behind_an_entrance_everybody_has_his_own_allowance_and_a_household_one()
    {
        for (var asked = 1; asked <= AnonymousPerMinute; asked++) Assert.Equal(401, (await Look(null, $"2001:db8:1:2::{asked}")).Status);
        Assert.Equal(429, (await Look(null, "2001:db8:1:2:ffff::1")).Status);
        Assert.Equal(401, (await Look(null, "2001:db8:1:3::1")).Status);
        Assert.Equal(401, (await Look(null, "203.0.113.7")).Status);
        // Entries that the client itself put before the proxy's are not trusted.
        Assert.Equal(429, (await Look(null, "203.0.113.8, 2001:db8:1:2::1")).Status);
    }

    [Fact]
    public async Task Low_behind_an_entrance_with_https_browsers_are_told_to_stay_with_it()
    {
        using var http = limited.As(null);
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Equal(["max-age=31536000"], answer.Headers.GetValues("Strict-Transport-Security"));
    }

    // The allowance is replenished during the requests, so one more may pass.
    private async Task IsTooMuch(string? who)
    {
        var refused = await Wait.Until(() => Look(who), answer => answer.Status == 429, "one to be too many", 5);
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Equal("request.too-many", (string?)JsonNode.Parse(refused.Body)!["code"]);
    }

    private async Task<int> Ask(string? who) => (await Look(who)).Status;

    private async Task<(int Status, TimeSpan? RetryAfter, string Body)> Look(string? who, string? forwardedFor = null)
    {
        using var http = limited.As(who);
        if (forwardedFor is not null) http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        using var answer = await http.GetAsync(Door);
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The smallest service, with low limits for tests.</summary>
    public sealed class Limited : ServiceUnderTest
    {
        protected override string Name => "limited";

        protected override WebApplication Build(string[] args) =>
            RmaService.Build("limited", [.. args, $"--RateLimits:RequestsPerSecond={PerSecond}",
                $"--RateLimits:AnonymousPerMinute={AnonymousPerMinute}", "--ForwardedHeaders:KnownNetworks:0=127.0.0.0/8"], _ => { });
    }
}

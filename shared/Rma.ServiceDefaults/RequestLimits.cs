using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;

namespace Rma.ServiceDefaults;

/// <summary>
/// Rate limits: per client <c>RateLimits:RequestsPerSecond</c> (and bursts of twice that), per anonymous address (for IPv6 per /64)
/// <c>RateLimits:AnonymousPerMinute</c>. Addresses of reverse proxies named in <c>ForwardedHeaders:KnownNetworks</c> are not limited; the
/// clients behind them are. Requests above the limit get 429 <c>request.too-many</c> and <c>Retry-After</c> in seconds, and so do those of
/// an address or a caller that guesses (<see cref="FailureLimits"/>); a valid credential is answered whatever others at its address do.
/// </summary>
/// <remarks>
/// Uses the framework's limiters but not its middleware, which checks them twenty times a second even when idle (decision 11).
/// </remarks>
internal sealed class RequestLimits(RequestDelegate next, IConfiguration configuration, FailureLimits failures) : IDisposable
{
    // Longer than any window: a limiter that is removed had its full allowance again.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);
    // The keys of version 0.1 are read for one more release.
    private readonly int perSecond = configuration.GetValue(
        "RateLimits:RequestsPerSecond", configuration.GetValue("Limits:RequestsPerSecond", 200));
    private readonly int anonymousPerMinute = configuration.GetValue(
        "RateLimits:AnonymousPerMinute", configuration.GetValue("Limits:StrangerRequestsPerMinute", 300));
    private readonly MemoryCache limiters = new(new MemoryCacheOptions());

    public async Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context) is var (wait, limit, detail))
        {
            SecurityNotes.Of(context).Limit = limit;
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Results.Problem(Problems.Problem(429, "request.too-many", detail)).ExecuteAsync(context);
            return;
        }

        await next(context);
        Count(context);
    }

    public void Dispose() => limiters.Dispose();

    private (TimeSpan Wait, string Limit, string Detail)? Refusal(HttpContext context)
    {
        var isKnown = context.User.Identity is { IsAuthenticated: true };
        if (!isKnown && !IsHealth(context) && failures.WaitOf(context.Connection.RemoteIpAddress) is { } after)
            return (after, SecurityKinds.TooManyFailures, "Too many requests with a credential or link that is not valid. Wait.");
        if (isKnown && failures.WaitOf(context.User.Scope()) is { } later)
            return (later, SecurityKinds.TooManyUnknown, "Too many requests for what is not there. Wait.");
        if (LimiterOf(context) is not { } limiter) return null;
        limiter.TryReplenish();
        using var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired) return null;
        return (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1),
            SecurityKinds.TooManyRequests, "Too many requests from this client. Slow down.");
    }

    // Counted by what the answer says, so that a new route is counted without further code.
    private void Count(HttpContext context)
    {
        var notes = SecurityNotes.Of(context);
        switch (SecurityWatch.KindOf(context, context.GetEndpoint() as RouteEndpoint, notes))
        {
            // Employees and internal systems read everything, and wait for what is on its way: they have nothing to guess.
            case SecurityKinds.ObjectNotFound when context.User.IsInRole(Roles.Partner) || context.User.IsInRole(Roles.Scanner):
                failures.Missed(context.User.Scope(), context.Request.Path.Value ?? "");
                break;
            case SecurityKinds.UnknownNumber:
                failures.Missed(context.User.Scope(), notes.UnknownNumber!);
                break;
            case SecurityKinds.LinkUnusable:
                failures.Failed(context.Connection.RemoteIpAddress);
                break;
            case { } kind when kind == notes.Credential && kind != SecurityKinds.TokenUnchecked:
                failures.Failed(context.Connection.RemoteIpAddress);
                break;
        }
    }

    private static bool IsHealth(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    private ReplenishingRateLimiter? LimiterOf(HttpContext context) => context.User.Identity is { IsAuthenticated: true }
        ? Remember($"client {context.User.Scope()}", OfClient)
        : IsHealth(context) ? null
            : Remember(FailureLimits.KeyOf(context.Connection.RemoteIpAddress), OfAnonymous);

    private ReplenishingRateLimiter Remember(string who, Func<ReplenishingRateLimiter> limiter) => limiters.GetOrCreate(who, entry =>
    {
        entry.SlidingExpiration = Remembered;
        return limiter();
    })!;

    private TokenBucketRateLimiter OfClient() => new(new()
    {
        TokensPerPeriod = perSecond, TokenLimit = 2 * perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        AutoReplenishment = false,
    });

    private FixedWindowRateLimiter OfAnonymous() => new(new()
    {
        PermitLimit = anonymousPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0, AutoReplenishment = false,
    });
}

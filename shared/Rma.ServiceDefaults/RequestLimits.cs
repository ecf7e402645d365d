using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;

namespace Rma.ServiceDefaults;

/// <summary>
/// Rate limits: per client <c>RateLimits:RequestsPerSecond</c> (and bursts of twice that), per anonymous address (for IPv6 per /64)
/// <c>RateLimits:AnonymousPerMinute</c>. Addresses of reverse proxies named in <c>ForwardedHeaders:KnownNetworks</c> are not limited; the
/// clients behind them are. Requests above the limit get 429 <c>request.too-many</c> and <c>Retry-After</c> in seconds.
/// </summary>
/// <remarks>
/// Uses the framework's limiters but not its middleware, which checks them twenty times a second even when idle (decision 11).
/// </remarks>
internal sealed class RequestLimits(RequestDelegate next, IConfiguration configuration) : IDisposable
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
        if (LimiterOf(context) is { } limiter)
        {
            limiter.TryReplenish();
            using var lease = limiter.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
                    .ToString(CultureInfo.InvariantCulture);
                await Results.Problem(Problems.Problem(429, "request.too-many", "Too many requests from this client. Slow down."))
                    .ExecuteAsync(context);
                return;
            }
        }

        await next(context);
    }

    public void Dispose() => limiters.Dispose();

    private ReplenishingRateLimiter? LimiterOf(HttpContext context) => context.User.Identity is { IsAuthenticated: true }
        ? Remember($"client {context.User.Scope()}", OfClient)
        : context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
            ? null
            : Remember($"address {AnonymousPartitionKey(context.Connection.RemoteIpAddress)}", OfAnonymous);

    // The owner of one IPv6 address usually has 2^64 of them.
    private static string AnonymousPartitionKey(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
        ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
        : $"{address?.MapToIPv4()}";

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

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;

namespace Rma.ServiceDefaults;

/// <summary>
/// Limits what only guessing needs: failed credentials and links of an address (<c>RateLimits:FailuresPerMinute</c>), and different
/// objects or numbers a partner or device asks for that are not there (<c>RateLimits:UnknownPerMinute</c>). To ask for the same one again
/// counts once: who waits for something to appear is not guessing.
/// </summary>
internal sealed class FailureLimits(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly int failures = configuration.GetValue("RateLimits:FailuresPerMinute", 30);
    private readonly int unknown = configuration.GetValue("RateLimits:UnknownPerMinute", 120);
    private readonly MemoryCache known = new(new MemoryCacheOptions());

    /// <summary>How long an address has to wait; null when it may go on.</summary>
    public TimeSpan? WaitOf(IPAddress? address) => Find(KeyOf(address))?.Wait(failures);

    /// <summary>How long a caller has to wait; null when it may go on.</summary>
    public TimeSpan? WaitOf(string caller) => Find($"caller {caller}")?.Wait(unknown);

    /// <summary>A credential or a link of this address was not valid.</summary>
    public void Failed(IPAddress? address) => Of(KeyOf(address)).Add(failures, null);

    /// <summary>A caller asked for something that is not there.</summary>
    public void Missed(string caller, string what) => Of($"caller {caller}").Add(unknown, what);

    public void Dispose() => known.Dispose();

    /// <summary>An address as it is counted: of IPv6 the first half, because the owner of one address usually has 2^64 of them.</summary>
    public static string KeyOf(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
        ? $"address {Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))}"
        : $"address {address?.MapToIPv4()}";

    private Misses? Find(string who) => known.TryGetValue(who, out Misses? misses) ? misses : null;

    private Misses Of(string who) => known.GetOrCreate(who, entry =>
    {
        entry.AbsoluteExpirationRelativeToNow = Window;
        return new Misses();
    })!;

    /// <summary>The different misses of one source within a window that begins with the first of them.</summary>
    private sealed class Misses
    {
        private readonly long since = Environment.TickCount64;
        private readonly HashSet<object> seen = [];

        public void Add(int most, string? what)
        {
            lock (seen)
            {
                if (seen.Count < most) seen.Add(what ?? (object)seen.Count);
            }
        }

        public TimeSpan? Wait(int most)
        {
            lock (seen)
            {
                return seen.Count < most ? null : Window - TimeSpan.FromMilliseconds(Environment.TickCount64 - since);
            }
        }
    }
}

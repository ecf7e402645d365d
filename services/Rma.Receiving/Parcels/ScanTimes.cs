using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>What is asked of every scan: a time that can be true, and one content for one scan of a device.</summary>
internal static class ScanTimes
{
    /// <summary>How far a device's clock may be ahead of the platform's.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>How long a device may have been offline.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromDays(90);

    /// <exception cref="InvalidRequestException">The scan lies in the future or too far back.</exception>
    public static void RequirePlausible(DateTimeOffset scannedAt, DateTimeOffset now)
    {
        if (scannedAt - now > Ahead || now - scannedAt > Behind)
            throw new InvalidRequestException("scan.time-implausible", "The scan lies in the future or more than 90 days back. Check the clock of the device.");
    }

    /// <summary>The refusal when a device says something else under a scan it has reported before.</summary>
    public static RefusedException Conflict() => new("scan.conflict", "This device has reported this scan before, with another content.")
    {
        WouldChange = "A new scan id.",
    };
}

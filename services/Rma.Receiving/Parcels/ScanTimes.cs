using Microsoft.Extensions.Configuration;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>How the time of a scan was found. Kept where the device said when it sent the scan, or a person when the parcel came.</summary>
/// <param name="DeviceScannedAt">The time of the scan by the device's clock, as it was sent.</param>
/// <param name="SentAt">When the device sent it, by the same clock; null when it did not say.</param>
/// <param name="SkewSeconds">How far that clock was ahead of the platform's; null when it is not known.</param>
/// <param name="IsUnreliable">Whether the clock was so far off that the time of the scan says nothing.</param>
/// <param name="SetBy">Who said when the parcel came; null when nobody had to.</param>
/// <param name="Reason">Why it came then.</param>
public sealed record ScanClock(
    DateTimeOffset DeviceScannedAt, DateTimeOffset? SentAt, long? SkewSeconds, bool IsUnreliable = false, string? SetBy = null,
    string? Reason = null);

/// <summary>How far a device's clock may be off (settings <c>ScanClock:IgnoredSkew</c> and <c>ScanClock:CorrectedSkew</c>).</summary>
/// <param name="Ignored">Up to here a difference is noise: the way of a message takes its time.</param>
/// <param name="Corrected">Up to here the time of a scan is corrected by it; beyond, a person says when the parcel came.</param>
internal sealed record ClockSettings(TimeSpan Ignored, TimeSpan Corrected)
{
    public static ClockSettings Default { get; } = new(DockPolicy.ClockTolerance, TimeSpan.FromHours(24));

    /// <exception cref="InvalidOperationException">The settings cannot be meant; told at the start.</exception>
    public static ClockSettings Of(IConfiguration configuration)
    {
        var given = configuration.GetSection("ScanClock");
        var settings = new ClockSettings(
            given.GetValue("IgnoredSkew", Default.Ignored), given.GetValue("CorrectedSkew", Default.Corrected));
        return settings.Ignored >= TimeSpan.Zero && settings.Corrected >= settings.Ignored && settings.Corrected <= TimeSpan.FromDays(30)
            ? settings
            : throw new InvalidOperationException(
                "ScanClock:IgnoredSkew is at least 0, and ScanClock:CorrectedSkew between it and 30 days.");
    }
}

/// <summary>What is asked of every scan: a time that can be true, and one content for one scan of a device.</summary>
internal static class ScanTimes
{
    /// <summary>How far a device's clock may be ahead of the platform's.</summary>
    public static readonly TimeSpan Ahead = DockPolicy.ClockTolerance;

    /// <summary>How long a device may have been offline.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromDays(90);

    // Beyond that it is no clock but a defect; nothing can be reckoned with it.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(3_660);

    /// <summary>
    /// The time of a scan by the platform's clock, and how it was found: a device that says when it sent the scan shows how far its clock
    /// is off.
    /// </summary>
    public static (DateTimeOffset ScannedAt, ScanClock? Clock) Read(
        DateTimeOffset scannedAt, DateTimeOffset? sentAt, DateTimeOffset now, ClockSettings settings)
    {
        if (sentAt is not { } sent) return (scannedAt, null);
        if ((scannedAt - now).Duration() > Furthest || (sent - now).Duration() > Furthest) throw Implausible();
        if (scannedAt - sent > Ahead)
            throw new InvalidRequestException(
                "scan.sent-before-scanned", "The scan is said to have been sent before it was made. Check the clock of the device.");
        var skew = sent - now;
        var clock = new ScanClock(scannedAt, sent, (long)skew.TotalSeconds);
        return skew.Duration() <= settings.Ignored ? (scannedAt, clock)
            : skew.Duration() <= settings.Corrected ? (scannedAt - skew, clock)
            : (scannedAt, clock with { IsUnreliable = true });
    }

    /// <exception cref="InvalidRequestException">The scan lies in the future or too far back.</exception>
    public static void RequirePlausible(DateTimeOffset scannedAt, DateTimeOffset now)
    {
        if (scannedAt - now > Ahead || now - scannedAt > Behind) throw Implausible();
    }

    /// <summary>The refusal when a device says something else under a scan it has reported before.</summary>
    public static RefusedException Conflict() => new("scan.conflict", "This device has reported this scan before, with another content.")
    {
        WouldChange = "A new scan id.",
    };

    private static InvalidRequestException Implausible() =>
        new("scan.time-implausible", "The scan lies in the future or more than 90 days back. Check the clock of the device.");
}

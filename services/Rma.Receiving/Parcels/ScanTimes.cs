using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.Parcels;

/// <summary>
/// How the time of a scan was determined. Stored when the device sent its own send time, or a person entered the arrival.
/// </summary>
/// <param name="DeviceScannedAt">The time of the scan by the device's clock, as it was sent.</param>
/// <param name="SentAt">When the device sent it, by the same clock; null when not given.</param>
/// <param name="SkewSeconds">How far that clock was ahead of the platform's; null when unknown.</param>
/// <param name="IsUnreliable">Whether the clock was so far off that the time of the scan is meaningless.</param>
/// <param name="SetBy">The person who entered the arrival time; null when none was needed.</param>
/// <param name="Reason">How the arrival time was determined.</param>
public sealed record ScanClock(
    DateTimeOffset DeviceScannedAt, DateTimeOffset? SentAt, long? SkewSeconds, bool IsUnreliable = false, string? SetBy = null,
    string? Reason = null);

/// <summary>How far a device's clock may be off (settings <c>ScanClock:IgnoredSkew</c> and <c>ScanClock:CorrectedSkew</c>).</summary>
/// <param name="Ignored">Up to here a difference is ignored, because transmission takes time.</param>
/// <param name="Corrected">Up to here the time of a scan is corrected by the difference; beyond, a person enters the arrival time.</param>
internal sealed record ClockSettings(TimeSpan Ignored, TimeSpan Corrected)
{
    public static ClockSettings Default { get; } = new(DockPolicy.ClockTolerance, TimeSpan.FromHours(24));

    /// <exception cref="InvalidOperationException">The settings are invalid; thrown at start.</exception>
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

/// <summary>Checks of every scan: a plausible time, and one content per scan of a device.</summary>
internal static class ScanTimes
{
    /// <summary>How far a device's clock may be ahead of the platform's.</summary>
    public static readonly TimeSpan Ahead = DockPolicy.ClockTolerance;

    /// <summary>How long a device may have been offline.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromDays(90);

    // Beyond that the clock is defective and cannot be corrected.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(3_660);

    /// <summary>
    /// The time of a scan by the platform's clock, and how it was determined: the send time of a device shows the error of its clock.
    /// </summary>
    public static (DateTimeOffset ScannedAt, ScanClock? Clock) Read(
        DateTimeOffset scannedAt, DateTimeOffset? sentAt, DateTimeOffset now, ClockSettings settings)
    {
        if (sentAt is not { } sent) return (scannedAt, null);
        if ((scannedAt - now).Duration() > Furthest || (sent - now).Duration() > Furthest) throw Implausible();
        if (scannedAt - sent > Ahead)
            throw new InvalidInputException(
                "scan.sent-before-scanned", "The scan is said to have been sent before it was made. Check the clock of the device.");
        var skew = sent - now;
        var clock = new ScanClock(scannedAt, sent, (long)skew.TotalSeconds);
        return skew.Duration() <= settings.Ignored ? (scannedAt, clock)
            : skew.Duration() <= settings.Corrected ? (scannedAt - skew, clock)
            : (scannedAt, clock with { IsUnreliable = true });
    }

    /// <exception cref="InvalidInputException">The scan lies in the future or too far back.</exception>
    public static void RequirePlausible(DateTimeOffset scannedAt, DateTimeOffset now)
    {
        if (scannedAt - now > Ahead || now - scannedAt > Behind) throw Implausible();
    }

    /// <summary>The refusal when a device sends other content for a scan it has sent before.</summary>
    public static RefusedException Conflict() => new("scan.conflict", "This device has reported this scan before, with another content.")
    {
        WouldChange = "A new scan id.",
    };

    private static InvalidInputException Implausible() =>
        new("scan.time-implausible", "The scan lies in the future or more than 90 days back. Check the clock of the device.");
}

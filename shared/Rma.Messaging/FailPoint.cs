using System.Diagnostics;

namespace Rma.Messaging;

/// <summary>
/// A named place where a fault test may end the process, as a crash would. Armed by environment only (<c>RMA_FAIL_POINT=name</c>); when it
/// fires it leaves the file named by <c>RMA_FAIL_POINT_MARKER</c>, so that a test can prove the place was reached.
/// </summary>
public static class FailPoint
{
    private static readonly string? Armed = Environment.GetEnvironmentVariable("RMA_FAIL_POINT");

    /// <summary>The places between the steps of one commit, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "inbox.written", "events.appended", "saga.written", "outbox.written", "committed", "published", "confirmed", "deleted",
    ];

    /// <summary>Ends the process here when this point is armed.</summary>
    public static void Hit(string name)
    {
        if (Armed is null || !string.Equals(Armed, name, StringComparison.Ordinal)) return;
        if (Environment.GetEnvironmentVariable("RMA_FAIL_POINT_MARKER") is { } marker) File.WriteAllText(marker, name);
        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }
}

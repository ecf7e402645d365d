using System.Collections.Frozen;
using System.Diagnostics;
using MassTransit;

namespace Rma.Messaging;

/// <summary>
/// A named place where a fault test may end the process, as a crash would. Armed by environment only: <c>RMA_FAIL_POINT</c> names one
/// place, or several separated by commas, each of which ends the process once. The file named by <c>RMA_FAIL_POINT_MARKER</c> (with several
/// places followed by a dash and the place) records that the place was reached and disarms it after the restart.
/// </summary>
public static class FailPoint
{
    private static readonly string? Marker = Environment.GetEnvironmentVariable("RMA_FAIL_POINT_MARKER");
    private static readonly FrozenDictionary<string, string?> Armed = Arm(Environment.GetEnvironmentVariable("RMA_FAIL_POINT"));

    /// <summary>The places between the steps of one commit and after it, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "inbox.written", "events.appended", "saga.written", "outbox.written", "committed", "handled", "acked", "published", "confirmed",
        "deleted",
    ];

    /// <summary>Whether a fail point is armed in this process.</summary>
    public static bool IsArmed => Armed.Count > 0;

    /// <summary>Ends the process here when this fail point is armed.</summary>
    public static void Hit(string name)
    {
        if (!IsArmed || !Armed.TryGetValue(name, out var marker)) return;
        if (marker is not null) File.WriteAllText(marker, name);
        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }

    private static FrozenDictionary<string, string?> Arm(string? names) => (names?.Split(',') ?? [])
        .Select(name => (Name: name, File: Marker is null || names == name ? Marker : $"{Marker}-{name}"))
        .Where(point => names == point.Name || !File.Exists(point.File))
        .ToFrozenDictionary(point => point.Name, point => point.File);
}

/// <summary>
/// The place before the acknowledgement of a delivery: everything is committed, but the broker has no acknowledgement yet.
/// </summary>
internal sealed class FailPointBeforeAck : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await next.Send(context);
        FailPoint.Hit("handled");
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("failPoint");
}

/// <summary>The place after the acknowledgement.</summary>
internal sealed class FailPointAfterAck : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        FailPoint.Hit("acked");
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class =>
        Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}

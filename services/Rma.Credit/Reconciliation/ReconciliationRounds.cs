using System.Diagnostics.Metrics;

namespace Rma.Credit.Reconciliation;

/// <summary>
/// Reconciles repeatedly while the service runs (with <c>Reconciliation:Pause</c> between two rounds, or nine times the duration of a
/// round). A difference is logged when it is first found and when it is gone, and is shown in the metric and under <c>GET
/// /reconciliation</c> meanwhile.
/// </summary>
internal sealed class ReconciliationRounds : BackgroundService
{
    public const string MeterName = "Rma.Credit";

    private readonly Reconciler reconciler;
    private readonly TimeProvider clock;
    private readonly ILogger<ReconciliationRounds> log;
    private readonly TimeSpan pause;
    private readonly Meter meter = new(MeterName);
    private long finished;
    private volatile ReconciliationReport last = new(null, 0, []);

    public ReconciliationRounds(Reconciler reconciler, TimeProvider clock, IConfiguration configuration, ILogger<ReconciliationRounds> log)
    {
        (this.reconciler, this.clock, this.log) = (reconciler, clock, log);
        pause = configuration.GetValue("Reconciliation:Pause", TimeSpan.FromMinutes(1));
        finished = clock.GetTimestamp();
        meter.CreateObservableGauge("rma.reconciliation.differences", () =>
            last.Differences.Count, "{record}", "Records of money that do not agree: not even one is right.");
        meter.CreateObservableGauge("rma.reconciliation.age", () =>
            clock.GetElapsedTime(Interlocked.Read(ref finished)).TotalSeconds, "s", "Time since the last look at everything was finished.");
    }

    /// <summary>The last round.</summary>
    public ReconciliationReport Last => last;

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var began = clock.GetTimestamp();
            try
            {
                var (looked, differences) = await reconciler.Look(stoppingToken);
                Tell(differences);
                last = new(clock.GetUtcNow(), looked, differences);
                Interlocked.Exchange(ref finished, clock.GetTimestamp());
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                // Whatever the cause, the next round retries; the age of the last round shows when none succeeds.
                log.ReconciliationFailed(exception.Message);
            }

            // The longer the books, the longer a round: rounds take at most a tenth of the time.
            timer.Period = TimeSpan.FromTicks(Math.Max(pause.Ticks, clock.GetElapsedTime(began).Ticks * 9));
        }
    }

    private void Tell(IReadOnlyList<Difference> now)
    {
        foreach (var difference in now.Except(last.Differences))
            log.DifferenceFound(difference.Kind, difference.Id, difference.What);
        foreach (var difference in last.Differences.Except(now))
            log.DifferenceResolved(difference.Kind, difference.Id);
    }
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Rma.Credit.Reconciliation;

/// <summary>
/// Looks at everything again and again, for as long as the service runs (<c>Reconciliation:Pause</c> between two rounds, or nine times as
/// long as a round takes). A difference is told when it is first seen and when it is gone, and stays in the metric and under <c>GET
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
                // Whatever it was, the next round looks again; the age of the last one tells when none gets through.
                log.LogWarning("The books could not be held against each other this time: {Reason}", exception.Message);
            }

            // The longer the books, the longer a round: it takes a tenth of the time at most, the returns have the rest.
            timer.Period = TimeSpan.FromTicks(Math.Max(pause.Ticks, clock.GetElapsedTime(began).Ticks * 9));
        }
    }

    private void Tell(IReadOnlyList<Difference> now)
    {
        foreach (var difference in now.Except(last.Differences))
            log.LogError("Reconciliation: {Kind} {Id}: {What}", difference.Kind, difference.Id, difference.What);
        foreach (var difference in last.Differences.Except(now))
            log.LogInformation("Reconciliation: {Kind} {Id} is in order again", difference.Kind, difference.Id);
    }
}

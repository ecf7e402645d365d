using Microsoft.Extensions.Hosting;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>Counts stuck items every minute, for the metric <c>rma.stuck</c>.</summary>
internal sealed class StuckWatch(StuckItems stuck) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                MessagingMetrics.Report(await stuck.List(200, stoppingToken));
            }
            catch (Exception exception) when (Transient.Is(exception) || exception is Npgsql.NpgsqlException)
            {
                // The database is away; the next minute counts again.
            }
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Deletes dead letters that were settled or replayed longer ago than <c>DeadLetters:KeptDays</c>: their bodies may name people. Open ones
/// stay.
/// </summary>
internal sealed class DeadLetterRetention(DeadLetters deadLetters, IConfiguration configuration, ILogger<DeadLetterRetention> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private readonly int days = configuration.GetValue("DeadLetters:KeptDays", 365) is >= 1 and <= 3_650 and var kept ? kept
        : throw new InvalidOperationException("DeadLetters:KeptDays has to be 1 to 3650.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await deadLetters.Forget(TimeSpan.FromDays(days), stoppingToken) is > 0 and var count)
                    log.DeadLettersForgotten(count, days);
            }
            catch (Exception exception) when (Transient.Is(exception) || exception is NpgsqlException)
            {
                log.DeadLettersKept(exception.Message);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

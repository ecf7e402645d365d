using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Ready when the database answers. It is asked once a second at most, however many ask: nobody needs a credential for that question, so
/// it must not be a way to make the service work.
/// </summary>
internal sealed class DatabaseHealth(NpgsqlDataSource database, DatabaseTrust trust) : IHealthCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private Task<HealthCheckResult>? last;
    private long askedAt;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (last is null || last.IsCompleted && Stopwatch.GetElapsedTime(askedAt) > Fresh)
                (last, askedAt) = (Ask(), Stopwatch.GetTimestamp());
            return last.WaitAsync(cancellationToken);
        }
    }

    // Whoever asked first may go away; the others wait for the same answer.
    private async Task<HealthCheckResult> Ask()
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(3));
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (Transient.Is(exception))
        {
            return HealthCheckResult.Unhealthy(
                await trust.Fault(exception, CancellationToken.None) ?? "The database does not answer.");
        }
    }
}

using Npgsql;
using Rma.Messaging;

namespace Rma.Console.Rebuilds;

/// <summary>
/// Carries a rebuild to its end: asks again where no answer came, makes the rows of what was told, compares, and lets the two slots change
/// places. Answers go on from the old slot until then. A read side that was never built begins its first rebuild by itself.
/// </summary>
internal sealed class Rebuilder(IServiceScopeFactory scopes, ILogger<Rebuilder> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private bool wasBuilt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Idle;
            try
            {
                pause = await Step(stoppingToken);
            }
            catch (Exception exception) when (Transient.Is(exception) || exception is NpgsqlException)
            {
                log.RebuildWaits(exception.Message);
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // How long to wait before the next step.
    private async Task<TimeSpan> Step(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<RebuildDesk>();
        var stage = (await desk.Claim(cancellationToken))?.Stage;
        var more = stage switch
        {
            null => false,
            RebuildStages.Telling => await desk.Follow(Patience, cancellationToken),
            RebuildStages.Folding => await scope.ServiceProvider.GetRequiredService<RebuildFolding>().Fold(cancellationToken),
            _ => await scope.ServiceProvider.GetRequiredService<RebuildFolding>().ChangePlaces(cancellationToken),
        };
        if (!wasBuilt && !(wasBuilt = await desk.Any(cancellationToken))) await desk.BeginFirst(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Commit();
        return more ? TimeSpan.Zero : stage is null ? Idle : Pause;
    }
}

using Microsoft.Extensions.Hosting;
using Rma.ServiceDefaults;

namespace Rma.Messaging.Tests;

/// <summary>A supervisor restarts only processes that ended with an error.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_process_that_stops_because_a_background_service_failed_ends_with_an_error() =>
        Assert.Equal(ExitCode.BackgroundServiceFailed, ExitCode.Of([await Ended(() => throw new InvalidOperationException("planted"))]));

    [Fact]
    public async Task A_process_that_is_asked_to_stop_ends_well() => Assert.Equal(0, ExitCode.Of([await Ended(() => { })]));

    private static async Task<Once> Ended(Action deed)
    {
        var service = new Once(deed);
        await service.StartAsync(CancellationToken.None);
        await service.ExecuteTask!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return service;
    }

    private sealed class Once(Action deed) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            deed();
        }
    }
}

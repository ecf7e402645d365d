using Microsoft.Extensions.Hosting;

namespace Rma.ServiceDefaults;

/// <summary>
/// The process's exit code. The host stops with 0 when a background service fails, and a supervisor that restarts on failure would leave
/// the service stopped; so a failure needs an exit code of its own.
/// </summary>
public static class ExitCode
{
    /// <summary>sysexits' EX_SOFTWARE.</summary>
    public const int BackgroundServiceFailed = 70;

    /// <summary>0, or <see cref="BackgroundServiceFailed"/> when one of these ended with an exception.</summary>
    public static int Of(IEnumerable<IHostedService> services) =>
        services.OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true }) ? BackgroundServiceFailed : 0;
}

using Microsoft.Extensions.Hosting;

namespace Rma.ServiceDefaults;

/// <summary>
/// The process's exit code. The host stops politely when a background service fails, which a supervisor would take for a wish: it restarts
/// only what ended with an error.
/// </summary>
public static class ExitCode
{
    /// <summary>sysexits' EX_SOFTWARE.</summary>
    public const int BackgroundServiceFailed = 70;

    /// <summary>0, or <see cref="BackgroundServiceFailed"/> when one of these ended by an exception.</summary>
    public static int Of(IEnumerable<IHostedService> services) =>
        services.OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true }) ? BackgroundServiceFailed : 0;
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>
/// Loads policy versions that were added without a release: JSON documents in the folder <c>Policy:Folder</c>, read at start and checked
/// every two seconds. A rejected document is logged once and changes nothing.
/// </summary>
internal sealed class PolicyFolderWatcher(PolicyBook book, IConfiguration configuration, ILogger<PolicyFolderWatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, DateTime> seen = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Scan();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (configuration["Policy:Folder"] is not null && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Scan();
        }
    }

    private void Scan()
    {
        if (configuration["Policy:Folder"] is not { } folder || !Directory.Exists(folder)) return;
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var written = MountedFile.ChangedAt(file);
            if (seen.TryGetValue(file, out var before) && before == written) continue;
            seen[file] = written;
            try
            {
                var version = PolicyVersion.Parse(File.ReadAllText(file));
                if (book.Add(version))
                    log.PolicyAdded(version.Id, version.EffectiveFrom);
            }
            catch (Exception exception) when (exception is InvalidPolicyException or IOException)
            {
                log.PolicyRejected(Path.GetFileName(file), exception.Message);
            }
        }
    }
}

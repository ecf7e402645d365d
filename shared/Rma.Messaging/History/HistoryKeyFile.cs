using Microsoft.Extensions.Logging;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// The file of history keys at <c>History:KeysFile</c>, read again when it changes. A broken file changes nothing and is logged.
/// </summary>
public sealed class HistoryKeyFile(MessagingOptions options, ILogger<HistoryKeyFile> log)
{
    private readonly WatchedFile<HistoryKeys> file = new(
        () => options.HistoryKeysFile, json => HistoryKeys.Read(json), TimeSpan.FromSeconds(2),
        fault => log.HistoryKeysUnreadable(fault.Message));

    /// <summary>The keys; null when no file is configured.</summary>
    /// <exception cref="InvalidOperationException">A file is configured and none could be read since the start.</exception>
    public HistoryKeys? Keys => file.Value ?? (string.IsNullOrEmpty(options.HistoryKeysFile) ? null
        : throw new InvalidOperationException($"History:KeysFile: {file.Fault?.Message ?? "it is not there."}", file.Fault));
}

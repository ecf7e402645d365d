namespace Rma.Credit;

/// <summary>What credit logs; event ids 4000 to 4999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(4001, LogLevel.Warning, "Publishing the control total failed ({Reason}); retrying.")]
    public static partial void ControlTotalFailed(this ILogger log, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "Reconciliation failed ({Reason}); retrying in the next round.")]
    public static partial void ReconciliationFailed(this ILogger log, string reason);

    [LoggerMessage(4003, LogLevel.Error, "Reconciliation: {Kind} {Id}: {What}")]
    public static partial void DifferenceFound(this ILogger log, string kind, string id, string what);

    [LoggerMessage(4004, LogLevel.Information, "Reconciliation: {Kind} {Id} is resolved.")]
    public static partial void DifferenceResolved(this ILogger log, string kind, string id);
}

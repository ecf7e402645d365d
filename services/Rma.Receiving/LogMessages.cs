namespace Rma.Receiving;

/// <summary>What receiving logs; event ids 5000 to 5999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(5001, LogLevel.Information, "Photos: {Count} that no event refers to were removed, {Days} days after they were sent.")]
    public static partial void PhotosRemoved(this ILogger log, int count, int days);

    [LoggerMessage(5002, LogLevel.Warning, "Photos: removing what nobody refers to failed ({Reason}); trying again in the next round.")]
    public static partial void PhotosNotRemoved(this ILogger log, string reason);
}

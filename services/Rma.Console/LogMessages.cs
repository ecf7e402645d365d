namespace Rma.Console;

/// <summary>What the console logs; event ids 5000 to 5999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(5001, LogLevel.Warning, "A rebuild of the read side waits: {Reason}")]
    public static partial void RebuildWaits(this ILogger log, string reason);

    [LoggerMessage(5003, LogLevel.Warning, "Changes are not handed on: {Reason}")]
    public static partial void ChangesUnread(this ILogger log, string reason);

    [LoggerMessage(5002, LogLevel.Information, "The rebuild {RebuildId} of the read side has ended; what it found: {Differences}")]
    public static partial void RebuildEnded(this ILogger log, Guid rebuildId, string differences);

    [LoggerMessage(5005, LogLevel.Warning,
        "Nobody can sign in: SignIn:Development lets whoever comes choose whom to be, and Door:Address is reached from other machines")]
    public static partial void DoorIsOpenToOthers(this ILogger log);

    [LoggerMessage(5004, LogLevel.Error, "The page {Path} could not be shown")]
    public static partial void PageFailed(this ILogger log, Exception exception, string? path);
}

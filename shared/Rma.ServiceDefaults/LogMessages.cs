using Microsoft.Extensions.Logging;

namespace Rma.ServiceDefaults;

/// <summary>What every service logs; event ids 2000 to 2999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(2001, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(this ILogger log, Exception exception, string method, string? path);

    [LoggerMessage(2002, LogLevel.Warning, "{Method} {Path}: {Reason}")]
    public static partial void RequestUnavailable(this ILogger log, string method, string? path, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "Database not ready ({Reason}); retrying.")]
    public static partial void DatabaseNotReady(this ILogger log, string? reason);

    [LoggerMessage(2004, LogLevel.Information, "Event store: {Store}.")]
    public static partial void EventStoreReady(this ILogger log, string store);

    [LoggerMessage(2005, LogLevel.Information, "Schema {Schema}: applied {Migrations}.")]
    public static partial void MigrationsApplied(this ILogger log, string schema, string migrations);

    [LoggerMessage(2006, LogLevel.Information, "Schema {Schema} is up to date.")]
    public static partial void SchemaUpToDate(this ILogger log, string schema);

    [LoggerMessage(2010, LogLevel.Error, "The API key {Key} is not used: its name has {Fault}.")]
    public static partial void ApiKeyUnusable(this ILogger log, string key, string fault);

    [LoggerMessage(2011, LogLevel.Critical, "{Fault} This service does not start.")]
    public static partial void UnsafeSetting(this ILogger log, string fault);

    [LoggerMessage(2008, LogLevel.Information, "Policy version {Version} added; effective from {From}.")]
    public static partial void PolicyAdded(this ILogger log, string version, DateOnly from);

    [LoggerMessage(2009, LogLevel.Error, "Policy version in {File} rejected ({Reason}); the loaded versions stay in use.")]
    public static partial void PolicyRejected(this ILogger log, string file, string reason);

    [LoggerMessage(2014, LogLevel.Warning, "Outbox: {By} gave {Count} parked messages another chance: {Reason}")]
    public static partial void Unparked(this ILogger log, string by, int count, string reason);

    [LoggerMessage(2012, LogLevel.Information,
        "Dead letters: {Count} that were settled or replayed more than {Days} days ago were deleted.")]
    public static partial void DeadLettersForgotten(this ILogger log, int count, int days);

    [LoggerMessage(2013, LogLevel.Warning, "Dead letters: deleting old ones failed ({Reason}); trying again in an hour.")]
    public static partial void DeadLettersKept(this ILogger log, string reason);
}

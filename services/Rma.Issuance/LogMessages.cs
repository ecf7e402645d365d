namespace Rma.Issuance;

/// <summary>What issuance logs; event ids 3000 to 3999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(3001, LogLevel.Warning, "Webhook sender failed ({Reason}); retrying.")]
    public static partial void WebhookSenderFailed(this ILogger log, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "Webhook {Webhook}: attempt {Attempt} of notice {Notice} failed: {Reason}")]
    public static partial void WebhookFailed(this ILogger log, Guid webhook, int attempt, Guid notice, string reason);
}

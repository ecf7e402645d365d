namespace Rma.Issuance;

/// <summary>What issuance logs; event ids 3000 to 3999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(3001, LogLevel.Warning, "Webhook sender failed ({Reason}); retrying.")]
    public static partial void WebhookSenderFailed(this ILogger log, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "Webhook {Webhook}: attempt {Attempt} of notice {Notice} failed: {Reason}")]
    public static partial void WebhookFailed(this ILogger log, Guid webhook, int attempt, Guid notice, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Webhooks: {Count} secrets were encrypted with the current key.")]
    public static partial void WebhookSecretsEncrypted(this ILogger log, int count);

    [LoggerMessage(3004, LogLevel.Information,
        "People: {Keys} keys were destroyed because their time had passed, and {Reads} notes of who was shown something deleted.")]
    public static partial void PeopleForgotten(this ILogger log, int keys, int reads);

    [LoggerMessage(3005, LogLevel.Warning, "People: destroying keys whose time has passed failed ({Reason}); trying again in an hour.")]
    public static partial void PeopleNotForgotten(this ILogger log, string reason);
}

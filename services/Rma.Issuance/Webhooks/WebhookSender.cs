using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace Rma.Issuance.Webhooks;

/// <summary>A delivery that is due, with its content.</summary>
internal sealed record DueDelivery(
    Guid DeliveryId, Guid WebhookId, string Url, string Secret, int Attempts, Guid NoticeId, string Kind, string AccountId,
    string? RmaNumber, Guid? ReturnId, string? SerialNumber, string Subject, string Body, string[] Clauses, string? Details,
    DateTimeOffset PostedAt);

/// <summary>
/// Delivers notices to webhooks: signed, ordered by due time, one claim at a time so that replicas do not send twice. A failed delivery is
/// retried with growing delays; this is the only retry, and each attempt is one counted POST. After <see cref="Attempts"/> attempts a
/// delivery is given up until it is replayed manually.
/// </summary>
internal sealed class WebhookSender(
    NpgsqlDataSource database, WebhookTargets targets, WebhookSecrets secrets, IHttpClientFactory clients, TimeProvider clock,
    ILogger<WebhookSender> log)
        : BackgroundService
{
    /// <summary>Name of the HTTP client: no redirects, ten seconds.</summary>
    public const string Client = "webhooks";

    /// <summary>Attempts until a delivery is given up: about two days.</summary>
    public const int Attempts = 15;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var sent = 0;
            try
            {
                if (!renewed && await secrets.Renew(database, stoppingToken) is > 0 and var count) log.WebhookSecretsEncrypted(count);
                renewed = true;
                sent = await SendDue(stoppingToken);
            }
            catch (Exception exception) when (Messaging.Transient.Is(exception) || exception is NpgsqlException or CryptographicException)
            {
                log.WebhookSenderFailed(exception.Message);
            }

            if (sent == 0) await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> SendDue(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        // The claim sets a due time in the future: if the sender dies, the delivery is sent a minute later.
        DueDelivery[] due = [.. await connection.QueryAsync<DueDelivery>(
            """
            update webhook_deliveries delivery set due_at = @until
            from notices notice, webhooks webhook
            where delivery.delivery_id in (
                select delivery_id from webhook_deliveries where delivered_at is null and given_up_at is null and due_at <= @now
                order by due_at limit 20 for update skip locked)
              and notice.notice_id = delivery.notice_id and webhook.webhook_id = delivery.webhook_id
            returning delivery.delivery_id, delivery.webhook_id, webhook.url, webhook.secret, delivery.attempts, notice.notice_id,
                notice.kind, notice.account_id, notice.rma_number, notice.return_id, notice.serial_number, notice.subject, notice.body,
                notice.clauses, notice.details::text as details, notice.posted_at
            """, new { now = clock.GetUtcNow().UtcDateTime, until = clock.GetUtcNow().AddMinutes(1).UtcDateTime })];
        await Task.WhenAll(due.Select(delivery => Deliver(delivery, stoppingToken)));
        return due.Length;
    }

    private async Task Deliver(DueDelivery delivery, CancellationToken stoppingToken)
    {
        var (status, error) = await Try(delivery, stoppingToken);
        var attempts = delivery.Attempts + 1;
        var (good, over) = (status is >= 200 and < 300, attempts >= Attempts);
        if (!good)
            log.WebhookFailed(delivery.WebhookId, attempts, delivery.NoticeId, error ?? $"HTTP {status}");
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            """
            update webhook_deliveries set attempts = @attempts, posts = posts + 1, last_status = @status, last_error = @error,
                delivered_at = case when @good then @now end, given_up_at = case when not @good and @over then @now end, due_at = @next
            where delivery_id = @id
            """,
            new { id = delivery.DeliveryId, attempts, status, error, good, over, now = clock.GetUtcNow().UtcDateTime,
                next = clock.GetUtcNow().Add(PauseAfter(attempts)).UtcDateTime });
    }

    /// <summary>Doubling from five seconds to eight hours.</summary>
    internal static TimeSpan PauseAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, attempts - 1), 28_800));

    private async Task<(int? Status, string? Error)> Try(DueDelivery delivery, CancellationToken stoppingToken)
    {
        if (!targets.IsAllowed(new Uri(delivery.Url))) return (null, "The host is not on the list of webhook targets any more.");
        try
        {
            return (await Post(delivery, stoppingToken), null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return (null, exception is TaskCanceledException ? "No answer within ten seconds."
                : (exception.InnerException ?? exception) is AddressNotAllowedException refused ? refused.Message
                : "The receiver cannot be reached.");
        }
        catch (CryptographicException)
        {
            return (null, "The secret cannot be decrypted: its key is not in Webhooks:SecretKeyFile, or the row was changed.");
        }
    }

    private async Task<int> Post(DueDelivery delivery, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new
        {
            delivery.NoticeId, delivery.Kind, delivery.AccountId, delivery.RmaNumber, delivery.ReturnId, delivery.SerialNumber,
            delivery.Subject, text = delivery.Body, delivery.Clauses,
            details = delivery.Details is null ? null : JsonNode.Parse(delivery.Details), postedAt = delivery.PostedAt,
        }, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, delivery.Url) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Rma-Delivery", delivery.DeliveryId.ToString("D"));
        request.Headers.Add("X-Rma-Signature", WebhookSignature.Of(
            secrets.Decrypt(delivery.WebhookId, delivery.Secret), clock.GetUtcNow(), body));
        using var client = clients.CreateClient(Client);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)response.StatusCode;
    }
}

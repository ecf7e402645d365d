using System.Security.Cryptography;
using Dapper;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Notices;
using Rma.Issuance.Rmas;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Webhooks;

/// <param name="Url">An https URL on a host that the operator listed.</param>
/// <param name="Kinds">Kinds of notices; empty = all.</param>
public sealed record SubscribeRequest(string Url, [OneOf(typeof(NoticeKinds))] string[]? Kinds = null, string? AccountId = null);

/// <summary>A webhook; its secret is shown once, when it is made.</summary>
public sealed record WebhookRow(
    Guid WebhookId, string AccountId, string Url, [OneOf(typeof(NoticeKinds))] string[] Kinds, DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt);

/// <summary>A webhook that was made.</summary>
/// <param name="Secret">With which notices are signed; shown once, so a repeat of the request has none.</param>
public sealed record WebhookMade(Guid WebhookId, string? Secret);

/// <summary>One delivery.</summary>
/// <param name="State"><c>waiting</c>, <c>delivered</c> or <c>given-up</c>.</param>
/// <param name="Attempts">Since creation or the last replay; <paramref name="Posts"/> in total. Each is one POST.</param>
public sealed record DeliveryRow(
    Guid DeliveryId, Guid WebhookId, Guid NoticeId, [OneOf(typeof(NoticeKinds))] string Kind, string Subject,
    [OneOf(typeof(DeliveryStates))] string State, int Attempts, DateTimeOffset DueAt, DateTimeOffset? DeliveredAt, int? LastStatus,
    string? LastError, int Posts);

/// <summary>A stored notice.</summary>
public sealed record NoticeRow(
    Guid NoticeId, [OneOf(typeof(NoticeKinds))] string Kind, string AccountId, Guid? RmaId, string? RmaNumber, Guid? ReturnId,
    string? SerialNumber, string Subject, string Body, string[] Clauses, DateTimeOffset PostedAt, NoticeDetails? Details);

/// <summary>The same as it is stored.</summary>
internal sealed record StoredNotice(
    Guid NoticeId, string Kind, string AccountId, Guid? RmaId, string? RmaNumber, Guid? ReturnId, string? SerialNumber, string Subject,
    string Body, string[] Clauses, DateTimeOffset PostedAt, string? Details)
{
    /// <summary>As it is shown: a link that answers a quote is a credential of its addressee.</summary>
    public NoticeRow Shown(bool toAddressee)
    {
        var details = NoticeDetails.Read(Details);
        return new(
            NoticeId, Kind, AccountId, RmaId, RmaNumber, ReturnId, SerialNumber, Subject,
            toAddressee ? Body : NoticeBoard.WithoutSecrets(Body), Clauses, PostedAt,
            toAddressee || details is null ? details : details with { Link = null });
    }
}

internal static class WebhookRoutes
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks", async (
            SubscribeRequest request, Caller caller, WebhookTargets targets, WebhookSecrets secrets, AmbientTransaction transaction,
            TimeProvider clock, CancellationToken ct) =>
        {
            var account = AskingAccount.Of(caller, request.AccountId);
            var target = targets.Read(request.Url);
            if (request.Kinds?.Except(NoticeKinds.All).FirstOrDefault() is { } unknown)
                throw new InvalidInputException(
                    "webhook.kind-unknown", $"There is no kind '{unknown}'. Kinds are: {string.Join(", ", NoticeKinds.All)}.");
            var (id, secret) = (Guid.CreateVersion7(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
            var open = await transaction.Begin(ct);
            if (await open.Connection!.ExecuteScalarAsync<long>(
                "select count(*) from webhooks where account_id = @account and ended_at is null", new { account }, open) >= 10)
                throw new RefusedException("webhook.too-many", "An account has at most ten webhooks.");
            await open.Connection!.ExecuteAsync(
                "insert into webhooks (webhook_id, account_id, url, kinds, secret, created_by, created_at) " +
                    "values (@id, @account, @url, @kinds, @secret, @by, @at)",
                new { id, account, url = target.ToString(), kinds = request.Kinds?.Distinct().ToArray()
                    ?? [], secret = secrets.Encrypt(id, secret), by = caller.Id, at = clock.GetUtcNow().UtcDateTime }, open);
            return Results.Created($"/webhooks/{id}", new WebhookMade(id, secret));
        }).Allow(Roles.Partner, Roles.Operator).WithMetadata(new ShownOnce("secret"))
            .WithName("subscribeWebhook").WithSummary("Makes a webhook; its secret is shown once.")
            .Produces<WebhookMade>(StatusCodes.Status201Created)
            .Refuses(400, "rma.account-missing", "rma.other-account", "webhook.address-not-public", "webhook.host-not-allowed",
                "webhook.kind-unknown", "webhook.port-not-allowed", "webhook.url-malformed")
            .Refuses(409, "webhook.too-many");

        routes.MapGet("/webhooks", async (Caller caller, [AsParameters] ListPage page) => await page.Read<WebhookRow>(
            """
            select webhook_id, account_id, url, kinds, created_at, ended_at
            from webhooks where (@account::text is null or account_id = @account)
            """, new { account = AskingAccount.Seen(caller) }, new ListOrder("created_at", "webhook_id", NewestFirst: true),
            row => (row.CreatedAt, row.WebhookId), 200, 1000)).Allow(Roles.Partner, Roles.Operator, Roles.Auditor)
            .WithName("listWebhooks").WithSummary("Lists webhooks, newest first.")
            .Pages<WebhookRow>();

        routes.MapDelete("/webhooks/{id:guid}",
            async (Guid id, Caller caller, AmbientTransaction transaction, TimeProvider clock, CancellationToken ct) =>
        {
            var open = await transaction.Begin(ct);
            return await open.Connection!.ExecuteAsync(
                "update webhooks set ended_at = coalesce(ended_at, @at) where webhook_id = @id and (@account::text is null " +
                    "or account_id = @account)",
                new { id, account = AskingAccount.Seen(caller), at = clock.GetUtcNow().UtcDateTime }, open) == 1 ? Results.NoContent()
                    : Problems.NotFound("webhook");
        }).Allow(Roles.Partner, Roles.Operator)
            .WithName("endWebhook").WithSummary("Ends a webhook.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(404, "webhook.not-found");

        routes.MapGet("/webhook-deliveries", async (
            Guid? webhookId, [OneOf(typeof(DeliveryStates))] string? state, Caller caller, [AsParameters] ListPage page) =>
        {
            Filters.OneOf(state, "state", DeliveryStates.All);
            return await page.Read<DeliveryRow>(
                $"""
                select * from (
                    select delivery.delivery_id, delivery.webhook_id, delivery.notice_id, notice.kind, notice.subject,
                        case when delivered_at is not null then '{DeliveryStates.Delivered}'
                            when given_up_at is not null then '{DeliveryStates.GivenUp}' else '{DeliveryStates.Waiting}' end as state,
                        attempts,
                        due_at, delivered_at, last_status, last_error, posts
                    from webhook_deliveries delivery join notices notice using (notice_id) join webhooks webhook using (webhook_id)
                    where (@account::text is null or webhook.account_id = @account) and (@webhookId::uuid is null
                        or delivery.webhook_id = @webhookId)) rows
                where @state::text is null or state = @state
                """, new { account = AskingAccount.Seen(caller), webhookId, state },
                new ListOrder("due_at", "delivery_id", NewestFirst: true), row => (row.DueAt, row.DeliveryId), 200, 1000);
        }).Allow(Roles.Partner, Roles.Operator, Roles.Auditor)
            .WithName("listWebhookDeliveries").WithSummary("Lists deliveries of webhooks, newest first.")
            .Pages<DeliveryRow>()
            .Refuses(400, "request.unknown-value");

        // Sends it again even if it was delivered: receivers detect duplicates by the notice id.
        routes.MapPost("/webhook-deliveries/{id:guid}/replay",
            async (Guid id, Caller caller, AmbientTransaction transaction, TimeProvider clock, CancellationToken ct) =>
        {
            var open = await transaction.Begin(ct);
            var changed = await open.Connection!.ExecuteAsync(
                """
                update webhook_deliveries set due_at = @at, attempts = 0, delivered_at = null, given_up_at = null
                where delivery_id = @id and webhook_id in (select webhook_id from webhooks where ended_at is null
                    and (@account::text is null or account_id = @account))
                """, new { id, account = AskingAccount.Seen(caller), at = clock.GetUtcNow().UtcDateTime }, open);
            return changed == 1 ? Results.Accepted() : Problems.NotFound("webhook-delivery");
        }).Allow(Roles.Partner, Roles.Operator)
            .WithName("replayWebhookDelivery").WithSummary("Sends a notice to a webhook again.")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(404, "webhook-delivery.not-found");

        routes.MapGet("/notices", async (
            string? rmaNumber, [OneOf(typeof(NoticeKinds))] string? kind, string? account, [AsParameters] ListPage page,
            Caller caller) =>
        {
            Filters.OneOf(kind, "kind", NoticeKinds.All);
            var number = Policy.RmaNumber.AsPrinted(rmaNumber);
            return await page.Read<StoredNotice, NoticeRow>(
                """
                select notice_id, kind, account_id, rma_id, rma_number, return_id, serial_number, subject, body, clauses, posted_at,
                    details::text as details
                from notices where (@seen::text is null or account_id = @seen) and (@account::text is null or account_id = @account)
                    and (@number::text is null or rma_number = @number)
                    and (@kind::text is null or kind = @kind)
                """, new { seen = AskingAccount.Seen(caller), account, number, kind },
                new ListOrder("posted_at", "notice_id", NewestFirst: true),
                row => (row.PostedAt, row.NoticeId),
                row => row.Shown(toAddressee: caller.Is(Roles.Partner)));
        }).Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("listNotices").WithSummary("Lists notices, newest first.")
            .Pages<NoticeRow>()
            .Refuses(400, "request.unknown-value");
    }
}

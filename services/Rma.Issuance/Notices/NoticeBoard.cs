using System.Text.RegularExpressions;
using MassTransit;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Notices;

/// <summary>
/// Stores notices for requesters in the transaction of their cause, each with the deliveries to subscribed webhooks. A notice that exists
/// is not stored again.
/// </summary>
internal sealed partial class NoticeBoard(AmbientTransaction transaction, TimeProvider clock)
{
    /// <summary>As it is shown to others than its addressee: a link that answers a quote is a credential, and not theirs.</summary>
    public static string WithoutSecrets(string body) => QuoteToken().Replace(body, "/quote-links/[for the addressee only]");

    [GeneratedRegex("/quote-links/[A-Za-z0-9_-]+")]
    private static partial Regex QuoteToken();

    /// <summary>Stores one notice.</summary>
    public void Post(Notice notice) => transaction.EnqueueRow(
        """
        with posted as (
            insert into notices (notice_id, kind, account_id, rma_id, rma_number, return_id, serial_number, subject, body, clauses,
                details, posted_at)
            values (@NoticeId, @Kind, @AccountId, @RmaId, @RmaNumber, @ReturnId, @SerialNumber, @Subject, @Body, @Clauses,
                @Details::jsonb, @PostedAt)
            on conflict (notice_id) do nothing returning notice_id, kind, account_id)
        insert into webhook_deliveries (delivery_id, webhook_id, notice_id, due_at)
        select gen_random_uuid(), webhook.webhook_id, posted.notice_id, @PostedAt
        from posted join webhooks webhook on webhook.account_id = posted.account_id and webhook.ended_at is null
            and (cardinality(webhook.kinds) = 0 or posted.kind = any(webhook.kinds))
        """,
        new
        {
            notice.NoticeId, notice.Kind, notice.AccountId, notice.RmaId, notice.RmaNumber, notice.ReturnId, notice.SerialNumber,
            notice.Subject, notice.Body, Clauses = notice.Clauses.ToArray(),
            Details = notice.Details.Serialize(), PostedAt = clock.GetUtcNow(),
        });
}

/// <summary>Notifies requesters of the answer to their request.</summary>
internal sealed class WhenRequestAnswered(NoticeBoard board, PolicyBook policies, ReferralLapse lapse)
    : IReaction<ReturnAuthorization, RmaEvent>
{
    public Task On(Appended<ReturnAuthorization, RmaEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var step in appended.Steps)
        {
            if (step.Event is RmaIssued issued) board.Post(Notice.Authorized(issued));
            if (step.Event is RmaDenied denied) board.Post(Notice.Denied(denied));
            if (step.Event is RmaReferred referred) board.Post(Notice.Waiting(referred, LastDayOf(referred), step.Version));
            if (step.State is ReturnAuthorization.GivenUp given) board.Post(Notice.Over(given.Referral, given.Withdrawal));
        }

        return Task.CompletedTask;
    }

    private DateOnly LastDayOf(RmaReferred referred) =>
        PolicyCalendar.LastDay(policies.InForceAt(referred.ReferredAt).Calendar.LocalDate(referred.ReferredAt), lapse.Days);
}

/// <summary>
/// Notifies a requester that a parcel with their number was refused (P3, rule 19). A parcel without a known number notifies no one.
/// </summary>
internal sealed class ParcelRefusedConsumer(NoticeBoard board, Streams<ReturnAuthorization, RmaEvent> rmas) : IConsumer<ParcelRefused>
{
    public async Task Consume(ConsumeContext<ParcelRefused> context)
    {
        if (context.Message.RmaId is not { } rmaId || (await rmas.Get(rmaId, context.CancellationToken)).Request is not { } request) return;
        var number = RmaNumber.TryRead(context.Message.Marking, out var read) ? read.ToString() : null;
        board.Post(Notice.RefusedAtDock(context.Message, request.AccountId, number));
    }
}

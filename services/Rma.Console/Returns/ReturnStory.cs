using Rma.Console.Facts;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;

namespace Rma.Console.Returns;

/// <summary>What the facts of a request amount to. Pure, and the same in whatever order the facts were heard.</summary>
internal static class ReturnStory
{
    /// <summary>The order in which facts are told.</summary>
    public static IReadOnlyList<Fact> InOrder(IEnumerable<Fact> facts) =>
        [.. facts.OrderBy(fact => fact.At).ThenBy(fact => NumberOf(fact.Message)).ThenBy(fact => fact.MessageId)];

    /// <summary>The rows of a request.</summary>
    /// <param name="facts">All facts of the request; or those of the request and of some of its returns, for these alone.</param>
    public static IReadOnlyList<ReturnRow> Of(IEnumerable<Fact> facts)
    {
        var ordered = InOrder(facts);
        var authorized = ordered.Where(fact => fact.Message is ReturnAuthorized).DistinctBy(fact => fact.ReturnId).ToArray();
        var returns = authorized.Select(begin => Return((ReturnAuthorized)begin.Message, ordered));
        return [.. returns, .. Items(ordered)];
    }

    // What has a number may have one time with the next.
    private static int NumberOf(object message) => message switch
    {
        ReturnMoved moved => moved.Number,
        WorkChanged changed => changed.Number,
        _ => 0,
    };

    private static ReturnRow Return(ReturnAuthorized said, IReadOnlyList<Fact> ordered)
    {
        var own = ordered.Where(fact => fact.ReturnId == said.ReturnId || fact.ReturnId is null).ToArray();
        var row = new ReturnRow
        {
            ReturnId = said.ReturnId, RmaId = said.RmaId, AccountId = said.AccountId, Remedy = said.Remedy,
            SerialNumber = said.SerialNumber, State = ReturnStates.AwaitingArrival, Since = said.IssuedAt, RequestedAt = said.IssuedAt,
            ChangedAt = said.IssuedAt, RmaNumber = said.RmaNumber, Line = said.Line, Sku = said.Sku, IsLicense = said.IsLicense,
            ReasonCode = said.ReasonCode,
            Defect = said.Defect, ValidThrough = said.ValidThrough,
        };
        row = WithWork(row, own.Where(fact => fact.ReturnId is not null));
        row = own.Where(fact => fact.Message is not WorkChanged).Aggregate(
            row, (so, fact) => With(so, fact.Message) with { ChangedAt = fact.At > so.ChangedAt ? fact.At : so.ChangedAt });
        // The moves have numbers, because two of them may have one time.
        if (own.Select(fact => fact.Message).OfType<ReturnMoved>().MaxBy(moved => moved.Number) is not { } last) return row;
        row = row with { State = last.To, Since = last.MovedAt };
        // An item that arrived after its end goes on.
        return ReturnStates.Ended.Contains(last.To) ? row : row with { Outcome = null, ClosedAt = null };
    }

    private static ReturnRow WithWork(ReturnRow row, IEnumerable<Fact> facts) =>
        facts.Select(fact => fact.Message).OfType<WorkChanged>().MaxBy(change => change.Number) is { } last
        ? row with { AssignedTo = last.AssignedTo, HeldUntil = last.HeldUntil, HoldReason = last.HoldReason } : row;

    private static ReturnRow With(ReturnRow row, object message) => message switch
    {
        RmaIssued said => row with { Reference = said.Reference, Reissues = said.Reissues },
        ReturnShipmentAnnounced said when said.Lines.Contains(row.Line ?? 0) => row with
        {
            Carrier = said.Carrier, TrackingNumber = said.TrackingNumber,
        },
        ParcelAccepted said => row with { Site = row.ArrivedAt is null ? said.Site : row.Site },
        UnitReceived said => row with { ArrivedAt = said.ArrivedAt },
        ReplacementOrdered said => row with { OrderId = said.PurchaseOrderId },
        RepairQuoted said => said.QuoteVersion < row.QuoteVersion ? row : row with
        {
            QuoteVersion = said.QuoteVersion, QuoteAmount = said.Amount, QuoteCurrency = said.Currency,
        },
        UnitReplaced said => row with { ReplacementSerial = said.ReplacementSerialNumber },
        LoanerSent said => row with { LoanerSerial = said.LoanerSerialNumber },
        CreditIssued said => row with
        {
            CreditId = said.CreditId, CreditAmount = said.Amount, CreditCurrency = said.Currency, Reason = null,
        },
        CreditDenied said => row with { Reason = said.Reason },
        CreditReferred said => row with { Reason = said.Reason },
        ChargeRaised said => row with { ChargeId = said.ChargeId, ChargeAmount = said.Amount, ChargeCurrency = said.Currency },
        LineClosed said => row with { Outcome = said.Outcome, ClosedAt = said.ClosedAt },
        RmaCancelled said => row with { Outcome = Outcomes.Cancelled, ClosedAt = said.CancelledAt, Reason = said.Reason },
        _ => row,
    };

    // What was asked for and got no line: the whole request, or what its number left out.
    private static IEnumerable<ReturnRow> Items(IReadOnlyList<Fact> ordered)
    {
        var answer = ordered.LastOrDefault(fact => fact.Message is RmaIssued or RmaDenied or RmaReferred);
        var ended = ordered.Select(fact => fact.Message).OfType<RequestEnded>().LastOrDefault();
        return Unworked().Select(row => WithWork(row, ordered.Where(fact => fact.ReturnId is null)));

        IEnumerable<ReturnRow> Unworked() => answer?.Message switch
        {
            RmaIssued said => (said.Declined ?? []).Select(item => Item(item, said.RmaId, said.AccountId, said.Remedy, said.IssuedAt) with
            {
                Reference = said.Reference, RmaNumber = said.RmaNumber,
            }),
            RmaDenied said => (said.Items ?? []).Select(item => Item(item, said.RmaId, said.AccountId, said.Remedy, said.DeniedAt) with
            {
                Reference = said.Reference, Reason = item.Reason ?? said.Reason,
            }),
            RmaReferred said => (said.Items ?? []).Select(item => Ended(
                Item(item, said.RmaId, said.AccountId, said.Remedy, said.ReferredAt) with
                {
                    State = ItemStates.Referred, Outcome = null, ClosedAt = null, Reference = said.Reference, Reason = said.Reason,
                }, ended)),
            _ => [],
        };
    }

    private static ReturnRow Item(RequestedItem item, Guid rmaId, string account, string remedy, DateTimeOffset at) => new()
    {
        ReturnId = NameBasedId.Of($"request/{rmaId:D}/{item.Item}"), RmaId = rmaId, AccountId = account, Remedy = remedy,
        SerialNumber = item.Item, State = ItemStates.Denied, Since = at, RequestedAt = at, ChangedAt = at,
        Sku = item.Sku, ReasonCode = item.ReasonCode, Defect = item.Defect, Code = item.Code, Reason = item.Reason,
        Outcome = Outcomes.Denied, ClosedAt = at,
    };

    private static ReturnRow Ended(ReturnRow row, RequestEnded? ended) => ended is null ? row : row with
    {
        State = ended.How == RmaStates.Withdrawn ? ItemStates.Withdrawn : ItemStates.Lapsed, Since = ended.EndedAt,
        ClosedAt = ended.EndedAt, Outcome = ended.How, ChangedAt = ended.EndedAt,
    };
}

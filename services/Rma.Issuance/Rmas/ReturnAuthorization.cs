using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

/// <summary>A return merchandise authorization, from the request to the end of its last line.</summary>
public abstract record ReturnAuthorization : IState<ReturnAuthorization, RmaEvent>
{
    private protected ReturnAuthorization() { }

    /// <summary>Not requested.</summary>
    public sealed record NotRequested : ReturnAuthorization;

    /// <summary>Referred: waits for a fact or a person.</summary>
    public sealed record Referred(RmaReferred Referral) : ReturnAuthorization;

    /// <summary>A referred request that ended without a decision: withdrawn or lapsed.</summary>
    /// <param name="Withdrawal">Null when it lapsed.</param>
    /// <param name="Lapse">Null when it was withdrawn.</param>
    public sealed record GivenUp(
        RmaReferred Referral, RequestWithdrawn? Withdrawal, RequestLapsed? Lapse = null) : ReturnAuthorization;

    /// <summary>Denied by the policy.</summary>
    public sealed record Denied(RmaDenied Denial) : ReturnAuthorization;

    /// <summary>A number was issued. Whether it is still valid depends on the date, not on this state.</summary>
    public sealed record Issued(RmaIssued Authorization, ValueList<Guid> Arrived, ValueList<LineClosed> Closed) : ReturnAuthorization
    {
        /// <summary>The last statement of each purchase order while it named this number.</summary>
        public ValueList<ReplacementOrderNoted> OrderHistory { get; init; } = [];

        /// <summary>Orders that stopped naming it, with the revision.</summary>
        public ValueList<ReplacementOrderUnnamed> UnnamedOrders { get; init; } = [];

        /// <summary>Purchase orders that name it, as last corrected.</summary>
        public IEnumerable<ReplacementOrderNoted> Orders => OrderHistory.Where(noted => !UnnamedOrders.Any(unnamed =>
            unnamed.PurchaseOrderId == noted.PurchaseOrderId && unnamed.Revision >= noted.Revision));

        /// <summary>The lines that have arrived.</summary>
        public ValueList<LineArrived> Arrivals { get; init; } = [];

        /// <summary>Shipments announced under it, as last corrected.</summary>
        public ValueList<ShipmentAnnounced> Shipments { get; init; } = [];

        /// <summary>The order that counts: the first one placed (V5).</summary>
        public ReplacementOrderNoted? Order => Orders.MinBy(order => (order.PlacedAt, order.PurchaseOrderId));
    }

    /// <summary>Cancelled.</summary>
    public sealed record Cancelled(RmaIssued Authorization, RmaCancelled Cancellation) : ReturnAuthorization;

    /// <summary>The number that was issued in place of this one after it had ended; null while there is none.</summary>
    public RmaReissued? ReissuedBy { get; init; }

    /// <inheritdoc />
    public static ReturnAuthorization Initial { get; } = new NotRequested();

    /// <inheritdoc />
    public static ReturnAuthorization Evolve(ReturnAuthorization state, RmaEvent @event) => (state, @event) switch
    {
        (NotRequested or Referred, RmaReferred referred) => new Referred(referred),
        (NotRequested or Referred, RmaDenied denied) => new Denied(denied),
        (NotRequested or Referred, RmaIssued issued) => new Issued(issued, [], []),
        (Referred referred, RequestWithdrawn withdrawn) => new GivenUp(referred.Referral, withdrawn),
        (Referred referred, RequestLapsed lapsed) => new GivenUp(referred.Referral, null, lapsed),
        (Issued issued, LineArrived arrived) => issued with
        {
            Arrived = [.. issued.Arrived, arrived.ReturnId], Arrivals = [.. issued.Arrivals, arrived],
        },
        (Issued issued, LineClosed closed) => issued with { Closed = [.. issued.Closed, closed] },
        (Issued issued, RmaCancelled cancelled) => new Cancelled(issued.Authorization, cancelled),
        (Issued issued, ReplacementOrderNoted order) =>
            issued with { OrderHistory = [.. issued.OrderHistory.Where(known => known.PurchaseOrderId != order.PurchaseOrderId), order] },
        (Issued issued, ReplacementOrderUnnamed unnamed) =>
            issued with { UnnamedOrders = [.. issued.UnnamedOrders.Where(known => known.PurchaseOrderId != unnamed.PurchaseOrderId),
                unnamed] },
        (Issued issued, ShipmentAnnounced shipment) =>
            issued with { Shipments = [.. issued.Shipments.Where(known => known.ShipmentId != shipment.ShipmentId), shipment] },
        (Issued or Cancelled, RmaReissued reissued) => state with { ReissuedBy = reissued },
        _ => state,
    };

    /// <summary>The decision on one of its items; null before the decision, or when the item is not part of it.</summary>
    public LineOutlook? OutlookOf(string item) => this switch
    {
        Issued { Authorization: var issued } when issued.Lines.FirstOrDefault(line => line.SerialNumber == item) is { } line =>
            new(item, line.Outlook, null),
        Issued { Authorization: var issued } when issued.Declined.FirstOrDefault(line => line.Item == item) is { } line =>
            new(item, line.Outlook, line.Code),
        Denied { Denial: var denial } when denial.Lines.FirstOrDefault(line => line.Item == item) is { } line =>
            new(item, line.Outlook, line.Code),
        Referred { Referral: var referral } when referral.Lines.FirstOrDefault(line => line.Item == item) is { } line =>
            new(item, line.Outlook, line.Code),
        _ => null,
    };

    /// <summary>The request; null before there is one.</summary>
    public RmaRequest? Request => this switch
    {
        Referred { Referral: var referral } => referral.Request,
        GivenUp { Referral: var referral } => referral.Request,
        Denied { Denial: var denial } => denial.Request,
        Issued { Authorization: var issued } => issued.Request,
        Cancelled { Authorization: var issued } => issued.Request,
        _ => null,
    };
}

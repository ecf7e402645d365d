using Rma.Contracts.Issuance;
using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Rmas;

/// <summary>Integration events of RMAs.</summary>
internal static class RmaIntegrationEvents
{
    public static IEnumerable<object> Of(ReturnAuthorization rma, RmaEvent @event) => (rma, @event) switch
    {
        (_, RmaIssued e) => [Issued(e), .. e.Lines.Select(line => Authorized(e, line))],
        (_, RmaDenied e) => [new V1.RmaDenied(
            e.Request.RmaId, e.Request.AccountId, e.Request.Remedy, e.DeniedAt, e.Decision.Reason, e.Decision.PolicyVersionId,
            [.. e.Decision.Clauses], Items(e.Request, e.Lines), e.Request.Details?.Reference)],
        (_, RmaReferred e) => [new V1.RmaReferred(
            e.Request.RmaId, e.Request.AccountId, e.Request.Remedy, e.ReferredAt, e.Decision.Reason, [.. e.Decision.MissingFacts],
            e.Decision.PolicyVersionId, [.. e.Decision.Clauses], Items(e.Request, e.Lines), e.Request.Details?.Reference)],
        (ReturnAuthorization.Cancelled { Authorization: var issued }, RmaCancelled e) =>
        [
            new V1.RmaCancelled(issued.Request.RmaId, issued.RmaNumber, issued.Request.AccountId, e.Reason, e.CancelledAt),
            .. issued.Lines.Select(line =>
                new V1.ReturnWithdrawn(line.ReturnId, issued.Request.RmaId, issued.RmaNumber, line.Line, e.CancelledAt, e.Reason)),
        ],
        (ReturnAuthorization.Issued { Authorization: var issued }, ReplacementOrderNoted e) =>
            issued.Lines.Select(line => new V1.ReplacementOrdered(
            line.ReturnId, issued.Request.RmaId, issued.RmaNumber, line.Line, e.PurchaseOrderId, e.Skus.Contains(line.Sku) ? line.Sku
                : e.Skus[0], e.PlacedAt, e.NotedAt)),
        (ReturnAuthorization.Issued { Authorization: var issued }, ReplacementOrderUnnamed e) =>
            issued.Lines.Select(line => new V1.ReplacementOrdered(
            line.ReturnId, issued.Request.RmaId, issued.RmaNumber, line.Line, e.PurchaseOrderId, null, e.PlacedAt, e.NotedAt)),
        (ReturnAuthorization.Issued { Authorization: var issued }, ShipmentAnnounced e) => [new V1.ReturnShipmentAnnounced(
            e.ShipmentId, issued.Request.RmaId, issued.RmaNumber, issued.Request.AccountId, e.Carrier, e.TrackingNumber, e.Cartons,
            [.. e.Lines], e.AnnouncedAt)],
        (ReturnAuthorization.Issued { Authorization: var issued }, LineClosed e)
            when issued.Lines.FirstOrDefault(line => line.ReturnId == e.ReturnId) is { } line =>
            [new V1.LineClosed(e.ReturnId, issued.Request.RmaId, issued.RmaNumber, line.Line, e.Outcome, e.ClosedAt)],
        (_, RequestWithdrawn e) when rma.Request is { } request =>
            [new V1.RequestEnded(request.RmaId, request.AccountId, RmaStates.Withdrawn, e.WithdrawnAt)],
        (_, RequestLapsed e) when rma.Request is { } request =>
            [new V1.RequestEnded(request.RmaId, request.AccountId, RmaStates.Lapsed, e.LapsedAt)],
        _ => [], // private to this service
    };

    private static V1.RmaIssued Issued(RmaIssued e) => new(
        e.Request.RmaId, e.RmaNumber, e.Request.AccountId, e.Request.Remedy, e.IssuedAt, e.ValidThrough,
        [.. e.Lines.Select(line => new V1.RmaLine(line.Line, line.ReturnId, line.SerialNumber, line.Sku, line.IsLicense))],
        e.Decision.PolicyVersionId, [.. e.Decision.Clauses], e.Request.Reissues, e.Request.Details?.Reference,
        Items(e.Request, e.Declined));

    private static V1.RequestedItem[] Items(RmaRequest request, IEnumerable<DeclinedLine> declined) => [.. declined.Select(line =>
        new V1.RequestedItem(
            line.Item, request.SkuOf(line.Item), line.Code, line.Outlook.Reason, request.Said(line.Item).ReasonCode,
            request.Said(line.Item).Defect))];

    private static V1.ReturnAuthorized Authorized(RmaIssued e, AuthorizedLine line) => new(
        line.ReturnId, e.Request.RmaId, e.RmaNumber, line.Line, e.Request.AccountId, e.Request.Remedy, line.SerialNumber, line.Sku,
        line.IsLicense, line.HasDrive, [.. line.Accessories], e.IssuedAt, e.ValidThrough,
        line.Coverage is { } coverage ? new V1.WarrantyCoverage(
            coverage.WithinPeriod, coverage.EndsOn, coverage.Basis, e.Decision.BusinessDate) : null, line.Grade,
        e.Request.Said(line.SerialNumber).ReasonCode, e.Request.Said(line.SerialNumber).Defect, e.Request.SkuOf(line.SerialNumber));
}

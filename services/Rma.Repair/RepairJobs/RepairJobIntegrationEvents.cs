using Rma.Contracts.Repair;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.RepairJobs;

/// <summary>Integration events of a repair job.</summary>
internal static class RepairJobIntegrationEvents
{
    public static IEnumerable<object> Of(RepairJob state, RepairJobEvent @event, QuoteLinks links) => (state, @event) switch
    {
        ({ Unit: null }, _) => [],
        ({ Unit: { } unit }, DriveCheckedAndReformatted e) => [Cleared(unit, false, e.ClearedAt)],
        ({ Unit: { } unit }, DriveFoundAbsent e) => [Cleared(unit, true, e.FoundAt)],
        ({ Unit: { } unit }, UnitTested e) => [new V1.UnitTested(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.FaultFound, e.Findings,
            [.. e.Exclusions], e.Technician, e.TestedAt)],
        ({ Unit: { } unit }, RepairCompleted e) => [new V1.RepairCompleted(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.Resolution, e.Covered,
            e.CompletedAt)],
        ({ Unit: { } unit }, RepairWarrantyGranted e) => [new V1.RepairWarrantyGranted(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.From, e.Through, e.GrantedAt,
            e.Decision.PolicyVersionId, [.. e.Decision.Clauses])],
        (RepairJob.Done { Job: var unit }, _) => Leaving(unit, @event),
        (RepairJob.Diagnosed unit, _) => OfQuote(unit, @event, links),
        _ => [], // private to this service
    };

    private static IEnumerable<object> OfQuote(RepairJob.Diagnosed state, RepairJobEvent @event, QuoteLinks links) =>
        (state, state.Job, @event) switch
    {
        (RepairJob.Quoted quoted, var unit, RepairQuoted e) => [new V1.RepairQuoted(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.QuoteVersion, e.Amount, e.Currency,
            quoted.Verdict.Findings, Link(unit, e, links), e.QuotedAt, e.PolicyVersion,
            [.. quoted.Verdict.Decision.Clauses.Union(e.Clauses)])],
        (RepairJob.Quoted { Quote: var quote }, var unit, QuoteReminded e) => [new V1.QuoteReminded(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.QuoteVersion, quote.Amount,
            quote.Currency, Link(unit, quote, links), e.Escalated, quote.QuotedAt, e.RemindedAt)],
        (_, var unit, QuoteApproved e) => [new V1.QuoteApproved(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.QuoteVersion, e.Amount, e.Currency,
            e.ApprovedBy, e.ApprovedAt)],
        (_, var unit, QuoteDeclined e) => [new V1.QuoteDeclined(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.QuoteVersion, e.Reason,
            e.DeclinedBy, e.DeclinedAt)],
        _ => [],
    };

    private static IEnumerable<object> Leaving(RepairJobOpened unit, RepairJobEvent @event) => @event switch
    {
        UnitReleasedToStock e => [new V1.UnitReleasedToStock(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.ReleasedAt)],
        UnitReturnedUnrepaired e => [new V1.UnitReturnedUnrepaired(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.Carrier, e.TrackingNumber,
            e.ShippedAt, e.Because, e.DeclinedQuoteVersion, e.Diagnosed, Said(e.Freight), e.Covered)],
        UnitShippedBack e => [new V1.UnitShippedBack(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.Outcome, e.Covered, e.QuoteVersion,
            e.QuoteAmount, e.Currency, e.Carrier, e.TrackingNumber, Said(e.Freight), e.ShippedAt)],
        UnitSwapped e => [new V1.UnitReplaced(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.ReplacementSerialNumber,
            ReplacementKinds.RefurbishedSwap, e.Grade, e.Carrier, e.TrackingNumber, Said(e.Freight), e.ShippedAt)],
        StockReplaced e => [new V1.UnitReplaced(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.ReplacementSerialNumber,
            ReplacementKinds.StockReplacement, "sellable", e.Carrier, e.TrackingNumber, Said(e.Freight), e.ShippedAt)],
        _ => [],
    };

    private static V1.DriveCleared Cleared(RepairJobOpened unit, bool absent, DateTimeOffset at) =>
        new(unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, absent, at);

    private static string Link(RepairJobOpened unit, RepairQuoted quote, QuoteLinks links) =>
        links.PathOf(unit.RepairJobId, quote.QuoteVersion, quote.LinkExpiresAt);

    private static V1.OutboundFreight? Said(Freight? freight) =>
        freight is null ? null : new(freight.Service, freight.Cost, freight.GroundCost, freight.Currency);
}

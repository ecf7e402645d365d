using Rma.Contracts.Issuance;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

internal static class RmaViews
{
    public static RmaView? Of(ReturnAuthorization rma) => rma switch
    {
        ReturnAuthorization.Issued { Authorization: var e } issued => Of(e, RmaStates.Issued, issued.Closed, issued.ReissuedBy),
        ReturnAuthorization.Cancelled { Authorization: var e } cancelled => Of(e, RmaStates.Cancelled, [], cancelled.ReissuedBy),
        ReturnAuthorization.Denied { Denial: var e } =>
            Of(e.Request, null, RmaStates.Denied, e.Decision, null,
                [.. e.Lines.Select(line => Of(e.Request, line, e.Code))]) with { RefusalCode = e.Code },
        ReturnAuthorization.Referred { Referral: var e } => Of(e, RmaStates.Referred),
        ReturnAuthorization.GivenUp { Referral: var e, Withdrawal: var withdrawal } =>
            Of(e, withdrawal is null ? RmaStates.Lapsed : RmaStates.Withdrawn),
        _ => null,
    };

    private static RmaView Of(RmaIssued e, string state, ValueList<LineClosed> closed, RmaReissued? reissued) => Of(
        e.Request, e.RmaNumber, closed.Count >= e.Lines.Count ? RmaStates.Closed : state, e.Decision,
        e.Request.ByTicket ? null : e.ValidThrough,
        [
            .. e.Lines.Select(line => Of(e.Request, line, closed.LastOrDefault(end => end.ReturnId == line.ReturnId)?.Outcome)),
            .. e.Declined.Select(line => Of(e.Request, line, null)),
        ])
        with { ReissuedBy = reissued?.ByRmaNumber };

    private static RmaView Of(RmaReferred e, string state) =>
        Of(e.Request, null, state, e.Decision, null, [.. e.Lines.Select(line => Of(e.Request, line, e.Code))])
            with { RefusalCode = e.Code, MissingFacts = e.Decision.MissingFacts };

    private static RmaView Of(RmaRequest request, string? number, string state, Decision decision, DateOnly? validThrough,
        IReadOnlyList<LineView> lines) => new(
        request.RmaId, number, request.AccountId, request.Remedy, state, decision.Reason, decision.Clauses, decision.PolicyVersionId,
        validThrough, lines, request.Reissues, Reference: request.Details?.Reference, OriginalOrder: request.Details?.OriginalOrder,
        OriginalInvoice: request.Details?.OriginalInvoice, Contact: request.Details?.Contact, ShipFrom: request.Details?.ShipFrom,
        WouldChange: decision.WouldChange);

    private static LineView Of(RmaRequest request, AuthorizedLine line, string? closed) => new(
        line.Line, line.ReturnId, line.SerialNumber, LineOutcomes.Authorized, line.Outlook.Reason, line.Outlook.Clauses,
        line.Outlook.LastDay, line.Outlook.WouldChange, [], closed, request.Said(line.SerialNumber).ReasonCode,
        request.Said(line.SerialNumber).Defect);

    // A finding against the whole request applies to each of its lines.
    private static LineView Of(RmaRequest request, DeclinedLine line, string? code) => new(
        null, null, line.Item, line.Outlook.Outcome == Outcome.Refer ? LineOutcomes.Referred : LineOutcomes.Denied, line.Outlook.Reason,
        line.Outlook.Clauses, line.Outlook.LastDay, line.Outlook.WouldChange, line.Outlook.MissingFacts, null,
        request.Said(line.Item).ReasonCode, request.Said(line.Item).Defect, line.Code ?? code);
}

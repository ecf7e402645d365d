using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.CreditCases;

/// <summary>Integration events of a credit case; finance gets its own credit note (see the credit book).</summary>
internal static class CreditCaseIntegrationEvents
{
    public static IEnumerable<object> Of(CreditCase state, CreditCaseEvent @event) => @event switch
    {
        CreditIssued { Request: var asked } e => [new V1.CreditIssued(
            e.CreditId, asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber,
            asked.Purchase!.InvoiceId, e.Total.Amount, e.Total.Currency,
            [.. e.Lines.Select(line => new V1.CreditLine(line.Kind, line.Amount.Amount))],
            e.IssuedAt, e.Decision.BusinessDate, e.Decision.PolicyVersionId, [.. e.Decision.Clauses])],
        CreditFactsAsked { Request: var asked } e => [new V1.CreditFactsRequested(
            asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, e.AskedAt)],
        CreditDenied { Request: var asked } e => [new V1.CreditDenied(
            asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber,
            e.Decision.Reason, e.DeniedAt, e.Decision.PolicyVersionId, [.. e.Decision.Clauses], e.Code)],
        CreditReferred { Request: var asked } e => [new V1.CreditReferred(
            asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber,
            e.Decision.Reason, [.. e.Decision.MissingFacts], e.ReferredAt, e.Decision.PolicyVersionId, [.. e.Decision.Clauses])],
        _ => [], // private to this service
    };
}

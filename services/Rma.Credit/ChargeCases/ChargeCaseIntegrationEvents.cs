using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.ChargeCases;

/// <summary>Integration events of a charge case; finance gets its own charge note (see the charge book).</summary>
internal static class ChargeCaseIntegrationEvents
{
    public static IEnumerable<object> Of(ChargeCase state, ChargeCaseEvent @event) => @event switch
    {
        ChargeRaised { Request: var asked } e => [new V1.ChargeRaised(
            e.ChargeId, asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber,
            e.Total.Amount, e.Total.Currency, [.. e.Lines.Select(line => new V1.ChargeLine(line.Kind, line.Amount.Amount))], e.RaisedAt,
            e.Decision.BusinessDate, e.Decision.PolicyVersionId, [.. e.Decision.Clauses])],
        NoChargeDue { Request: var asked } e => [new V1.NoChargeDue(
            asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber,
            e.Decision.Reason, e.DecidedAt, e.Decision.PolicyVersionId, [.. e.Decision.Clauses])],
        ChargeReferred { Request: var asked } e => [new V1.ChargeReferred(
            asked.ReturnId, asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.SerialNumber,
            e.Decision.Reason,
            [.. e.Decision.MissingFacts], e.ReferredAt, e.Decision.PolicyVersionId, [.. e.Decision.Clauses])],
        _ => [], // private to this service
    };
}

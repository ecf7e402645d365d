namespace Rma.Contracts.Credit.V1;

/// <summary>Asks for the credit decision on a returned line, with every fact known now.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="ArrivedAt">Dock scan; null for licences, which have no parcel.</param>
/// <param name="Purchase">Null when no invoice is known: the case is then referred, never paid.</param>
/// <param name="Condition">Null for licences.</param>
public sealed record AssessCredit(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    bool IsLicense, DateTimeOffset IssuedAt, DateTimeOffset? ArrivedAt, Purchase? Purchase, Receiving.V1.UnitCondition? Condition,
    DateTimeOffset RequestedAt);

/// <summary>What was paid, as invoiced. Amounts in the invoice currency, per unit.</summary>
public sealed record Purchase(string InvoiceId, DateOnly InvoiceDate, decimal NetPrice, decimal Tax, string Currency);

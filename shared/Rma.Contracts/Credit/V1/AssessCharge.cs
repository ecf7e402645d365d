using Rma.Contracts.Repair.V1;

namespace Rma.Contracts.Credit.V1;

/// <summary>Asks what the requester has to pay for a return, with all facts known now (clauses O1, O3, T5, W11).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Remedy">The remedy of the return.</param>
/// <param name="Purchase">The price paid for the unit: base of a restocking fee. Null when no invoice is known.</param>
/// <param name="MissingAccessories">Of the bill of accessories; a fee for an exchanged unit (T5).</param>
/// <param name="NoFaultFound">Nothing is restocked then, so no fee is due .</param>
/// <param name="ApprovedQuote">The quote that was approved and whose work was done.</param>
/// <param name="QuoteDeclined">The requester declined a quote and got the unit back (O3).</param>
/// <param name="Diagnosed">Whether a diagnosis was made before.</param>
/// <param name="Covered">The repair was free under the warranty.</param>
/// <param name="Freight">The shipping service, when another one than ground was requested.</param>
/// <param name="Currency">Currency of fees when no invoice is known; null when neither is known.</param>
/// <param name="InspectedBy">The inspector, who must not decide the charge.</param>
public sealed record AssessCharge(
    Guid ChargeCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    string Remedy, Purchase? Purchase, string[] MissingAccessories, bool NoFaultFound, ApprovedQuote? ApprovedQuote, bool QuoteDeclined,
    bool Diagnosed, bool Covered, OutboundFreight? Freight, string? Currency, DateTimeOffset RequestedAt,
    GrantedOverride[]? Overrides = null, string? InspectedBy = null);

/// <summary>An approved quote.</summary>
public sealed record ApprovedQuote(int Version, decimal Amount, string Currency);

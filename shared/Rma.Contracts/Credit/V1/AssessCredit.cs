namespace Rma.Contracts.Credit.V1;

/// <summary>Asks for the credit decision on a returned line, with every fact known now.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="ArrivedAt">Dock scan; null for licences, which have no parcel.</param>
/// <param name="Purchase">Null when no invoice is known: the case is then referred, never paid.</param>
/// <param name="Condition">Null for licences. Of a tested unit its exclusions are those of inspection and bench together.</param>
/// <param name="Remedy"><c>credit-return</c> (also when null), <c>stock-rotation</c> or <c>advance-replacement</c>.</param>
/// <param name="InspectedBy">Whoever inspected the unit does not decide its credit.</param>
/// <param name="Replacement">The order of an advance replacement; null while none was heard of.</param>
/// <param name="FaultFound">What the bench found; null for a credit return.</param>
/// <param name="Overrides">What somebody entitled allowed for this return.</param>
/// <param name="Contradictions">Facts of the sale that cannot all be true, each pair in words; null for none.</param>
/// <param name="LicenseActivatedAt">When the code was activated, as far as the asker knows; null when it was not (rule 108).</param>
/// <param name="LicenseActivationRevision">The revision of that knowledge; null when nothing was heard of an activation.</param>
/// <param name="Confirmed">
/// Of a licence: false when the question may have waited, so that its facts are asked for once more (<see cref="CreditFactsRequested"/>);
/// true, or null, when they are to be decided on.
/// </param>
/// <param name="ReasonCode">Why it comes back, in a word of the requester's choice from a closed list; null when none was given.</param>
/// <param name="Defect">What is wrong with it, in the requester's words; null when nothing was said.</param>
public sealed record AssessCredit(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    bool IsLicense, DateTimeOffset IssuedAt, DateTimeOffset? ArrivedAt, Purchase? Purchase, Receiving.V1.UnitCondition? Condition,
    DateTimeOffset RequestedAt, string? Remedy = null, string? InspectedBy = null, ReplacementOrder? Replacement = null,
    bool? FaultFound = null, GrantedOverride[]? Overrides = null, string[]? Contradictions = null,
    DateTimeOffset? LicenseActivatedAt = null, int? LicenseActivationRevision = null, bool? Confirmed = null,
    string? ReasonCode = null, string? Defect = null);

/// <summary>What was paid, as invoiced. Amounts in the invoice currency, per unit.</summary>
/// <param name="InvoiceLine">Line of the invoice; what is credited on it never exceeds its price, whichever serial number it belonged
/// to.</param>
public sealed record Purchase(
    string InvoiceId, DateOnly InvoiceDate, decimal NetPrice, decimal Tax, string Currency, int? InvoiceLine = null);

/// <summary>The order that an advance replacement is for (clauses V2, V3, V5, V6).</summary>
/// <param name="Sku">The item ordered; null when the order has none that could be it.</param>
/// <param name="SuccessorSku">The designated successor of the returned item, when it is phased out.</param>
/// <param name="ValidThrough">Last good day of the RMA number, policy-local.</param>
/// <param name="OrderLine">The line that stands for this return; null where none does.</param>
/// <param name="Quantity">How many that line orders.</param>
/// <param name="UsedUp">The order has the item, and all of it stands for other returns.</param>
public sealed record ReplacementOrder(
    string? PurchaseOrderId, string? Sku, bool ReferencesRma, DateTimeOffset? PlacedAt, bool ReturnedItemIsPhasedOut, string? SuccessorSku,
    DateOnly ValidThrough, int? OrderLine = null, int? Quantity = null, bool? UsedUp = null);

/// <summary>A departure from the policy that two people answer for.</summary>
/// <param name="Code">The refusal it lifts.</param>
/// <param name="Percent">For <c>fee.outside-band</c>: the fee; null otherwise.</param>
/// <param name="ExpiresOn">Last good day, policy-local.</param>
public sealed record GrantedOverride(Guid OverrideId, string Code, string Clause, decimal? Percent, DateOnly ExpiresOn);

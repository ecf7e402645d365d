namespace Rma.Contracts.Credit.V1;

/// <summary>Asks for the credit decision on a returned line, with all facts known now.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="ArrivedAt">Dock scan; null for licenses, which have no parcel.</param>
/// <param name="Purchase">Null when no invoice is known: the case is then referred, never paid.</param>
/// <param name="Condition">Null for licenses. Of a tested unit its exclusions are those of inspection and bench together.</param>
/// <param name="Remedy"><c>credit-return</c> (also when null), <c>stock-rotation</c> or <c>advance-replacement</c>.</param>
/// <param name="InspectedBy">The inspector, who must not decide the credit.</param>
/// <param name="Replacement">The order of an advance replacement; null while none is known.</param>
/// <param name="FaultFound">What the bench found; null for a credit return.</param>
/// <param name="Overrides">Overrides granted for this return.</param>
/// <param name="Contradictions">Contradicting facts of the sale, each pair in words; null for none.</param>
/// <param name="LicenseActivatedAt">When the code was activated, as known to the sender; null when it was not (rule 108).</param>
/// <param name="LicenseActivationRevision">The revision of that fact; null when no activation is known.</param>
/// <param name="Confirmed">
/// For a license: false when the request may be outdated, so that its facts are requested again (<see cref="CreditFactsRequested"/>);
/// true, or null, when the facts are current.
/// </param>
/// <param name="ReasonCode">The requester's reason code from a closed list; null when none was given.</param>
/// <param name="Defect">The defect as described by the requester; null when not given.</param>
public sealed record AssessCredit(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    bool IsLicense, DateTimeOffset IssuedAt, DateTimeOffset? ArrivedAt, Purchase? Purchase, Receiving.V1.UnitCondition? Condition,
    DateTimeOffset RequestedAt, string? Remedy = null, string? InspectedBy = null, ReplacementOrder? Replacement = null,
    bool? FaultFound = null, GrantedOverride[]? Overrides = null, string[]? Contradictions = null,
    DateTimeOffset? LicenseActivatedAt = null, int? LicenseActivationRevision = null, bool? Confirmed = null,
    string? ReasonCode = null, string? Defect = null);

/// <summary>The price paid, as invoiced. Amounts in the invoice currency, per unit.</summary>
/// <param name="InvoiceLine">Line of the invoice; what is credited on it never exceeds its price, whichever serial number it belonged
/// to.</param>
public sealed record Purchase(
    string InvoiceId, DateOnly InvoiceDate, decimal NetPrice, decimal Tax, string Currency, int? InvoiceLine = null);

/// <summary>The order that an advance replacement is for (clauses V2, V3, V5, V6).</summary>
/// <param name="Sku">The ordered item; null when no item of the order matches.</param>
/// <param name="SuccessorSku">The designated successor of the returned item, when it is phased out.</param>
/// <param name="ValidThrough">Last valid day of the RMA number, policy-local.</param>
/// <param name="OrderLine">The line that covers this return; null when none does.</param>
/// <param name="Quantity">How many that line orders.</param>
/// <param name="UsedUp">The order has the item, but its whole quantity covers other returns.</param>
public sealed record ReplacementOrder(
    string? PurchaseOrderId, string? Sku, bool ReferencesRma, DateTimeOffset? PlacedAt, bool ReturnedItemIsPhasedOut, string? SuccessorSku,
    DateOnly ValidThrough, int? OrderLine = null, int? Quantity = null, bool? UsedUp = null);

/// <summary>A departure from the policy, approved by two people.</summary>
/// <param name="Code">The refusal it lifts.</param>
/// <param name="Percent">For <c>fee.outside-band</c>: the fee; null otherwise.</param>
/// <param name="ExpiresOn">Last valid day, policy-local.</param>
public sealed record GrantedOverride(Guid OverrideId, string Code, string Clause, decimal? Percent, DateOnly ExpiresOn);

using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.ReceivedUnits;

// All events of a received unit stream. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of a received unit.</summary>
public abstract record ReceivedUnitEvent
{
    private protected ReceivedUnitEvent() { }
}

/// <summary>The unit was received.</summary>
/// <param name="Accessories">Bill of accessories: what was sold with it .</param>
/// <param name="ArrivedAt">Dock scan of its parcel: the return date (clause C2, A-41).</param>
/// <param name="ReceivedAt">Scan of the unit itself.</param>
/// <param name="RecordedAt">When the scan of the unit reached the platform.</param>
/// <param name="Raw">The text sent by the scanner; null in events from before it was stored.</param>
/// <param name="Gtin">Trade item number on its label.</param>
/// <param name="PartNumber">The supplier's item on its label.</param>
/// <param name="ReasonCode">The reason code given by the requester.</param>
/// <param name="Defect">The defect as described by the requester.</param>
public sealed record UnitReceived(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool HasDrive,
    ValueList<string> Accessories, Guid ParcelId, string Site, string Scanner, DateTimeOffset ArrivedAt, DateTimeOffset ReceivedAt,
    DateTimeOffset RecordedAt, string? Raw = null, string? Gtin = null, string? PartNumber = null, string? ReasonCode = null,
    string? Defect = null) : ReceivedUnitEvent;

/// <summary>The unit was inspected (clause C4).</summary>
public sealed record UnitInspected(ObservedCondition Condition, string InspectedBy, DateTimeOffset InspectedAt)
    : ReceivedUnitEvent, ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C4];
}

/// <summary>
/// The inspection found an exclusion that the policy does not name: a second person has to confirm it before the inspection counts (W5,
///
/// </summary>
public sealed record OtherExclusionProposed(ObservedCondition Condition, string InspectedBy, DateTimeOffset InspectedAt)
    : ReceivedUnitEvent, ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W5];
}

/// <summary>A second person confirmed or rejected the exclusion.</summary>
public sealed record OtherExclusionAnswered(bool Agreed, string Reason, string AnsweredBy, DateTimeOffset AnsweredAt)
    : ReceivedUnitEvent, ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W5];
}

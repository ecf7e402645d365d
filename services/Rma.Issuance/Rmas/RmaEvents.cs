using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

// Everything the stream of an RMA can hold. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an RMA.</summary>
public abstract record RmaEvent
{
    private protected RmaEvent() { }
}

/// <summary>What was asked for.</summary>
/// <param name="Defect">What is wrong with the items, in words; null when nothing is said to be.</param>
/// <param name="ByTicket">Whether a ticket number was asked for .</param>
/// <param name="Reissues">The expired or cancelled number that this request stands for .</param>
/// <param name="Lines">What was said of single items; null when nothing was.</param>
/// <param name="Details">What goes with it and decides nothing; null when nothing does.</param>
public sealed record RmaRequest(
    Guid RmaId, string AccountId, string Remedy, ValueList<string> Items, string RequestedBy, string? Defect = null, bool ByTicket = false,
    string? Reissues = null, ValueList<RequestedLine>? Lines = null, RequestDetails? Details = null)
{
    /// <summary>What was said of an item: its own words, else those about the whole request.</summary>
    public RequestedLine Said(string item) => Lines?.FirstOrDefault(line => line.Item == item) is { } line
        ? line with { Defect = line.Defect ?? Defect }
        : new(item, null, Defect);

    /// <summary>The product that is meant, where the request names one for an item; null where whatever is known is meant.</summary>
    public string? SkuOf(string item) => Lines?.FirstOrDefault(line => line.Item == item)?.Sku;

    /// <summary>Whether an item is said to be defective.</summary>
    public bool SaysDefect(string item) =>
        Said(item) is var said && (said.Defect is not null || ReasonCodes.Defects.Contains(said.ReasonCode));
}

/// <summary>An authorized serial number or licence code, with what the policy promises for it.</summary>
public sealed record AuthorizedLine(
    int Line, Guid ReturnId, string SerialNumber, string? Sku, bool IsLicense, bool HasDrive, ValueList<string> Accessories,
    Decision Outlook, Coverage? Coverage = null, string? Grade = null);

/// <summary>An item that was asked for and not authorized.</summary>
public sealed record DeclinedLine(string Item, string? Code, Decision Outlook);

/// <summary>A number was issued (clause P4).</summary>
public sealed record RmaIssued(
    RmaRequest Request, string RmaNumber, DateTimeOffset IssuedAt, DateOnly ValidThrough, ValueList<AuthorizedLine> Lines,
    ValueList<DeclinedLine> Declined, Decision Decision, IssuanceFacts? Facts = null) : RmaEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => RmaDecisions.Of(Facts, Decision, item =>
        Lines.FirstOrDefault(line => line.SerialNumber == item)?.Outlook ?? Declined.First(line => line.Item == item).Outlook);

    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>The request was denied.</summary>
public sealed record RmaDenied(
    RmaRequest Request, string Code, DateTimeOffset DeniedAt, ValueList<DeclinedLine> Lines, Decision Decision, IssuanceFacts? Facts = null)
    : RmaEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => RmaDecisions.Of(Facts, Decision, item => Lines.First(line => line.Item == item).Outlook);

    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>The request waits for a fact or a person.</summary>
public sealed record RmaReferred(
    RmaRequest Request, string Code, DateTimeOffset ReferredAt, ValueList<DeclinedLine> Lines, Decision Decision,
    IssuanceFacts? Facts = null)
    : RmaEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => RmaDecisions.Of(Facts, Decision, item => Lines.First(line => line.Item == item).Outlook);

    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>A line's unit has arrived: the number can no longer be cancelled.</summary>
/// <param name="DockedAt">Dock scan of its parcel; null where it was not kept.</param>
public sealed record LineArrived(Guid ReturnId, DateTimeOffset ArrivedAt, DateTimeOffset? DockedAt = null) : RmaEvent;

/// <summary>A line has come to its end.</summary>
public sealed record LineClosed(Guid ReturnId, string Outcome, DateTimeOffset ClosedAt) : RmaEvent;

/// <summary>The number was withdrawn before anything arrived.</summary>
public sealed record RmaCancelled(string Reason, string CancelledBy, DateTimeOffset CancelledAt) : RmaEvent;

/// <summary>The requester took a referred request back.</summary>
public sealed record RequestWithdrawn(string Reason, string WithdrawnBy, DateTimeOffset WithdrawnAt) : RmaEvent;

/// <summary>Nobody answered what a referred request waits for, for so long that it is over.</summary>
public sealed record RequestLapsed(DateTimeOffset LapsedAt) : RmaEvent;

/// <summary>A purchase order that names this number was placed, or corrected (clauses V5, V6).</summary>
/// <param name="Skus">The items it orders.</param>
public sealed record ReplacementOrderNoted(
    string PurchaseOrderId, int Revision, ValueList<string> Skus, DateTimeOffset PlacedAt, DateTimeOffset NotedAt) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V5, Policy.Clauses.V6];
}

/// <summary>A purchase order that named this number no longer does, or was cancelled or taken back (clause V6).</summary>
/// <param name="Withdrawn">The order is no more; otherwise it stands, for something else.</param>
public sealed record ReplacementOrderUnnamed(
    string PurchaseOrderId, int Revision, bool Withdrawn, DateTimeOffset PlacedAt, DateTimeOffset NotedAt) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V6];
}

/// <summary>Cartons are on their way under this number; the same shipment said again is corrected.</summary>
/// <param name="ShipmentId">Of the number, carrier and tracking number.</param>
/// <param name="Lines">The lines of the number that are in them.</param>
public sealed record ShipmentAnnounced(
    Guid ShipmentId, string Carrier, string TrackingNumber, int Cartons, ValueList<int> Lines, string AnnouncedBy,
    DateTimeOffset AnnouncedAt) : RmaEvent;

/// <summary>A new number was issued for what had not arrived on this one; the old number stays what it was .</summary>
public sealed record RmaReissued(Guid ByRmaId, string? ByRmaNumber, DateTimeOffset ReissuedAt) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.P4];
}

/// <summary>The stored decisions of a request, in the order in which they are decided again.</summary>
internal static class RmaDecisions
{
    public static IEnumerable<DecidedCase> Of(IssuanceFacts? facts, Decision overall, Func<string, Decision> outlookOf) =>
        DecidedCase.Of(facts, [overall, .. facts?.Lines.Select(line => outlookOf(line.Item)) ?? []]);
}

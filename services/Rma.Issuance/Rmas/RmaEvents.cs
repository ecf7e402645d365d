using System.Text.Json.Serialization;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

// All events of an RMA stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an RMA.</summary>
public abstract record RmaEvent
{
    private protected RmaEvent() { }
}

/// <summary>The request.</summary>
/// <param name="Defect">The defect of the items in words; null when none is claimed.</param>
/// <param name="ByTicket">Whether a ticket number was requested .</param>
/// <param name="Reissues">The expired or cancelled number that this request replaces .</param>
/// <param name="Lines">Data about single items; null when none was given.</param>
/// <param name="Details">Data without influence on the decision; null when none was given.</param>
public sealed record RmaRequest(
    Guid RmaId, string AccountId, string Remedy, ValueList<string> Items, string RequestedBy, string? Defect = null, bool ByTicket = false,
    string? Reissues = null, ValueList<RequestedLine>? Lines = null, RequestDetails? Details = null)
{
    /// <summary>The description of an item: its own, else that of the whole request.</summary>
    public RequestedLine Said(string item) => Lines?.FirstOrDefault(line => line.Item == item) is { } line
        ? line with { Defect = line.Defect ?? Defect }
        : new(item, null, Defect);

    /// <summary>The product of an item, when the request names one; null otherwise.</summary>
    public string? SkuOf(string item) => Lines?.FirstOrDefault(line => line.Item == item)?.Sku;

    /// <summary>Whether the item is claimed to be defective.</summary>
    public bool SaysDefect(string item) =>
        Said(item) is var said && (said.Defect is not null || ReasonCodes.Defects.Contains(said.ReasonCode));
}

/// <summary>An authorized serial number or license code, with the promise of the policy.</summary>
public sealed record AuthorizedLine(
    int Line, Guid ReturnId, string SerialNumber, string? Sku, bool IsLicense, bool HasDrive, ValueList<string> Accessories,
    Decision Outlook, Coverage? Coverage = null, string? Grade = null);

/// <summary>A requested item that was not authorized.</summary>
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

/// <summary>The request was referred: it waits for a fact or a person.</summary>
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
/// <param name="DockedAt">Dock scan of its parcel; null when it was not stored.</param>
public sealed record LineArrived(Guid ReturnId, DateTimeOffset ArrivedAt, DateTimeOffset? DockedAt = null) : RmaEvent;

/// <summary>A line's return has ended.</summary>
public sealed record LineClosed(Guid ReturnId, string Outcome, DateTimeOffset ClosedAt) : RmaEvent;

/// <summary>The number was cancelled before anything arrived.</summary>
public sealed record RmaCancelled(string Reason, string CancelledBy, DateTimeOffset CancelledAt) : RmaEvent;

/// <summary>The requester withdrew a referred request.</summary>
public sealed record RequestWithdrawn(string Reason, string WithdrawnBy, DateTimeOffset WithdrawnAt) : RmaEvent;

/// <summary>A referred request lapsed because what it waited for did not arrive in time.</summary>
public sealed record RequestLapsed(DateTimeOffset LapsedAt) : RmaEvent;

/// <summary>A purchase order that names this number was placed, or corrected (clauses V5, V6).</summary>
/// <param name="Skus">The ordered items.</param>
public sealed record ReplacementOrderNoted(
    string PurchaseOrderId, int Revision, ValueList<string> Skus, DateTimeOffset PlacedAt, DateTimeOffset NotedAt) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V5, Policy.Clauses.V6];
}

/// <summary>A purchase order no longer names this number, or was cancelled or withdrawn (clause V6).</summary>
/// <param name="Withdrawn">The order was cancelled; otherwise it exists without this number.</param>
public sealed record ReplacementOrderUnnamed(
    string PurchaseOrderId, int Revision, bool Withdrawn, DateTimeOffset PlacedAt, DateTimeOffset NotedAt) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V6];
}

/// <summary>Cartons were shipped under this number; the same shipment again is a correction.</summary>
/// <param name="ShipmentId">Derived from number, carrier and tracking number.</param>
/// <param name="Lines">The lines of the number that are in them.</param>
public sealed record ShipmentAnnounced(
    Guid ShipmentId, string Carrier, string TrackingNumber, int Cartons, ValueList<int> Lines, string AnnouncedBy,
    DateTimeOffset AnnouncedAt) : RmaEvent;

/// <summary>A new number was issued for the items that had not arrived under this one; the old number keeps its state .</summary>
public sealed record RmaReissued(Guid ByRmaId, string? ByRmaNumber, DateTimeOffset ReissuedAt) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.P4];
}

/// <summary>The stored decisions of a request, in the order of a replay.</summary>
internal static class RmaDecisions
{
    public static IEnumerable<DecidedCase> Of(IssuanceFacts? facts, Decision overall, Func<string, Decision> outlookOf) =>
        DecidedCase.Of(facts, [overall, .. facts?.Lines.Select(line => outlookOf(line.Item)) ?? []]);
}

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
public sealed record RmaRequest(Guid RmaId, string AccountId, string Remedy, ValueList<string> Items, string RequestedBy);

/// <summary>An authorized serial number or licence code, with what the policy promises for it.</summary>
public sealed record AuthorizedLine(
    int Line, Guid ReturnId, string SerialNumber, string? Sku, bool IsLicense, bool HasDrive, ValueList<string> Accessories, Decision Outlook);

/// <summary>An item that was asked for and not authorized.</summary>
public sealed record DeclinedLine(string Item, string? Code, Decision Outlook);

/// <summary>A number was issued (clause P4).</summary>
public sealed record RmaIssued(
    RmaRequest Request, string RmaNumber, DateTimeOffset IssuedAt, DateOnly ValidThrough, ValueList<AuthorizedLine> Lines,
    ValueList<DeclinedLine> Declined, Decision Decision) : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>The request was denied.</summary>
public sealed record RmaDenied(RmaRequest Request, string Code, DateTimeOffset DeniedAt, ValueList<DeclinedLine> Lines, Decision Decision)
    : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>The request waits for a fact or a person.</summary>
public sealed record RmaReferred(RmaRequest Request, string Code, DateTimeOffset ReferredAt, ValueList<DeclinedLine> Lines, Decision Decision)
    : RmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>A line's unit has arrived: the number can no longer be cancelled.</summary>
public sealed record LineArrived(Guid ReturnId, DateTimeOffset ArrivedAt) : RmaEvent;

/// <summary>A line has come to its end.</summary>
public sealed record LineClosed(Guid ReturnId, string Outcome, DateTimeOffset ClosedAt) : RmaEvent;

/// <summary>The number was withdrawn before anything arrived.</summary>
public sealed record RmaCancelled(string Reason, string CancelledBy, DateTimeOffset CancelledAt) : RmaEvent;

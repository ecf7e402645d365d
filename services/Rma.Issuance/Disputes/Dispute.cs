using Rma.EventSourcing;

namespace Rma.Issuance.Disputes;

// All events of a dispute stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of a dispute.</summary>
public abstract record DisputeEvent
{
    private protected DisputeEvent() { }
}

/// <summary>A requester disputes a refusal or denial.</summary>
/// <param name="Subject"><c>rma</c>, <c>line</c>, <c>parcel</c>, <c>credit</c> or <c>charge</c>; older events have <c>request</c> or
/// <c>return</c>.</param>
/// <param name="Reference">RMA number or request id, or the id of the return, parcel, credit or charge.</param>
/// <param name="RmaId">The request it is about; null for a parcel without a known number.</param>
public sealed record DisputeRaised(
    Guid DisputeId, string Subject, string Reference, Guid? RmaId, string AccountId, string Reason, string RaisedBy,
    DateTimeOffset RaisedAt) : DisputeEvent;

/// <summary>The returns desk resolved the dispute.</summary>
/// <param name="Outcome"><c>upheld</c>: the answer stands; <c>granted</c>: it was wrong, or departed from by an override.</param>
/// <param name="OverrideId">The override that allows another decision; null when a corrected fact does.</param>
public sealed record DisputeResolved(string Outcome, string Reason, Guid? OverrideId, string ResolvedBy, DateTimeOffset ResolvedAt)
    : DisputeEvent;

/// <summary>A dispute of a decision.</summary>
public abstract record Dispute : IState<Dispute, DisputeEvent>
{
    private protected Dispute() { }

    /// <summary>Not raised.</summary>
    public sealed record NotRaised : Dispute;

    /// <summary>Waits for the returns desk.</summary>
    public sealed record Open(DisputeRaised Raised) : Dispute;

    /// <summary>Resolved, finally.</summary>
    public sealed record Resolved(DisputeRaised Raised, DisputeResolved Resolution) : Dispute;

    /// <inheritdoc />
    public static Dispute Initial { get; } = new NotRaised();

    /// <inheritdoc />
    public static Dispute Evolve(Dispute state, DisputeEvent @event) => (state, @event) switch
    {
        (NotRaised, DisputeRaised raised) => new Open(raised),
        (Open open, DisputeResolved resolved) => new Resolved(open.Raised, resolved),
        _ => state,
    };
}

using Rma.EventSourcing;

namespace Rma.Issuance.Disputes;

// Everything the stream of a dispute can hold. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of a dispute.</summary>
public abstract record DisputeEvent
{
    private protected DisputeEvent() { }
}

/// <summary>A requester does not agree with a refusal or denial.</summary>
/// <param name="Subject"><c>rma</c>, <c>line</c>, <c>parcel</c>, <c>credit</c> or <c>charge</c>; events of before say <c>request</c> or
/// <c>return</c>.</param>
/// <param name="Reference">RMA number or request id, or the id of the return, parcel, credit or charge.</param>
/// <param name="RmaId">The request it is about; null for a parcel that named none.</param>
public sealed record DisputeRaised(
    Guid DisputeId, string Subject, string Reference, Guid? RmaId, string AccountId, string Reason, string RaisedBy,
    DateTimeOffset RaisedAt) : DisputeEvent;

/// <summary>The returns desk looked at it again.</summary>
/// <param name="Outcome"><c>upheld</c>: the answer stands; <c>granted</c>: it was wrong, or departed from by an override.</param>
/// <param name="OverrideId">The override that lets it be decided otherwise; null where a corrected fact does.</param>
public sealed record DisputeResolved(string Outcome, string Reason, Guid? OverrideId, string ResolvedBy, DateTimeOffset ResolvedAt)
    : DisputeEvent;

/// <summary>A disagreement about an answer.</summary>
public abstract record Dispute : IState<Dispute, DisputeEvent>
{
    private protected Dispute() { }

    /// <summary>Nobody disagreed.</summary>
    public sealed record NotRaised : Dispute;

    /// <summary>Waits for the returns desk.</summary>
    public sealed record Open(DisputeRaised Raised) : Dispute;

    /// <summary>Answered, finally.</summary>
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

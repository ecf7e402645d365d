using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Overrides;

// All events of an override stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an override.</summary>
public abstract record OverrideEvent
{
    private protected OverrideEvent() { }
}

/// <summary>A departure from the policy was requested for one item.</summary>
/// <param name="Code">The refusal to lift; one that the policy allows to override.</param>
/// <param name="Clause">The clause departed from.</param>
/// <param name="Percent">For <c>fee.outside-band</c>: the fee, in percent; null otherwise.</param>
/// <param name="ExpiresOn">Last valid day, policy-local.</param>
public sealed record OverrideRequested(
    Guid OverrideId, string SerialNumber, string Code, string Clause, decimal? Percent, string Reason, DateOnly ExpiresOn,
    string RequestedBy, string Role, DateTimeOffset RequestedAt) : OverrideEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Clause];
}

/// <summary>A second person approved it.</summary>
public sealed record OverrideApproved(string ApprovedBy, string Role, DateTimeOffset ApprovedAt) : OverrideEvent;

/// <summary>A second person rejected it.</summary>
public sealed record OverrideRejected(string Reason, string RejectedBy, string Role, DateTimeOffset RejectedAt) : OverrideEvent;

/// <summary>A departure from the policy, for one item and one clause.</summary>
public abstract record Override : IState<Override, OverrideEvent>
{
    private protected Override() { }

    /// <summary>Not requested.</summary>
    public sealed record NotRequested : Override;

    /// <summary>Waits for a second person.</summary>
    public sealed record Pending(OverrideRequested Request) : Override;

    /// <summary>Granted, valid until its last day.</summary>
    public sealed record Granted(OverrideRequested Request, OverrideApproved Approval) : Override
    {
        /// <summary>The override as passed to the policy.</summary>
        public PolicyOverride ForPolicy => new(Request.OverrideId, Request.Code, Request.Clause, Request.Percent, Request.ExpiresOn);
    }

    /// <summary>Rejected.</summary>
    public sealed record Rejected(OverrideRequested Request, OverrideRejected Rejection) : Override;

    /// <inheritdoc />
    public static Override Initial { get; } = new NotRequested();

    /// <inheritdoc />
    public static Override Evolve(Override state, OverrideEvent @event) => (state, @event) switch
    {
        (NotRequested, OverrideRequested request) => new Pending(request),
        (Pending pending, OverrideApproved approval) => new Granted(pending.Request, approval),
        (Pending pending, OverrideRejected rejection) => new Rejected(pending.Request, rejection),
        _ => state,
    };
}

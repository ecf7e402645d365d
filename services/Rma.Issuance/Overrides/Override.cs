using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Overrides;

// Everything the stream of an override can hold. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an override.</summary>
public abstract record OverrideEvent
{
    private protected OverrideEvent() { }
}

/// <summary>Somebody asks to depart from the policy for one item.</summary>
/// <param name="Code">The refusal to lift; one of the policy's overridable ones.</param>
/// <param name="Clause">The clause departed from.</param>
/// <param name="Percent">For <c>fee.outside-band</c>: the fee, in percent; null otherwise.</param>
/// <param name="ExpiresOn">Last good day, policy-local.</param>
public sealed record OverrideRequested(
    Guid OverrideId, string SerialNumber, string Code, string Clause, decimal? Percent, string Reason, DateOnly ExpiresOn,
    string RequestedBy, string Role, DateTimeOffset RequestedAt) : OverrideEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Clause];
}

/// <summary>A second person agreed.</summary>
public sealed record OverrideApproved(string ApprovedBy, string Role, DateTimeOffset ApprovedAt) : OverrideEvent;

/// <summary>A second person did not.</summary>
public sealed record OverrideRejected(string Reason, string RejectedBy, string Role, DateTimeOffset RejectedAt) : OverrideEvent;

/// <summary>A departure from the policy, for one item and one clause.</summary>
public abstract record Override : IState<Override, OverrideEvent>
{
    private protected Override() { }

    /// <summary>Nobody asked.</summary>
    public sealed record NotRequested : Override;

    /// <summary>Waits for a second person.</summary>
    public sealed record Pending(OverrideRequested Request) : Override;

    /// <summary>In force until its last day.</summary>
    public sealed record Granted(OverrideRequested Request, OverrideApproved Approval) : Override
    {
        /// <summary>As the policy is told.</summary>
        public PolicyOverride ForPolicy => new(Request.OverrideId, Request.Code, Request.Clause, Request.Percent, Request.ExpiresOn);
    }

    /// <summary>Not granted.</summary>
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

using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Overrides;
using Rma.Issuance.Rmas;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Disputes;

/// <summary>
/// Disputes a negative answer: a denied request, a refused parcel, a return without credit. One dispute per answer; the answer stands until
/// the dispute is resolved.
/// </summary>
public sealed record RaiseDispute(DisputeRaised Dispute)
{
    public static IEnumerable<DisputeEvent> Decide(Dispute state, RaiseDispute command) => state switch
    {
        Disputes.Dispute.NotRaised => [command.Dispute],
        Disputes.Dispute.Open { Raised: var known } when known.Reason == command.Dispute.Reason => [],
        _ => throw new RefusedException("dispute.already-raised", "This answer is disputed already."),
    };
}

/// <summary>Resolves a dispute. Granting it has no effect by itself: an override or a corrected fact is needed.</summary>
/// <param name="OverrideIsGranted">Whether the named override is granted in the ledger.</param>
public sealed record ResolveDispute(string Outcome, string Reason, Guid? OverrideId, bool OverrideIsGranted, string By, DateTimeOffset Now)
{
    public static IEnumerable<DisputeEvent> Decide(Dispute state, ResolveDispute command) => state switch
    {
        Dispute.Open { Raised.RaisedBy: var raiser } when Persons.AreSame(raiser, command.By) =>
            throw new RefusedException("dispute.same-person", "Whoever raised a dispute does not resolve it."),
        Dispute.Open when command is { OverrideId: not null, OverrideIsGranted: false } =>
            throw new RefusedException("dispute.override-not-granted",
                "The override named here was not granted.") { WouldChange = "Have the override approved first." },
        Dispute.Open => [new DisputeResolved(command.Outcome, command.Reason, command.OverrideId, command.By, command.Now)],
        Dispute.Resolved { Resolution: var known } when known.Outcome == command.Outcome => [],
        Dispute.Resolved => throw new RefusedException("dispute.already-resolved", "This dispute was resolved otherwise."),
        _ => throw new RefusedException("dispute.not-raised", "There is no such dispute."),
    };
}

/// <param name="Subject"><c>rma</c>, <c>line</c>, <c>parcel</c>, <c>credit</c> or <c>charge</c>.</param>
/// <param name="Reference">Its own id or number: RMA number or request id, return id or <c>RMA-222222-2/1</c>, parcel id, credit id, charge
/// id.</param>
public sealed record RaiseDisputeRequest(
    [OneOf("rma", "line", "parcel", "credit", "charge")] string Subject, string Reference, string Reason);

/// <param name="Outcome"><c>upheld</c> or <c>granted</c>.</param>
public sealed record ResolveDisputeRequest(
    [OneOf(DisputeStates.Upheld, DisputeStates.Granted)] string Outcome, string Reason, Guid? OverrideId = null);

/// <summary>A dispute that was raised.</summary>
public sealed record RaisedDispute(Guid DisputeId, [OneOf(DisputeStates.Open)] string State);

/// <summary>A dispute as shown to the desk and the requester.</summary>
/// <param name="State"><c>open</c>, <c>upheld</c> or <c>granted</c>.</param>
public sealed record DisputeRow(
    Guid DisputeId, string Subject, string Reference, string AccountId, string Reason, string RaisedBy, DateTimeOffset RaisedAt,
    [OneOf(typeof(DisputeStates))] string State, string? Resolution, Guid? OverrideId, string? ResolvedBy, DateTimeOffset? ResolvedAt);

internal static class DisputeRoutes
{
    public static void MapDisputes(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/disputes", async (
            RaiseDisputeRequest request, Caller caller, DisputeSubjects subjects, Streams<Dispute, DisputeEvent> disputes,
            TimeProvider clock, CancellationToken ct) =>
        {
            if (!DisputeSubjects.All.Contains(request.Subject))
                throw new InvalidInputException("dispute.subject-unknown", "Dispute an rma, a line, a parcel, a credit or a charge.");
            if (request.Reason.Trim().Length < 10)
                throw new InvalidInputException("dispute.reason-missing", "Say why, in at least ten characters.");
            if (await subjects.Find(request.Subject, request.Reference.Trim(), caller, ct) is not { } found)
                return Problems.NotFound("dispute-subject");
            var raised = new DisputeRaised(
                NameBasedId.Of($"dispute/{found.Key}"), found.Subject, found.Reference, found.RmaId, found.AccountId, request.Reason.Trim(),
                caller.Id, clock.GetUtcNow());
            await disputes.Append(raised.DisputeId, state => RaiseDispute.Decide(state, new(raised)), ct);
            return Results.Created(
                $"/disputes/{raised.DisputeId}", new RaisedDispute(raised.DisputeId, DisputeStates.Open));
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("raiseDispute").WithSummary("Raises a dispute about a decision.")
            .Produces<RaisedDispute>(StatusCodes.Status201Created)
            .Refuses(400, "dispute.reason-missing", "dispute.subject-unknown")
            .Refuses(404, "dispute-subject.not-found")
            .Refuses(409, "dispute.already-raised");

        routes.MapPost("/disputes/{id:guid}/resolution", async (
            Guid id, ResolveDisputeRequest request, Streams<Override, OverrideEvent> overrides,
            [AsParameters] Change<Dispute, DisputeEvent> change) =>
        {
            if (request.Outcome is not (DisputeStates.Upheld or DisputeStates.Granted))
                throw new InvalidInputException("dispute.outcome-unknown", "The outcome is 'upheld' or 'granted'.");
            if (request.Reason.Trim().Length < 10)
                throw new InvalidInputException("dispute.reason-missing", "Say why, in at least ten characters.");
            var granted = request.OverrideId is { } named && await overrides.Get(named, change.CancellationToken) is Override.Granted;
            var command = new ResolveDispute(
                request.Outcome, request.Reason.Trim(), request.OverrideId, granted, change.By, change.Now);
            return await change.Append(id, command, ResolveDispute.Decide);
        }).Allow(Roles.ReturnsDesk)
            .WithName("resolveDispute").WithSummary("Resolves a dispute.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "dispute.outcome-unknown", "dispute.reason-missing")
            .Refuses(409, "dispute.already-resolved", "dispute.not-raised", "dispute.override-not-granted", "dispute.same-person");

        routes.MapGet("/disputes", async (
            [OneOf(typeof(DisputeStates))] string? state, string? account, [AsParameters] ListPage page, Caller caller) =>
        {
            Filters.OneOf(state, "state", DisputeStates.All);
            return await page.Read<DisputeRow>(
                """
                select dispute_id, subject, reference, account_id, reason, raised_by, raised_at, state, resolution, override_id,
                    resolved_by, resolved_at
                from disputes where (@state::text is null or state = @state) and (@seen::text is null or account_id = @seen)
                    and (@account::text is null or account_id = @account)
                """, new { state, seen = AskingAccount.Seen(caller), account }, new ListOrder("raised_at", "dispute_id", NewestFirst: true),
                row => (row.RaisedAt, row.DisputeId), 200, 1000);
        }).Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator)
            .WithName("listDisputes").WithSummary("Lists disputes, newest first.")
            .Pages<DisputeRow>()
            .Refuses(400, "request.unknown-value");
    }
}

/// <summary>The list of disputes, updated in the transaction of their events.</summary>
internal sealed class DisputeList : IInlineProjection<Dispute, DisputeEvent>
{
    private const string Sql =
        """
        insert into disputes (dispute_id, subject, reference, account_id, reason, raised_by, raised_at, state, resolution, override_id,
            resolved_by, resolved_at)
        values (@DisputeId, @Subject, @Reference, @AccountId, @Reason, @RaisedBy, @RaisedAt, @State, @Resolution, @OverrideId,
            @ResolvedBy, @ResolvedAt)
        on conflict (dispute_id) do update set state = excluded.state, resolution = excluded.resolution,
            override_id = excluded.override_id, resolved_by = excluded.resolved_by, resolved_at = excluded.resolved_at
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("disputes", "dispute_id")];

    public IEnumerable<RowChange> Project(string id, Step<Dispute, DisputeEvent> step) => step.State switch
    {
        Dispute.Open open => [new(Sql, Row(open.Raised, null))],
        Dispute.Resolved resolved => [new(Sql, Row(resolved.Raised, resolved.Resolution))],
        _ => [],
    };

    private static DisputeRow Row(DisputeRaised raised, DisputeResolved? resolution) => new(
        raised.DisputeId, raised.Subject, raised.Reference, raised.AccountId, raised.Reason, raised.RaisedBy, raised.RaisedAt,
        resolution?.Outcome ?? DisputeStates.Open, resolution?.Reason, resolution?.OverrideId, resolution?.ResolvedBy,
        resolution?.ResolvedAt);
}

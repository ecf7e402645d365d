using Microsoft.AspNetCore.Http.HttpResults;
using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Overrides;

/// <summary>Approves or rejects an override; the approver is never the person who requested it.</summary>
/// <param name="RejectedBecause">Null to approve.</param>
public sealed record ApproveOverride(string? RejectedBecause, string By, string Role, DateTimeOffset Now)
{
    public static IEnumerable<OverrideEvent> Decide(Override state, ApproveOverride command) => (state, command.RejectedBecause) switch
    {
        (Override.Pending { Request.RequestedBy: var first }, null) when Persons.AreSame(first, command.By) =>
            throw new RefusedException("override.same-person",
                "Whoever asks for an override does not approve it.") { WouldChange = "Somebody else approves it." },
        (Override.Pending, null) => [new OverrideApproved(command.By, command.Role, command.Now)],
        (Override.Pending, { } why) => [new OverrideRejected(why, command.By, command.Role, command.Now)],
        (Override.Granted, null) or (Override.Rejected, not null) => [],
        (Override.NotRequested, _) => throw new RefusedException("override.not-requested", "There is no such override."),
        _ => throw new RefusedException("override.already-answered", "This override was answered otherwise."),
    };
}

/// <summary>Adds a granted override to the biography of its unit in the same transaction, for the next decision.</summary>
internal sealed class WhenOverrideGranted(Streams<Unit, UnitEvent> units) : IReaction<Override, OverrideEvent>
{
    public async Task On(Appended<Override, OverrideEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var step in appended.Steps)
        {
            if (step is not { Event: OverrideApproved approval, State: Override.Granted granted }) continue;
            var note = new NoteInBiography(new OverrideAttached(granted.ForPolicy, granted.Request.Reason, approval.ApprovedAt));
            await units.Append(granted.Request.SerialNumber, unit => NoteInBiography.Decide(unit, note), cancellationToken);
        }
    }
}

/// <param name="Reason">Why it is rejected.</param>
public sealed record RejectOverrideRequest(string Reason);

internal static class ApproveOverrideEndpoint
{
    public static void MapApproveOverride(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/overrides/{id:guid}/approval", (Guid id, [AsParameters] Change<Override, OverrideEvent> change) =>
            Answer(id, null, change)).Allow(Roles.ReturnsDesk, Roles.CreditAnalyst)
            .WithName("approveOverride").WithSummary("Grants an override, as a second person.")
            .Refuses(409, "override.already-answered", "override.not-requested", "override.same-person");
        routes.MapPost("/overrides/{id:guid}/rejection", (
            Guid id, RejectOverrideRequest request, [AsParameters] Change<Override, OverrideEvent> change) =>
            request.Reason.Trim().Length < 3
                ? throw new InvalidInputException("override.reason-missing", "Say why not.")
                : Answer(id, request.Reason.Trim(), change)).Allow(Roles.ReturnsDesk, Roles.CreditAnalyst)
            .WithName("rejectOverride").WithSummary("Rejects an override, as a second person.")
            .Refuses(400, "override.reason-missing")
            .Refuses(409, "override.already-answered", "override.not-requested", "override.same-person");
    }

    private static Task<NoContent> Answer(Guid id, string? because, Change<Override, OverrideEvent> change)
    {
        var role = change.Caller.Is(Roles.CreditAnalyst) ? Roles.CreditAnalyst : Roles.ReturnsDesk;
        return change.Append(id, new ApproveOverride(because, change.By, role, change.Now), ApproveOverride.Decide);
    }
}

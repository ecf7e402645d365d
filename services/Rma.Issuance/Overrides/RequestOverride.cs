using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Overrides;

/// <summary>
/// Requests an override of the policy for one item and one clause, with a reason and an end. It has no effect until a second person
/// approves it.
/// </summary>
public sealed record RequestOverride(OverrideRequested Request, PolicyVersion Policy, DateOnly Today)
{
    public static IEnumerable<OverrideEvent> Decide(Override state, RequestOverride command) => state switch
    {
        Override.NotRequested => [Checked(command)],
        Override.Pending { Request: var known } when known == command.Request => [],
        _ => throw new RefusedException("override.already-requested", "This override was requested before."),
    };

    private static OverrideRequested Checked(RequestOverride command)
    {
        var (request, settings) = (command.Request, command.Policy.Settings);
        if (!settings.OverridableCodes.Contains(request.Code))
            throw new RefusedException("override.not-overridable", $"'{request.Code}' is never overridden.")
            {
                Clauses = [request.Clause], WouldChange = $"Overridable are: {string.Join(", ", settings.OverridableCodes)}.",
            };
        if (request.Code == PolicyOverride.FeeOutsideBand != request.Percent is not null)
            throw new RefusedException("override.percent-misplaced",
                "A percentage goes with a fee outside its band, and with nothing else.") { Clauses = [request.Clause] };
        if (request.ExpiresOn < command.Today || request.ExpiresOn > command.Today.AddDays(settings.OverrideMaxDays))
            throw new RefusedException("override.expiry-out-of-range",
                $"An override ends today at the earliest and after {settings.OverrideMaxDays} days at the latest.");
        return request;
    }
}

/// <param name="SerialNumber">The item it is for.</param>
/// <param name="Code">The refusal code to lift, as returned.</param>
/// <param name="Clause">The clause departed from.</param>
/// <param name="Percent">For <c>fee.outside-band</c> only.</param>
public sealed record RequestOverrideRequest(
    string SerialNumber, string Code, string Clause, string Reason, DateOnly ExpiresOn, decimal? Percent = null);

/// <summary>An override that was asked for.</summary>
public sealed record OverrideAsked(Guid OverrideId, [OneOf(OverrideStates.Pending)] string State);

internal static class RequestOverrideEndpoint
{
    public static void MapRequestOverride(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/overrides", async (
            RequestOverrideRequest request, Caller caller, Streams<Override, OverrideEvent> overrides, PolicyBook policies,
            TimeProvider clock, CancellationToken ct) =>
        {
            if (request.Reason.Trim().Length < 10)
                throw new InvalidInputException("override.reason-missing", "Say why, in at least ten characters.");
            if (!Clauses.All.Contains(request.Clause))
                throw new InvalidInputException("override.clause-unknown", $"There is no clause '{request.Clause}'.");
            if (request.Percent is < 0 or > 100)
                throw new InvalidInputException("override.percent-out-of-range", "A percentage is 0 to 100.");
            var now = clock.GetUtcNow();
            var policy = policies.InForceAt(now);
            var asked = new OverrideRequested(
                Guid.CreateVersion7(), AskingAccount.Item(request.SerialNumber), request.Code, request.Clause, request.Percent,
                request.Reason.Trim(), request.ExpiresOn, caller.Id, caller.Is(Roles.CreditAnalyst) ? Roles.CreditAnalyst
                    : Roles.ReturnsDesk, now);
            await overrides.Append(asked.OverrideId, state =>
                RequestOverride.Decide(state, new(asked, policy, policy.Calendar.LocalDate(now))), ct);
            return Results.Created(
                $"/overrides/{asked.OverrideId}", new OverrideAsked(asked.OverrideId, OverrideStates.Pending));
        }).Allow(Roles.ReturnsDesk, Roles.CreditAnalyst)
            .WithName("requestOverride").WithSummary("Asks for an override of a refusal, which a second person grants.")
            .Produces<OverrideAsked>(StatusCodes.Status201Created)
            .Refuses(400, "override.clause-unknown", "override.percent-out-of-range", "override.reason-missing",
                "rma.item-malformed")
            .Refuses(409, "override.already-requested", "override.expiry-out-of-range", "override.not-overridable",
                "override.percent-misplaced");
}

using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>Cancels a number before anything has arrived under it.</summary>
public sealed record CancelRma(string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, CancelRma command) => rma switch
    {
        ReturnAuthorization.Issued { Arrived.Count: > 0 } =>
            throw new RefusedException("rma.already-arrived", "A unit has already arrived on this number; it can no longer be cancelled."),
        ReturnAuthorization.Issued { Authorization: var issued } when issued.Lines.Any(line => line.IsLicense) =>
            throw new RefusedException("rma.credit-asked",
                "A license on this number went to the credit decision when it was authorized; it can no longer be cancelled.") { Clauses =
                [Clauses.C7] },
        ReturnAuthorization.Issued { Closed.Count: > 0 } =>
            throw new RefusedException("rma.already-closed", "A line of this number has already come to its end."),
        ReturnAuthorization.Issued => [new RmaCancelled(command.Reason, command.By, command.Now)],
        ReturnAuthorization.Cancelled => [],
        _ => throw new RefusedException("rma.not-issued", "No number was issued for this request, so there is nothing to cancel."),
    };
}

/// <param name="Reason">The reason, for later questions.</param>
public sealed record CancelRmaRequest(string Reason);

internal static class CancelRmaEndpoint
{
    public static void MapCancelRma(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/rmas/{reference}/cancellation", async Task<IResult> (
            string reference, CancelRmaRequest request, RmaRegister register, Streams<Unit, UnitEvent> units,
            [AsParameters] Change<ReturnAuthorization, RmaEvent> change) =>
        {
            if (string.IsNullOrWhiteSpace(request.Reason)) throw new InvalidInputException("cancellation.reason-missing", "Say why.");
            if (await register.Find(reference, change.Caller, change.CancellationToken) is not { } found)
                return Problems.NotFound("rma");
            var answer = await change.Append(found.RmaId, new CancelRma(request.Reason.Trim(), change.By, change.Now), CancelRma.Decide);
            // Whoever cancels often asks anew within the minute: not only when the returns have come to their end.
            if (await change.Streams.Get(found.RmaId, change.CancellationToken) is ReturnAuthorization.Cancelled cancelled)
                await units.Free(cancelled.Authorization.Lines, Outcomes.Cancelled, change.Now, change.CancellationToken);
            return answer;
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("cancelRma").WithSummary("Cancels a number of which nothing has arrived.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "cancellation.reason-missing")
            .Refuses(404, "rma.not-found")
            .Refuses(409, "rma.already-arrived", "rma.already-closed", "rma.credit-asked", "rma.not-issued");
}

using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.ServiceDefaults;
using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Returns;

/// <summary>Sends a loaner out with a return that is under way; one at a time, and it comes back before the return closes.</summary>
public sealed record SendLoaner(LoanerSentOut Loaner, string Remedy)
{
    public static IEnumerable<ReturnEvent> Decide(Return state, SendLoaner command) => state switch
    {
        { Loaner: { } known } when known.LoanerSerialNumber == command.Loaner.LoanerSerialNumber => [],
        { Loaner: not null } =>
            throw new RefusedException("loaner.already-out", $"{state.Loaner.LoanerSerialNumber} is already out with this return."),
        { State: null } => throw new RefusedException("return.unknown", "There is no such return."),
        { State: ReturnStates.Closed or ReturnStates.Expired or ReturnStates.Cancelled } =>
            throw new RefusedException("loaner.return-over", "This return has come to its end."),
        _ when command.Remedy != Policy.Remedies.AdvanceReplacement =>
            throw new RefusedException("loaner.not-an-advance-case", "A loaner goes out with an advance replacement only."),
        _ => [command.Loaner],
    };
}

/// <summary>Takes the loaner of a return back.</summary>
public sealed record TakeLoanerBack(string LoanerSerialNumber, string By, DateTimeOffset Now)
{
    public static IEnumerable<ReturnEvent> Decide(Return state, TakeLoanerBack command) => state switch
    {
        { Loaner: { } known } when known.LoanerSerialNumber == command.LoanerSerialNumber =>
            [new LoanerCameBack(known.RmaId, known.RmaNumber, known.Line, known.LoanerSerialNumber, command.By, command.Now)],
        { Loaner: null, LoanerBack.LoanerSerialNumber: var back } when back == command.LoanerSerialNumber => [],
        { Loaner: null } => throw new RefusedException("loaner.none-out", "No loaner is out with this return."),
        _ => throw new RefusedException("loaner.other-unit", $"{state.Loaner.LoanerSerialNumber} is out with this return, not this unit."),
    };
}

/// <summary>What a return's history tells the saga, and where the return is those who show it.</summary>
internal static class ReturnIntegrationEvents
{
    public static IEnumerable<object> Of(string id, Return state, ReturnEvent @event) => @event switch
    {
        ReturnMoved e => [new V1.ReturnMoved(Guid.Parse(id), state.Moves, e.From, e.To, e.Because, e.MovedAt)],
        LoanerSentOut e =>
            [new V1.LoanerSent(Rmas.ReturnIds.Of(e.RmaNumber, e.Line), e.RmaId, e.RmaNumber, e.Line, e.LoanerSerialNumber, e.SentAt)],
        LoanerCameBack e =>
            [new V1.LoanerReturned(Rmas.ReturnIds.Of(e.RmaNumber, e.Line), e.RmaId, e.RmaNumber, e.Line, e.LoanerSerialNumber,
            e.ReturnedAt)],
        _ => [], // private to this service
    };
}

public sealed record SendLoanerRequest(string LoanerSerialNumber, string Carrier, string TrackingNumber);

public sealed record TakeLoanerBackRequest(string LoanerSerialNumber);

internal static class LoanerRoutes
{
    public static void MapLoaner(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/returns/{id:guid}/loaner", async Task<IResult> (
            Guid id, SendLoanerRequest request, ReturnRows rows, [AsParameters] Change<Return, ReturnEvent> change) =>
        {
            if (string.IsNullOrWhiteSpace(request.Carrier) || string.IsNullOrWhiteSpace(request.TrackingNumber))
                throw new InvalidInputException("shipment.incomplete", "Name the carrier and the tracking number.");
            if (await rows.Find(id, change.CancellationToken) is not { } saga) return Problems.NotFound("return");
            var command = new SendLoaner(new LoanerSentOut(
                saga.RmaId, saga.RmaNumber, saga.Line, Rmas.AskingAccount.Item(request.LoanerSerialNumber), request.Carrier.Trim(),
                request.TrackingNumber.Trim(), change.By, change.Now), saga.Remedy);
            return await change.Append(id, command, SendLoaner.Decide);
        }).Allow(Roles.ReturnsDesk)
            .WithName("sendLoaner").WithSummary("Records that a loaner was sent for a return.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "rma.item-malformed", "shipment.incomplete")
            .Refuses(404, "return.not-found")
            .Refuses(409, "loaner.already-out", "loaner.not-an-advance-case", "loaner.return-over", "return.unknown");

        routes.MapPost("/returns/{id:guid}/loaner-return", (
            Guid id, TakeLoanerBackRequest request, [AsParameters] Change<Return, ReturnEvent> change) =>
        {
            var serial = Rmas.AskingAccount.Item(request.LoanerSerialNumber);
            return change.Append(id, new TakeLoanerBack(serial, change.By, change.Now), TakeLoanerBack.Decide);
        }).Allow(Roles.ReturnsDesk)
            .WithName("takeLoanerBack").WithSummary("Takes the loaner of a return back.")
            .Refuses(400, "rma.item-malformed")
            .Refuses(409, "loaner.none-out", "loaner.other-unit");
    }
}

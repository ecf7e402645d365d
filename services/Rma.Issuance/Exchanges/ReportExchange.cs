using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Exchanges;

/// <summary>
/// Records a distributor's report that a unit was exchanged from stock (clauses T7, T8). The report is stored as a fact; whether the
/// exchange was valid is decided with the request for the RMA number.
/// </summary>
public sealed record ReportExchange(UnitExchanged Exchange)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, ReportExchange command) => (unit.Exchange, command.Exchange) switch
    {
        ({ } known, var said) when known with { RecordedAt = said.RecordedAt, ReportedBy = said.ReportedBy } == said => [],
        // corrected before it was used
        ({ } known, var said) when known.AccountId == said.AccountId && unit.ReplacedBy is null && unit.OpenRemedy is null => [said],
        ({ }, _) =>
            throw new RefusedException("otc.already-exchanged",
            "This unit has already been exchanged, and a return of it was asked for.") { Clauses = [Clauses.T8] },
        (null, var said) when said.ReplacementSerialNumber == command.Serial =>
            throw new RefusedException("otc.same-unit", "A unit cannot be exchanged for itself.") { Clauses = [Clauses.T7] },
        (null, var said) => [said],
    };

    /// <summary>The defective unit that was taken back.</summary>
    public required string Serial { get; init; }
}

/// <param name="SerialNumber">The defective unit.</param>
/// <param name="ReplacementSerialNumber">The unit given from the distributor's stock.</param>
/// <param name="ReplacementSku">Its product; needed only when the serial number is unknown.</param>
/// <param name="ExchangedAt">Time of the exchange, with offset; not in the future.</param>
public sealed record ReportExchangeRequest(
    string SerialNumber, string ReplacementSerialNumber, DateTimeOffset ExchangedAt, string? ReplacementSku = null,
    string? AccountId = null);

internal static class ReportExchangeEndpoint
{
    public static void MapReportExchange(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/otc-exchanges", async (
            ReportExchangeRequest request, Caller caller, Streams<Unit, UnitEvent> units, TimeProvider clock,
            CancellationToken ct) =>
        {
            var (account, now) = (AskingAccount.Of(caller, request.AccountId), clock.GetUtcNow());
            var serial = AskingAccount.Item(request.SerialNumber);
            if (request.ExchangedAt > now.AddMinutes(5) || request.ExchangedAt < now.AddYears(-2))
                throw new InvalidInputException("otc.time-implausible", "The exchange lies in the future, or more than two years back.");
            var exchange = new UnitExchanged(
                account, AskingAccount.Item(request.ReplacementSerialNumber), request.ReplacementSku?.Trim(),
                request.ExchangedAt.ToUniversalTime(), caller.Id, now);
            await units.Append(serial, unit => ReportExchange.Decide(unit, new(exchange) { Serial = serial }), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.Partner, Roles.ReturnsDesk);
}

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
    public static IEnumerable<UnitEvent> Decide(Unit unit, ReportExchange command)
    {
        var buyers = unit.BuyersOf(unit.Sale);
        return (unit.Exchange, command.Exchange) switch
        {
            ({ } known, var said) when known with { RecordedAt = said.RecordedAt, ReportedBy = said.ReportedBy } == said => [],
            (_, var said) when buyers.Count > 0 && !buyers.Contains(said.AccountId) =>
                throw new RefusedException("otc.sold-to-another", "This unit was not sold to the reporting account.")
                {
                    Clauses = [Clauses.T1, Clauses.T7], WouldChange = "The distributor that bought it reports its exchange.",
                },
            // Corrected before it was used; what another account reported before the sale was known does not count against the buyer.
            ({ } known, var said) when !IsUsed(unit)
                && (known.AccountId == said.AccountId || buyers.Contains(said.AccountId)) => [said],
            ({ }, _) =>
                throw new RefusedException("otc.already-exchanged",
                "This unit has already been exchanged, and a return of it was asked for.") { Clauses = [Clauses.T8] },
            (null, var said) when said.ReplacementSerialNumber == command.Serial =>
                throw new RefusedException("otc.same-unit", "A unit cannot be exchanged for itself.") { Clauses = [Clauses.T7] },
            (null, var said) => [said],
        };
    }

    /// <summary>Whether a return was asked for with it.</summary>
    internal static bool IsUsed(Unit unit) => unit.ReplacedBy is not null || unit.OpenRemedy is not null;

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
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("reportExchange").WithSummary("Reports an exchange over the counter.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "otc.time-implausible", "rma.account-missing", "rma.item-malformed", "rma.other-account")
            .Refuses(409, "otc.already-exchanged", "otc.same-unit", "otc.sold-to-another");
}

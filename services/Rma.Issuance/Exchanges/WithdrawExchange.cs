using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Exchanges;

/// <summary>
/// Takes back a wrong report of an exchange, with a reason: the account that reported it, or the returns desk, before a return was asked
/// for with it (clauses T7, T8).
/// </summary>
/// <param name="Account">The account whose report it must be; null for the returns desk, which takes back any.</param>
public sealed record WithdrawExchange(string? Account, string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, WithdrawExchange command) => unit.Exchange switch
    {
        // To another account it looks the same as an exchange that was never reported.
        { } known when command.Account is not null && command.Account != known.AccountId => throw NotReported(),
        null => unit.WithdrawnExchange is { } before && (command.Account ?? before.AccountId) == before.AccountId ? []
            : throw NotReported(),
        { } when ReportExchange.IsUsed(unit) => throw new RefusedException("otc.exchange-in-use",
            "A return was asked for with this exchange.") { Clauses = [Clauses.T8], WouldChange = "Cancel that return first." },
        { } known => [new UnitExchangeWithdrawn(known.AccountId, command.Reason, command.By, command.Now)],
    };

    private static RefusedException NotReported() =>
        new("otc.not-reported", "No exchange of this unit was reported.") { Clauses = [Clauses.T8] };
}

/// <param name="Reason">Why it was wrong, 3 to 500 characters.</param>
public sealed record WithdrawExchangeRequest(string Reason);

internal static class WithdrawExchangeEndpoint
{
    public static void MapWithdrawExchange(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/otc-exchanges/{serialNumber}/withdrawal", async (
            string serialNumber, WithdrawExchangeRequest request, Caller caller, Streams<Unit, UnitEvent> units, TimeProvider clock,
            CancellationToken ct) =>
        {
            var account = caller.Is(Roles.Partner) ? AskingAccount.Of(caller, null) : null;
            var serial = AskingAccount.Item(serialNumber);
            if (request.Reason.Trim() is not { Length: >= 3 and <= 500 } reason)
                throw new InvalidInputException("otc.reason-missing", "Say why, in 3 to 500 characters.");
            await units.Append(serial, unit =>
                WithdrawExchange.Decide(unit, new(account, reason, caller.Id, clock.GetUtcNow())), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("withdrawExchange").WithSummary("Withdraws a reported exchange over the counter.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "otc.reason-missing", "rma.account-missing", "rma.item-malformed", "rma.other-account")
            .Refuses(409, "otc.exchange-in-use", "otc.not-reported");
}

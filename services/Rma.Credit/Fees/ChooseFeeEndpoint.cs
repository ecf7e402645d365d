using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.Fees;

/// <param name="Percent">Of the price paid, at most two decimal places; 15 = 15%.</param>
public sealed record ChooseFeeRequest(decimal Percent, string Reason);

/// <summary>
/// Chooses the restocking fee of a return inside the policy's band: for its credit (C3, V4) or for the charge of an exchange (T5). It may
/// precede the request; a choice without effect is refused.
/// </summary>
internal static class ChooseFeeEndpoint
{
    public static void MapChooseFee(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/credit-cases/{id:guid}/fee", Choose).Allow(Roles.CreditAnalyst);
        routes.MapPost("/charge-cases/{id:guid}/fee", Choose).Allow(Roles.CreditAnalyst);
    }

    private static async Task<IResult> Choose(
        Guid id, ChooseFeeRequest request, Caller caller, CreditDesk desk, Streams<ChargeCase, ChargeCaseEvent> charges,
        AnnouncedReturns returns, PolicyBook policies, TimeProvider clock, CancellationToken ct)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("fee.reason-missing", "Say why this fee and not another.");
        if (decimal.Round(request.Percent, 2) != request.Percent)
            throw new InvalidInputException("fee.percent-malformed", "A percentage has at most two decimal places.");
        var now = clock.GetUtcNow();
        var command = new ChooseFee(request.Percent, request.Reason.Trim(), caller.Id, Roles.CreditAnalyst, policies.InForceAt(now),
            now);
        var charge = await charges.Get(id, ct);
        switch (await returns.Find(id, ct), charge)
        {
            case ({ } known, _) when !known.MayHaveFee:
                throw known.WithoutFee();
            case ({ Remedy: Remedies.OtcExchange }, _):
                await charges.Append(id, state => ChooseChargeFee.Decide(state, command), ct);
                break;
            case ({ }, _):
                await desk.Settle(id, null, (state, _) => ChooseFee.Decide(state, command), ct);
                break;
            // Not announced yet: the choice is stored in both cases.
            default:
                var credit = await desk.Settle(id, null, (state, _) => ChooseFee.Decide(state, command), ct);
                if (credit is CreditCase.NotAsked) await charges.Append(id, state => ChooseChargeFee.Decide(state, command), ct);
                break;
        }

        return TypedResults.NoContent();
    }
}

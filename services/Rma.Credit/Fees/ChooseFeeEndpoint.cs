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
        routes.MapPost("/credit-cases/{id:guid}/fee", Choose).Allow(Roles.CreditAnalyst)
            .WithName("chooseCreditFee").WithSummary("Chooses the restocking fee of a credit within the band of the policy.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "fee.percent-malformed", "fee.reason-missing")
            .Refuses(409, "charge.already-decided", "charge.inspected-by-same-person", "credit.already-decided",
                "credit.currency-changed", "credit.fee-outside-band", "credit.inspected-by-same-person", "credit.over-price-paid",
                "fee.no-effect");
        routes.MapPost("/charge-cases/{id:guid}/fee", Choose).Allow(Roles.CreditAnalyst)
            .WithName("chooseChargeFee").WithSummary("Chooses the restocking fee of an exchange within the band of the policy.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "fee.percent-malformed", "fee.reason-missing")
            .Refuses(409, "charge.already-decided", "charge.inspected-by-same-person", "credit.already-decided",
                "credit.currency-changed", "credit.fee-outside-band", "credit.inspected-by-same-person", "credit.over-price-paid",
                "fee.no-effect");
    }

    private static async Task<IResult> Choose(
        Guid id, ChooseFeeRequest request, CreditDesk desk, AnnouncedReturns returns,
        [AsParameters] Change<ChargeCase, ChargeCaseEvent> charges)
    {
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("fee.reason-missing", "Say why this fee and not another.");
        if (decimal.Round(request.Percent, 2) != request.Percent)
            throw new InvalidInputException("fee.percent-malformed", "A percentage has at most two decimal places.");
        var ct = charges.CancellationToken;
        var command = new ChooseFee(
            request.Percent, request.Reason.Trim(), charges.By, Roles.CreditAnalyst, charges.Policy, charges.Now);
        var known = await returns.Find(id, ct);
        if (known is { MayHaveFee: false }) throw known.WithoutFee();
        if (known is { Remedy: Remedies.OtcExchange }) return await charges.Append(id, command, ChooseChargeFee.Decide);
        var credit = await desk.Settle(id, null, (state, _) => ChooseFee.Decide(state, command), ct);
        // Not announced yet: the choice is stored in both cases.
        return known is null && credit is CreditCase.NotAsked
            ? await charges.Append(id, command, ChooseChargeFee.Decide) : TypedResults.NoContent();
    }
}

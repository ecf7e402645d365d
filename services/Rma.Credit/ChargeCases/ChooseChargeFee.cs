using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.ChargeCases;

/// <summary>
/// Chooses the restocking fee of an exchange inside the policy's band, before its charge is decided (T5, A-33). A fee that an override
/// allows needs no choice.
/// </summary>
public static class ChooseChargeFee
{
    public static IEnumerable<ChargeCaseEvent> Decide(ChargeCase state, ChooseFee command) => state switch
    {
        ChargeCase.Raised or ChargeCase.NothingDue => throw ChargeCase.AlreadyDecided(),
        { Request.InspectedBy: { } inspector } when Persons.AreSame(inspector, command.Analyst) => throw ChargeCase.InspectedBySamePerson(),
        { Request.Remedy: not Remedies.OtcExchange } =>
            throw new RefusedException("fee.no-effect", "This return is charged no restocking fee.") { Clauses = [Clauses.T5] },
        _ when !RestockingFee.IsWithinBand(command.Policy, command.Percent) => throw ChooseFee.OutsideBand(command),
        { ChosenFee: { } chosen } when chosen.Percent == command.Percent => [],
        _ => [new ChargeFeeChosen(command.Percent, command.Analyst, command.Role, command.Reason, command.Now)],
    };
}

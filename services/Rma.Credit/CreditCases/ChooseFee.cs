using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.CreditCases;

/// <summary>
/// Chooses the restocking fee of a case inside the policy's band, before the decision and even before the request (C3, A-33); outside the
/// band only with an override.
/// </summary>
public sealed record ChooseFee(decimal Percent, string Reason, string Analyst, string Role, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<CreditCaseEvent> Decide(CreditCase state, ChooseFee command) => state switch
    {
        CreditCase.Issued or CreditCase.Denied => throw CreditCase.AlreadyDecided(),
        { Request.InspectedBy: { } inspector } when Persons.AreSame(inspector, command.Analyst) => throw CreditCase.InspectedBySamePerson(),
        _ when !RestockingFee.IsWithinBand(command.Policy, command.Percent) && !IsOverridden(state, command) => throw OutsideBand(command),
        { ChosenFee: { } chosen } when chosen.Percent == command.Percent => [],
        _ => [new RestockingFeeChosen(command.Percent, command.Analyst, command.Role, command.Reason, command.Now)],
    };

    // Outside the band an override by two people must allow exactly this fee.
    private static bool IsOverridden(CreditCase state, ChooseFee command) => state.Request?.Overrides?.Any(given =>
        given.AllowsFee(command.Percent, command.Policy, command.Policy.Calendar.LocalDate(command.Now))) is true;

    internal static RefusedException OutsideBand(ChooseFee command)
    {
        var (least, most) = (command.Policy.Settings.RestockingFeeMinPercent, command.Policy.Settings.RestockingFeeMaxPercent);
        return new("credit.fee-outside-band",
            FormattableString.Invariant($"A restocking fee of {command.Percent}% is outside {least}–{most}%."))
        {
            Clauses = [Clauses.C3, Clauses.V4], WouldChange = FormattableString.Invariant(
                $"Choose {least}% to {most}%, both included, or have exactly this fee allowed by an override."),
        };
    }
}

using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.Restores;

/// <summary>
/// Fees that people had chosen and nobody was told: only the database of before has them. It is believed as far as the service's own proof
/// in each event goes; a choice for a case that is decided makes no difference any more.
/// </summary>
internal sealed class LostChoices(IServiceScopeFactory scopes, EventNames names, EventProof proof)
{
    private const string CreditCases = "credit-case-", ChargeCases = "charge-case-";

    /// <summary>Takes them over, and adds those that are not as this service stored them to the differences.</summary>
    /// <returns>How many.</returns>
    public async Task<int> TakeOver(IReadOnlyList<LoggedEvent> lost, List<string> differences, CancellationToken cancellationToken)
    {
        var taken = 0;
        foreach (var logged in lost.Where(logged => logged.Name is "restocking_fee_chosen" or "charge_fee_chosen"))
        {
            if (proof.Check(logged).Proof != ProofOfEvent.Good)
                differences.Add($"{logged.StreamKey}: a chosen fee ({logged.Data}) is not as this service stored it");
            else if (await Take(logged, cancellationToken)) taken++;
        }

        return taken;
    }

    private async Task<bool> Take(LoggedEvent logged, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var provenance = scope.ServiceProvider.GetRequiredService<Provenance>();
        provenance.CausationId = $"restore/{logged.Id:D}";
        var isNew = false;
        switch (names.Read(logged.Name, logged.Data))
        {
            case RestockingFeeChosen chosen:
                provenance.Actor = chosen.ChosenBy;
                await scope.ServiceProvider.GetRequiredService<Streams<CreditCase, CreditCaseEvent>>().Append(
                    logged.StreamKey[CreditCases.Length..],
                    state => (isNew = state is not (CreditCase.Issued or CreditCase.Denied) && state.ChosenFee != chosen) ? [chosen] : [],
                    cancellationToken);
                break;
            case ChargeFeeChosen chosen:
                provenance.Actor = chosen.ChosenBy;
                await scope.ServiceProvider.GetRequiredService<Streams<ChargeCase, ChargeCaseEvent>>().Append(
                    logged.StreamKey[ChargeCases.Length..],
                    state => (isNew = state is ChargeCase.NotAsked or ChargeCase.Referred && state.ChosenFee != chosen) ? [chosen] : [],
                    cancellationToken);
                break;
        }

        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Commit();
        return isNew;
    }
}

using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>
/// Decides a question again, as of the instant it was asked, on the facts known now; a new answer is appended and linked to the old one
/// (A-12, E11). The old one stays, and its effects are not undone.
/// </summary>
public sealed record DecideAgain(
    UnitDecided Before, AccountFacts? Account, LineFacts Line, PolicyVersion Policy, string Because, DateTimeOffset Now)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, DecideAgain command)
    {
        var before = command.Before;
        if (unit.Decisions.Any(known => known.Supersedes == before.DecisionId)) return [];
        // The unit's own open return or credit is a result of the decision, so it is not a finding against it.
        var line = command.Line with { OpenRmaNumber = null, AlreadyCredited = false };
        var (validation, request, answer) = command.Ask(line);
        return answer.Decision.Outcome == before.Decision.Outcome && answer.Code == before.Code
            && answer.Decision.LastDay == before.Decision.LastDay
            ? []
            : [before with
            {
                DecisionId = NameBasedId.Of($"decision/{before.DecisionId}/again/{unit.Decisions.Count}"), Supersedes = before.DecisionId,
                Because = command.Because, Validation = validation, Request = request, Decision = answer.Decision, Code = answer.Code,
                DecidedAt = command.Now,
            }];
    }

    private (OtcValidationFacts?, IssuanceFacts?, LineOutlook) Ask(LineFacts line)
    {
        if (Before.Validation is { } asked)
        {
            // The facts as of the question: an exchange that followed is no fact of the validation.
            var facts = asked with { Edition = RuleEdition.Current, Account = Account,
                Line = line with { ExchangedAt = null, ExchangedForSku = null, AccountAtExchange = null, ValidatedAt = null } };
            return (facts, null, OtcPolicy.Validate(Policy, facts));
        }

        var request = Before.Request! with { Edition = RuleEdition.Current, Account = Account, Lines = [line] };
        return (null, request, IssuancePolicy.Decide(Policy, request).Lines[0]);
    }
}

/// <summary>
/// When a shipment, an invoice or an activation is corrected or withdrawn, the decisions based on it are decided again in the same
/// transaction.
/// </summary>
internal sealed class WhenFactCorrected(IServiceProvider services, PolicyBook policies, TimeProvider clock) : IReaction<Unit, UnitEvent>
{
    public async Task On(Appended<Unit, UnitEvent> appended, CancellationToken cancellationToken)
    {
        var because = appended.Steps.Select(step => step.Event switch
        {
            UnitShipmentRecorded { Withdrawn: true } shipment => $"shipment {shipment.ShipmentId} was taken back",
            UnitPurchaseWithdrawn { MovedTo: null } purchase => $"invoice {purchase.InvoiceId} line {purchase.InvoiceLine} was taken back",
            UnitPurchaseWithdrawn purchase => $"invoice {purchase.InvoiceId} line {purchase.InvoiceLine} was moved to another unit",
            LicenseActivationRecorded { Withdrawn: true } => "the activation was taken back",
            LicenseActivationRecorded { Revision: > 1 } => "the activation was corrected",
            UnitShipmentRecorded { Revision: > 1 } shipment => $"shipment {shipment.ShipmentId} was corrected",
            UnitPurchaseRecorded { Revision: > 1 } purchase => $"invoice {purchase.InvoiceId} was corrected",
            _ => null,
        }).OfType<string>().FirstOrDefault();
        if (because is null) return;

        // Resolved here and not injected: this reaction is called by the streams of units.
        var facts = (FactFinder)services.GetService(typeof(FactFinder))!;
        var units = (Streams<Unit, UnitEvent>)services.GetService(typeof(Streams<Unit, UnitEvent>))!;
        foreach (var before in appended.Steps[^1].State.StandingDecisions)
        {
            var policy = policies.InForceAt(before.AskedAt);
            var day = policy.Calendar.LocalDate(before.AskedAt);
            var item = await facts.Item(appended.Id, before.AccountId, before.Request?.Lines[0].DefectReported
                ?? true, policy, day, null, cancellationToken, before.Sku);
            var command = new DecideAgain(
                before, await facts.Account(before.AccountId, day, null, cancellationToken), item.Line, policy, because, clock.GetUtcNow());
            await units.Append(appended.Id, unit => DecideAgain.Decide(unit, command), cancellationToken);
        }
    }
}

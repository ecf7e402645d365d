using Rma.Contracts.Receiving;
using Rma.Contracts.Receiving.V1;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.CreditCases;

/// <summary>Reads a request for a credit out of its message.</summary>
internal sealed class CreditRequestReader(TimeProvider clock)
{
    private MessageValidator Check => new("credit.invalid-facts", clock);

    /// <exception cref="DeadLetterException">A member is not readable; the reason names it.</exception>
    public CreditRequest Read(V1.AssessCredit said) => new(
        said.CreditCaseId == said.ReturnId ? said.ReturnId : throw Check.Bad("The case is not the one of the return."),
        said.RmaId, Check.Id(said.RmaNumber, "RMA number"), Check.Count(said.Line, "line"), Check.Id(said.AccountId, "account"),
        Check.Id(said.SerialNumber, "serial number"),
        Check.IdOrNone(said.Sku, "SKU"), said.IsLicense, Check.Instant(said.IssuedAt, "time of issue"),
        Check.InstantOrNone(said.ArrivedAt, "time of arrival"), Check.Paid(said.Purchase), Read(said.Condition),
        [.. said.Condition?.Photos ?? []], Check.Instant(said.RequestedAt, "time of the question"), Remedy(said.Remedy),
        Check.Prose(said.InspectedBy, "inspector"), Ordered(said.Replacement), said.Replacement?.ValidThrough, said.FaultFound,
        Excluded(said), Check.Overrides(said.Overrides), said.Contradictions is { Length: > 0 } contradictions
            ? [.. contradictions.Select(one => Check.Prose(one, "contradiction")!)] : null,
        said.LicenseActivationRevision is { } revision
            ? new(Check.InstantOrNone(said.LicenseActivatedAt, "activation"), Check.Revision(revision)) : null,
        Check.IdOrNone(said.ReasonCode, "reason code"), Check.Prose(said.Defect, "defect"));

    private string? Remedy(string? remedy) => remedy is null ? null : Check.OneOf(remedy, "remedy", Remedies.All, "said.Remedy");

    private ReplacementOrderFacts? Ordered(V1.ReplacementOrder? order) => order is not { PurchaseOrderId: { } number } ? null : new(
        Check.Id(number, "purchase order"), Check.IdOrNone(order.Sku, "ordered SKU"), order.ReferencesRma,
        Check.InstantOrNone(order.PlacedAt, "time of the order"), order.ReturnedItemIsPhasedOut,
        Check.IdOrNone(order.SuccessorSku, "successor"), order.OrderLine, order.Quantity, order.UsedUp);

    // Enclosure and label are judged from the inspection itself.
    private ValueList<string>? Excluded(V1.AssessCredit said)
    {
        string[] codes = [.. (said.Condition?.Exclusions ?? []).Where(code => code != Exclusions.Opened)];
        return codes.FirstOrDefault(code => !Exclusions.IsKnown(code)) is { } unknown
            ? throw Check.Bad($"There is no exclusion called '{unknown}'.") : [.. codes];
    }

    private InspectionFacts? Read(UnitCondition? seen) => seen is null ? null : new()
    {
        RetailBoxOpened = seen.RetailBoxOpened, FactorySealBroken = seen.FactorySealBroken, EnclosureOpened = seen.EnclosureOpened,
        MissingAccessories = [.. seen.MissingAccessories.Select(one => Check.Name(one, "missing accessory"))],
        CosmeticDamage = seen.CosmeticDamage, InternalDamage = seen.InternalDamage, Note = Check.Prose(seen.Note, "note"),
        SerialLabel = seen.SerialLabel switch
        {
            SerialLabels.Intact => SerialLabel.Intact,
            SerialLabels.Missing => SerialLabel.Missing,
            SerialLabels.Altered => SerialLabel.Altered,
            SerialLabels.Unreadable => SerialLabel.Unreadable,
            var other => throw Check.Bad($"A serial label is not '{other}'."),
        },
    };
}

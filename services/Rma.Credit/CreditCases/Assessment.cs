using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.CreditCases;

/// <summary>The policy's assessment of a request: with its own facts, the current ledger and the chosen fee.</summary>
public sealed record Assessment(CreditFacts Facts, CreditAssessment Answer)
{
    public static Assessment Of(CreditRequest request, LedgersOfItem ledgers, RestockingFeeChosen? fee, PolicyVersion policy,
        DateTimeOffset now)
    {
        var ledger = ledgers.Item;
        var facts = new CreditFacts
        {
            // A ticket allows repair, never a credit (C1, A-05).
            HasRmaNumber = RmaNumber.TryRead(request.RmaNumber, out var number) && !number.IsTicket,
            IsLicense = request.IsLicense,
            LicenseActivatedAt = ActivatedAt(request, ledger),
            Contradictions = request.Contradictions, CreditedOnLineElsewhere = Elsewhere(request, ledgers),
            ArrivedOn = request.ArrivedAt is { } arrived ? policy.Calendar.LocalDate(arrived) : null,
            InvoiceDate = request.Purchase?.InvoiceDate,
            NetPrice = request.Purchase?.NetPrice,
            Tax = request.Purchase?.Tax,
            Currency = request.Purchase?.Currency,
            CreditedBefore = request.Purchase is { } paid ? ledger.CreditedOn(paid.InvoiceId, paid.Currency) : 0m,
            Inspection = request.Inspection,
            ChosenFeePercent = fee?.Percent,
            DecidedOn = policy.Calendar.LocalDate(now),
            Remedy = request.Remedy ?? Remedies.CreditReturn, RmaIssuedAt = request.AuthorizedAt, ValidThrough = request.ValidThrough,
            Sku = request.Sku, Replacement = request.Replacement, FaultFound = request.FaultFound, Exclusions = request.Exclusions,
            Overrides = request.Overrides,
        };
        if (fee is not null && !Counts(fee, request, facts, policy)) facts = facts with { ChosenFeePercent = null };
        return new(facts, CreditPolicy.Assess(policy, facts));
    }

    /// <summary>
    /// What an analyst may grant; null while any fact is missing, even one that the amount does not depend on: an analyst may assess damage
    /// but not waive a window that was not checked.
    /// </summary>
    public CreditBounds? Bounds => Answer switch
    {
        CreditAssessment.Referred { Decision.MissingFacts.Count: 0, Bounds: { } bounds } => bounds,
        CreditAssessment.Entitled credit => new CreditBounds(Money.Zero(credit.Price.Currency), credit.NetCredit),
        _ => null,
    };

    // The higher revision counts; within one revision the earlier activation.
    private static DateTimeOffset? ActivatedAt(CreditRequest request, Ledger ledger) => request.LicenseActivation switch
    {
        { } known when known.Revision > ledger.ActivationRevision => known.ActivatedAt,
        { ActivatedAt: { } at } known when known.Revision == ledger.ActivationRevision
            && (ledger.Activation is not { } own || at < own.ActivatedAt) => at,
        _ => ledger.Activation?.ActivatedAt,
    };

    private static decimal? Elsewhere(CreditRequest request, LedgersOfItem ledgers) =>
        request.Purchase is { InvoiceLine: { }, Currency: var currency }
            && ledgers.Line.CreditedElsewhere(request.SerialNumber, currency) is > 0m and var amount ? amount : null;

    // A chosen fee lapses when only an earlier version or override allowed it, and when the person who chose it turns out to have inspected
    // the unit.
    private static bool Counts(RestockingFeeChosen fee, CreditRequest request, CreditFacts facts, PolicyVersion policy) =>
        fee.ChosenBy != request.InspectedBy && (RestockingFee.IsWithinBand(policy, fee.Percent) || facts.FeeOverride(policy) is not null);

    /// <summary>The credit id of a return: a return can only have this one credit.</summary>
    public static Guid CreditIdOf(Guid returnId) => NameBasedId.Of($"credit/{returnId}");
}

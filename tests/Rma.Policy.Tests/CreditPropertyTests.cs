using FsCheck;
using FsCheck.Fluent;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Properties of every return.</summary>
public sealed class CreditPropertyTests
{
    private static readonly Gen<bool> Rarely = Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<InspectionFacts> Inspections =
        from boxOpened in Gen.Elements(true, false)
        from sealBroken in Gen.Elements(true, false)
        from enclosureOpened in Rarely
        from missing in Gen.Choose(0, 2)
        from label in Gen.Frequency((5, Gen.Constant(SerialLabel.Intact)), (1, Gen.Elements(Enum.GetValues<SerialLabel>())))
        from damaged in Rarely
        select Sealed with
        {
            RetailBoxOpened = boxOpened, FactorySealBroken = sealBroken, EnclosureOpened = enclosureOpened,
            MissingAccessories = [.. Enumerable.Repeat("cable", missing)], SerialLabel = label, CosmeticDamage = damaged,
        };

    private static readonly Gen<CreditFacts> AnyReturn =
        from hasNumber in Rarely.Select(without => !without)
        from isLicense in Rarely
        from activated in Rarely
        from day in Gen.Choose(-2, 95)
        from tenthsOfCents in Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(0, 1_000_000))
        from tax in Gen.Choose(0, 1_000)
        from before in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, 100_000)))
        from inspection in Inspections
        from percent in Gen.OneOf(Gen.Constant<decimal?>(null), Gen.Choose(15, 25).Select(chosen => (decimal?)chosen))
        select Returned with
        {
            HasRmaNumber = hasNumber, IsLicense = isLicense, LicenseActivatedAt = activated ? Local(2026, 1, 6) : null,
            ArrivedOn = InvoiceDay.AddDays(day), DecidedOn = InvoiceDay.AddDays(day), NetPrice = tenthsOfCents / 1000m, Tax = tax / 100m,
            CreditedBefore = before / 100m, Inspection = inspection, ChosenFeePercent = percent,
        };

    private static readonly Func<CreditFacts, CreditFacts>[] Forgettings =
    [
        facts => facts with { ArrivedOn = null }, facts => facts with { InvoiceDate = null }, facts => facts with { NetPrice = null },
        facts => facts with { Tax = null }, facts => facts with { Currency = null }, facts => facts with { Inspection = null },
    ];

    [Fact]
    [Trait("Rule", "C3/I4")]
    public void A_fee_is_nothing_or_between_15_and_25_percent_of_the_price() =>
        ForAll(facts => CreditPolicy.Assess(Us, facts) is not CreditAssessment.Entitled { Fee.Amount.Amount: not 0m } credit
            || (credit.Fee.Amount.Amount >= credit.Price.Amount * 0.15m && credit.Fee.Amount.Amount <= credit.Price.Amount * 0.25m));

    [Fact]
    [Trait("Rule", "W13/I1")]
    public void Credits_never_exceed_the_price_paid() =>
        ForAll(facts => facts.CreditedBefore + NetCredit(facts) <= Math.Max(facts.NetPrice!.Value, facts.CreditedBefore)
            && (BoundsOf(facts) is not { } bounds
                || facts.CreditedBefore + bounds.Maximum.Amount <= Math.Max(facts.NetPrice!.Value, facts.CreditedBefore)));

    [Fact]
    [Trait("Rule", "C6/I2")]
    public void The_lines_add_up_and_none_is_for_freight() =>
        ForAll(facts => CreditPolicy.Assess(Us, facts) is not CreditAssessment.Entitled credit
            || (credit.Lines.Sum(line => line.Amount.Amount) == credit.Total.Amount
                && credit.Lines.All(line => line.Kind is "price" or "restocking-fee" or "tax-reversal")));

    [Fact]
    [Trait("Rule", "C2/monotone")]
    public void A_later_arrival_never_reopens_the_window() =>
        ForAll(facts => NetCredit(facts) > 0m || facts.ArrivedOn < facts.InvoiceDate
            || Us.Calendar.LocalDate(facts.LicenseActivatedAt ?? default) > facts.DecidedOn
            || Enumerable.Range(1, 100).All(later =>
                NetCredit(Shifted(facts, later) with { InvoiceDate = facts.InvoiceDate }) == 0m));

    [Fact]
    [Trait("Rule", "C2/monotone")]
    public void A_broken_seal_never_raises_the_credit() =>
        ForAll(facts =>
            NetCredit(facts with { Inspection = facts.Inspection! with { FactorySealBroken = true } })
            <= NetCredit(facts with { Inspection = facts.Inspection! with { FactorySealBroken = false } }));

    [Fact]
    [Trait("Rule", "C2/A-12")]
    public void Forgetting_a_fact_never_makes_a_yes() =>
        ForAll(facts => Forgettings.All(forget =>
            CreditPolicy.Assess(Us, facts).Decision.Outcome == Outcome.Yes
            || CreditPolicy.Assess(Us, forget(facts)).Decision.Outcome != Outcome.Yes));

    [Fact]
    [Trait("Rule", "C4/I15")]
    public void Without_inspection_no_unit_is_credited() =>
        ForAll(facts => facts.IsLicense
            || CreditPolicy.Assess(Us, facts with { Inspection = null }).Decision.Outcome != Outcome.Yes);

    [Fact]
    [Trait("Rule", "C2/metamorphic")]
    public void Shifting_every_date_shifts_the_answer_only() =>
        ForAll(facts => Enumerable.Range(-40, 80).All(days =>
            CreditPolicy.Assess(Us, Shifted(facts, days)).Decision.Outcome == CreditPolicy.Assess(Us, facts).Decision.Outcome));

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Every_decision_cites_a_clause_and_its_version_and_says_why() =>
        ForAll(facts => CreditPolicy.Assess(Us, facts).Decision is { Clauses.Count: > 0, PolicyVersionId: Id, Reason.Length: > 0 });

    private static CreditFacts Shifted(CreditFacts facts, int days) => facts with
    {
        InvoiceDate = facts.InvoiceDate!.Value.AddDays(days), ArrivedOn = facts.ArrivedOn!.Value.AddDays(days),
        DecidedOn = facts.DecidedOn.AddDays(days), LicenseActivatedAt = facts.LicenseActivatedAt?.AddDays(days),
    };

    private static decimal NetCredit(CreditFacts facts) =>
        (CreditPolicy.Assess(Us, facts) as CreditAssessment.Entitled)?.NetCredit.Amount ?? 0m;

    private static void ForAll(Func<CreditFacts, bool> holds) => Properties.ForAll(AnyReturn, holds);
}

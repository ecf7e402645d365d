using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Credits of returned units and licenses.</summary>
internal static class CreditQuestions
{
    public static IEnumerable<Question> All =>
    [
        .. Units.Of("unit", Returned, Answer),
        .. Money.Of("amounts", Returned with { Inspection = OpenBox }, Answer),
        .. Licenses.Of("license", ReturnedLicense, Answer),
        .. Fees.Of("fee", Returned with { Inspection = OpenBox }, Answer),
        .. Remedies.All.Append("refund").Select(remedy =>
            new Question($"remedy {remedy}", () => Answer(Returned with { Remedy = remedy }))),
    ];

    public static string Answer(CreditFacts facts) => Wording.Of(CreditPolicy.Assess(Us, facts));

    private static Variants<CreditFacts> Units => new()
    {
        { "sealed", facts => facts },
        { "box opened", facts => facts with { Inspection = Sealed with { RetailBoxOpened = true } } },
        { "seal broken", facts => facts with { Inspection = Sealed with { FactorySealBroken = true } } },
        { "accessories missing", facts => facts with { Inspection = Sealed with { MissingAccessories = ["cable", "manual"] } } },
        { "opened, accessories missing", facts => facts with { Inspection = OpenBox with { MissingAccessories = ["cable"] } } },
        { "enclosure opened", facts => facts with { Inspection = Sealed with { EnclosureOpened = true, Note = "two screws missing" } } },
        { "cosmetic damage", facts => facts with { Inspection = Sealed with { CosmeticDamage = true } } },
        { "internal damage", facts => facts with { Inspection = OpenBox with { InternalDamage = true } } },
        { "label missing", facts => facts with { Inspection = Sealed with { SerialLabel = SerialLabel.Missing } } },
        { "label altered", facts => facts with { Inspection = Sealed with { SerialLabel = SerialLabel.Altered } } },
        { "label unreadable", facts => facts with { Inspection = Sealed with { SerialLabel = SerialLabel.Unreadable } } },
        { "not inspected", facts => facts with { Inspection = null } },
        { "no RMA number", facts => facts with { HasRmaNumber = false } },
        { "not arrived", facts => facts with { ArrivedOn = null } },
        { "invoice unknown", facts => facts with { InvoiceDate = null } },
        { "price unknown", facts => facts with { NetPrice = null } },
        { "price negative", facts => facts with { NetPrice = -1m } },
        { "currency unknown", facts => facts with { Currency = null } },
        { "a currency that is none", facts => facts with { Currency = "ZZZ" } },
        { "tax unknown", facts => facts with { Tax = null } },
        { "tax negative", facts => facts with { Tax = -0.01m } },
        { "nothing known", _ => new() { HasRmaNumber = true, DecidedOn = InvoiceDay } },
        { "nothing known and no number", _ => new() { HasRmaNumber = false, DecidedOn = InvoiceDay } },
        { "arrived on day 90", facts => facts with { ArrivedOn = Day90, DecidedOn = Day91 } },
        { "arrived on day 91", facts => facts with { ArrivedOn = Day91, DecidedOn = Day91 } },
        { "arrived on the invoice day", facts => facts with { ArrivedOn = InvoiceDay } },
        { "arrived before the invoice", facts => facts with { ArrivedOn = InvoiceDay.AddDays(-1) } },
        { "arrived on the day of issue", facts => facts with { RmaIssuedAt = NoonOf(InvoiceDay.AddDays(15)) } },
        { "arrived before the issue", facts => facts with { RmaIssuedAt = NoonOf(InvoiceDay.AddDays(16)) } },
        { "arrived before the issue, by the first edition", facts => facts with
            { RmaIssuedAt = NoonOf(InvoiceDay.AddDays(16)), Edition = RuleEdition.First } },
        { "a contradiction", facts => facts with { Contradictions = ["Invoice 1 says S1, invoice 2 says S2."] } },
        { "a contradiction, too late", facts => facts with { Contradictions = ["A and B."], ArrivedOn = Day91 } },
        { "no contradictions, too late", facts => facts with { Contradictions = [], ArrivedOn = Day91 } },
        { "no number, with an override of something else", facts => facts with
            { HasRmaNumber = false, Overrides = [new(RequestQuestions.Grant, "credit.window-closed", "C2", null, facts.DecidedOn)] } },
        { "no contradictions", facts => facts with { Contradictions = [] } },
        { "a contradiction, by the first edition", facts => facts with { Contradictions = ["A and B."], Edition = RuleEdition.First } },
        { "too late, with an override", facts => facts with
            { ArrivedOn = Day91, Overrides = [new(RequestQuestions.Grant, "credit.window-closed", "C2", null, facts.DecidedOn)] } },
        { "too late, opened, with an override", facts => facts with
        {
            ArrivedOn = Day91, Inspection = OpenBox,
            Overrides = [new(RequestQuestions.Grant, "credit.window-closed", "C2", null, facts.DecidedOn)],
        } },
        { "too late, with an override that expired", facts => facts with
        {
            ArrivedOn = Day91, Overrides = [new(RequestQuestions.Grant, "credit.window-closed", "C2", null, facts.DecidedOn.AddDays(-1))],
        } },
        { "no number, with an override that no version allows", facts => facts with
            { HasRmaNumber = false, Overrides = [new(RequestQuestions.Grant, "credit.no-rma-number", "C1", null, facts.DecidedOn)] } },
        { "exclusions named", facts => facts with { Exclusions = ["opened", "flood"], FaultFound = false, Sku = "CAM-2" } },
        { "no exclusions", facts => facts with { Exclusions = [] } },
        { "of a rotation", facts => facts with { Remedy = Remedies.StockRotation, ValidThrough = Day90, Inspection = OpenBox } },
    };

    private static Variants<CreditFacts> Money => new()
    {
        { "with tax", facts => facts with { Tax = 14.855m } },
        { "with more decimals than are paid", facts => facts with { NetPrice = 99.999m } },
        { "in yen", facts => facts with { NetPrice = 1001m, Currency = "JPY", Tax = 100m } },
        { "one cent", facts => facts with { NetPrice = 0.01m } },
        { "zero", facts => facts with { NetPrice = 0m } },
        { "zero, by the first edition", facts => facts with { NetPrice = 0m, Edition = RuleEdition.First } },
        { "zero with tax", facts => facts with { NetPrice = 0m, Tax = 1m } },
        { "zero, credited before", facts => facts with { NetPrice = 0m, CreditedBefore = 1m } },
        { "credited before, with room", facts => facts with { CreditedBefore = 27m } },
        { "credited before, without room", facts => facts with { CreditedBefore = 27.01m } },
        { "credited before, sealed", facts => facts with { CreditedBefore = 27m, Inspection = Sealed } },
        { "credited before in full", facts => facts with { CreditedBefore = 180m, Inspection = null } },
        { "credited before nearly in full, not inspected", facts => facts with { CreditedBefore = 179.99m, Inspection = null } },
        { "credited on the line elsewhere", facts => facts with { CreditedOnLineElsewhere = 27m } },
        { "credited on the line elsewhere, a cent too much", facts => facts with { CreditedOnLineElsewhere = 27.01m } },
        { "credited on the line elsewhere in full", facts => facts with { CreditedOnLineElsewhere = 200m } },
        { "credited on the line elsewhere, nothing", facts => facts with { CreditedOnLineElsewhere = 0m } },
        { "credited on the line elsewhere, by the first edition", facts => facts with
            { CreditedOnLineElsewhere = 27m, Edition = RuleEdition.First } },
    };

    private static Variants<CreditFacts> Licenses => new()
    {
        { "unused", facts => facts },
        { "unused, day 90", facts => facts with { DecidedOn = Day90 } },
        { "unused, day 91", facts => facts with { DecidedOn = Day91 } },
        { "activated", facts => facts with { LicenseActivatedAt = NoonOf(facts.DecidedOn) } },
        { "activated later", facts => facts with { LicenseActivatedAt = NoonOf(facts.DecidedOn.AddDays(1)) } },
        { "activated later, by the first edition", facts => facts with
            { LicenseActivatedAt = NoonOf(facts.DecidedOn.AddDays(1)), Edition = RuleEdition.First } },
        { "a unit that was activated", _ => Returned with { LicenseActivatedAt = NoonOf(Day90) } },
        { "issued after the decision", facts => facts with { RmaIssuedAt = NoonOf(Day91), ArrivedOn = InvoiceDay } },
        { "accessories missing", facts => facts with { Inspection = OpenBox } },
        { "activated, with an override", facts => facts with
        {
            LicenseActivatedAt = NoonOf(facts.DecidedOn),
            Overrides = [new(RequestQuestions.Grant, "credit.licence-activated", "C7", null, facts.DecidedOn)],
        } },
    };

    private static Variants<CreditFacts> Fees => new()
    {
        { "lowest", facts => facts with { ChosenFeePercent = 15m } },
        { "highest", facts => facts with { ChosenFeePercent = 25m } },
        { "outside the band by an override", facts => facts with { ChosenFeePercent = 5m, Overrides = [Fee(5m)] } },
        { "none by an override", facts => facts with { ChosenFeePercent = 0m, Overrides = [Fee(0m)] } },
        { "within the band although an override names it", facts => facts with
            { NetPrice = 0.07m, ChosenFeePercent = 20m, Overrides = [Fee(20m)] } },
        { "chosen without a reason for one", facts => facts with { Inspection = Sealed, ChosenFeePercent = 20m } },
        { "an override without a reason for one", facts => facts with
            { Inspection = Sealed, ChosenFeePercent = 5m, Overrides = [Fee(5m)] } },
    };

    private static PolicyOverride Fee(decimal percent) =>
        new(RequestQuestions.Grant, PolicyOverride.FeeOutsideBand, "C3", percent, Returned.DecidedOn);
}

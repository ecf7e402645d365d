using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Credits of advance replacements: the unit, the window, the order and its receipt.</summary>
internal static class ReplacementCreditQuestions
{
    private static readonly PolicyVersion BothOnly =
        Altered(document => document.Setting("advanceReplacementFailsOn")["value"] = "both");

    private static readonly PolicyVersion NothingExcluded =
        Altered(document => document.Setting("exclusionsReach")["value"] = new System.Text.Json.Nodes.JsonArray("warranty-repair"));

    private static int Window => Us.Settings.AdvanceReplacementWindowDays;

    public static IEnumerable<Question> All =>
    [
        .. Units.Of("unit", AdvanceReturned, CreditQuestions.Answer),
        .. Orders.Of("order", AdvanceReturned, CreditQuestions.Answer),
        .. Windows.Of("window and item", AdvanceReturned, CreditQuestions.Answer),
        .. Windows.Of("window and item, barred by both only", AdvanceReturned, facts => Wording.Of(CreditPolicy.Assess(BothOnly, facts))),
        new("excluded where exclusions do not reach", () => Wording.Of(CreditPolicy.Assess(NothingExcluded,
            AdvanceReturned with { Exclusions = ["flood"] }))),
    ];

    private static Variants<CreditFacts> Units => new()
    {
        { "defective, all there", facts => facts },
        { "accessories missing", facts => facts with { Inspection = OpenBox with { MissingAccessories = ["bracket"] } } },
        { "not tested", facts => facts with { FaultFound = null } },
        { "no fault", facts => facts with { FaultFound = false } },
        { "enclosure opened", facts => facts with { Inspection = OpenBox with { EnclosureOpened = true } } },
        { "enclosure opened and said so", facts => facts with
            { Inspection = OpenBox with { EnclosureOpened = true }, Exclusions = ["opened", "flood"] } },
        { "label missing", facts => facts with
            { Inspection = OpenBox with { SerialLabel = SerialLabel.Missing }, Exclusions = ["serial-missing"] } },
        { "damaged", facts => facts with { Inspection = OpenBox with { CosmeticDamage = true } } },
        { "an exclusion nobody knows", facts => facts with { Exclusions = ["meteor"] } },
        { "invoice unknown", facts => facts with { InvoiceDate = null } },
        { "arrived on the last day", facts => facts with { ArrivedOn = facts.ValidThrough } },
        { "arrived a day late", facts => facts with { ArrivedOn = facts.ValidThrough!.Value.AddDays(1) } },
        { "not arrived while there is time", facts => facts with { ArrivedOn = null, DecidedOn = facts.ValidThrough!.Value } },
        { "not arrived in time", facts => facts with { ArrivedOn = null, DecidedOn = facts.ValidThrough!.Value.AddDays(1) } },
        { "end of the number unknown", facts => facts with { ValidThrough = null } },
    };

    private static Variants<CreditFacts> Orders => new()
    {
        { "none yet", facts => facts with { Replacement = null } },
        { "none on the last day", facts => facts with { Replacement = null, DecidedOn = facts.ValidThrough!.Value } },
        { "none in time", facts => facts with { Replacement = null, DecidedOn = facts.ValidThrough!.Value.AddDays(1) } },
        { "none, end of the number unknown", facts => facts with { Replacement = null, ValidThrough = null } },
        { "without the number", facts => Order(facts, order => order with { ReferencesRma = false }) },
        { "with line and quantity", facts => Order(facts, order => order with { OrderLine = 2, Quantity = 3, UsedUp = false }) },
        { "used up", facts => Order(facts, order => order with { OrderLine = 2, Quantity = 1, UsedUp = true }) },
        { "used up, on the last day", facts => Order(facts, order => order with { Quantity = 1, UsedUp = true })
            with { DecidedOn = facts.ValidThrough!.Value } },
        { "used up, after the last day", facts => Order(facts, order => order with { Quantity = 1, UsedUp = true })
            with { DecidedOn = facts.ValidThrough!.Value.AddDays(1) } },
        { "used up, end of the number unknown", facts => Order(facts, order => order with { Quantity = 1, UsedUp = true })
            with { ValidThrough = null } },
        { "without a date", facts => Order(facts, order => order with { PlacedAt = null }) },
        { "at the instant of the issue", facts => Order(facts, order => order with { PlacedAt = facts.RmaIssuedAt }) },
        { "just after the issue", facts => Order(facts, order => order with { PlacedAt = facts.RmaIssuedAt!.Value.AddTicks(1) }) },
        { "on the last day", facts => Order(facts, order => order with { PlacedAt = NoonOf(facts.ValidThrough!.Value) })
            with { DecidedOn = facts.ValidThrough!.Value.AddDays(9) } },
        { "a day late", facts => Order(facts, order => order with { PlacedAt = NoonOf(facts.ValidThrough!.Value.AddDays(1)) })
            with { DecidedOn = facts.ValidThrough!.Value.AddDays(9) } },
        { "on the day of the decision", facts => Order(facts, order => order with { PlacedAt = NoonOf(facts.DecidedOn) }) },
        { "after the decision", facts => Order(facts, order => order with { PlacedAt = NoonOf(facts.DecidedOn.AddDays(1)) }) },
        { "after the decision, by the first edition", facts => Order(facts, order => order with
            { PlacedAt = NoonOf(facts.DecidedOn.AddDays(1)) }) with { Edition = RuleEdition.First } },
        { "before the issue, with an override", facts => Order(facts, order => order with { PlacedAt = facts.RmaIssuedAt })
            with { Overrides = [new(RequestQuestions.Grant, "credit.replacement-order-early", "V5", null, facts.DecidedOn)] } },
    };

    private static Variants<CreditFacts> Windows => new()
    {
        { "issued on the last day", facts => facts with { InvoiceDate = InvoiceDay.AddDays(40 - Window) } },
        { "issued a day late", facts => facts with { InvoiceDate = InvoiceDay.AddDays(39 - Window) } },
        { "issue unknown", facts => facts with { RmaIssuedAt = null } },
        { "another item", facts => Order(facts, order => order with { Sku = "CAM-9" }) },
        { "no item of the order", facts => Order(facts, order => order with { Sku = null }) },
        { "product unknown", facts => facts with { Sku = null } },
        { "the successor", facts => Order(facts, order => order with
            { Sku = "CAM-3", ReturnedItemIsPhasedOut = true, SuccessorSku = "CAM-3" }) },
        { "the successor too soon", facts => Order(facts, order => order with { Sku = "CAM-3", SuccessorSku = "CAM-3" }) },
        { "another than the successor", facts => Order(facts, order => order with
            { Sku = "CAM-9", ReturnedItemIsPhasedOut = true, SuccessorSku = "CAM-3" }) },
        { "successor unknown", facts => Order(facts, order => order with { Sku = "CAM-3", ReturnedItemIsPhasedOut = true }) },
        { "late and another item", facts => Order(facts, order => order with { Sku = "CAM-9" })
            with { InvoiceDate = InvoiceDay.AddDays(39 - Window) } },
        { "late and successor unknown", facts => Order(facts, order => order with { Sku = "CAM-3", ReturnedItemIsPhasedOut = true })
            with { InvoiceDate = InvoiceDay.AddDays(39 - Window) } },
        { "late, with an override", facts => facts with
        {
            InvoiceDate = InvoiceDay.AddDays(39 - Window),
            Overrides = [new(RequestQuestions.Grant, "credit.replacement-late", "V1", null, facts.DecidedOn)],
        } },
    };

    private static CreditFacts Order(CreditFacts facts, Func<ReplacementOrderFacts, ReplacementOrderFacts> change) =>
        facts with { Replacement = change(facts.Replacement!) };
}

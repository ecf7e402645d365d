using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Over-the-counter exchanges: the validation before, the request after, and the replacement to stock.</summary>
internal static class ExchangeQuestions
{
    private static DateOnly Today => InvoiceDay.AddDays(10);

    private static DateTimeOffset At => Exchanged.ExchangedAt!.Value;

    private static readonly PolicyVersion NothingExcluded =
        Altered(document => document.Setting("exclusionsReach")["value"] = new System.Text.Json.Nodes.JsonArray("warranty-repair"));

    public static IEnumerable<Question> All =>
    [
        .. Exchanges.Of("request", Exchanged, line => RequestQuestions.Answer(Asks(Remedies.OtcExchange, line))),
        .. Units.Of("request", Exchanged, line => RequestQuestions.Answer(Asks(Remedies.OtcExchange, line))),
        .. Days.Of("request", Asks(Remedies.OtcExchange, Exchanged), RequestQuestions.Answer),
        .. Units.Of("validation", Defective, line => Validated(new(NoonOf(Today), Distributor, line))),
        .. Validations.Of("validation", new(NoonOf(Today), Distributor, Defective), Validated),
        .. Tests.Of("replacement", new(NoonOf(Today), true, []), facts => Wording.Of(OtcPolicy.Replace(Us, facts))),
        .. Tests.Of("replacement where exclusions do not reach", new(NoonOf(Today), true, []),
            facts => Wording.Of(OtcPolicy.Replace(NothingExcluded, facts))),
    ];

    private static string Validated(OtcValidationFacts facts) => Wording.Of(OtcPolicy.Validate(Us, facts));

    private static Variants<LineFacts> Exchanges => new()
    {
        { "not exchanged", line => line with { ExchangedAt = null } },
        { "not validated", line => line with { ValidatedAt = null } },
        { "validated at the same instant", line => line with { ValidatedAt = At } },
        { "validated after the exchange", line => line with { ValidatedAt = At.AddSeconds(1) } },
        { "validated just before", line => line with { ValidatedAt = At.AddTicks(-1) } },
        { "exchanged on the day of the request", line => line with { ExchangedAt = NoonOf(Today) } },
        { "exchanged after the request", line => line with { ExchangedAt = NoonOf(Today.AddDays(1)) } },
        { "exchanged on the day of the shipment", line => line with { ShippedOn = Today.AddDays(-1) } },
        { "exchanged before the shipment", line => line with { ShippedOn = Today } },
        { "given item unknown", line => line with { ExchangedForSku = null } },
        { "given item blank", line => line with { ExchangedForSku = "" } },
        { "own product unknown", line => line with { Sku = null } },
        { "own product and given item unknown", line => line with { Sku = null, ExchangedForSku = null } },
        { "given another item", line => line with { ExchangedForSku = "CAM-9" } },
        { "given the successor", line => line with { ExchangedForSku = "EZN1340", SuccessorSku = "EZN1340", PhasedOut = true } },
        { "given the successor too soon", line => line with { ExchangedForSku = "EZN1340", SuccessorSku = "EZN1340" } },
        { "given another than the successor", line => line with
            { ExchangedForSku = "CAM-9", SuccessorSku = "EZN1340", PhasedOut = true } },
        { "account at the exchange unknown", line => line with { AccountAtExchange = null } },
        { "role at the exchange unknown", line => line with { AccountAtExchange = new(null, null) } },
        { "an end-user at the exchange", line => line with { AccountAtExchange = new("end-user", false) } },
        { "overrides for the validation", line => line with
            { ValidatedAt = null, Overrides = [new(RequestQuestions.Grant, "otc.not-validated", "T4", null, Today)] } },
    };

    private static Variants<LineFacts> Units => new()
    {
        { "as usual", line => line },
        { "shipment unknown", line => line with { ShippedOn = null } },
        { "term unknown", line => line with { WarrantyMonths = null } },
        { "an inherited warranty and no shipment", line => line with { ShippedOn = null, InheritedWarrantyEnd = Today } },
        { "no defect", line => line with { DefectReported = false } },
        { "a license", line => line with { IsLicense = true } },
        { "shipped on the first day", line => line with { ShippedOn = new(2015, 8, 1), WarrantyMonths = 240 } },
        { "shipped before the first day", line => line with { ShippedOn = new(2015, 7, 31), WarrantyMonths = 240 } },
        { "short term", line => line with { WarrantyMonths = 12 } },
        { "just above the short term", line => line with { WarrantyMonths = 13 } },
        { "a month of warranty", line => line with { WarrantyMonths = 1, ShippedOn = Today.AddDays(-8) } },
        { "last day of the window", line => line with { ShippedOn = Today.AddDays(-1 - Us.Settings.OtcWindowDays) } },
        { "day after the window", line => line with { ShippedOn = Today.AddDays(-2 - Us.Settings.OtcWindowDays) } },
        { "last day of the short window", line => line with
            { WarrantyMonths = 12, ShippedOn = Today.AddDays(-1 - Us.Settings.OtcShortWindowDays) } },
        { "day after the short window", line => line with
            { WarrantyMonths = 12, ShippedOn = Today.AddDays(-2 - Us.Settings.OtcShortWindowDays) } },
        { "after the window, with an override", line => line with
        {
            ShippedOn = Today.AddDays(-2 - Us.Settings.OtcWindowDays),
            Overrides = [new(RequestQuestions.Grant, "line.otc-window-closed", "T1", null, Today)],
        } },
    };

    private static Variants<IssuanceFacts> Days => new()
    {
        { "by the first edition", facts => facts with { Edition = RuleEdition.First } },
        { "not late", facts => facts with { RequestedAt = NoonOf(Today.AddDays(-1 + Us.Settings.OtcRequestFlagDays)) } },
        { "late", facts => facts with { RequestedAt = NoonOf(Today.AddDays(Us.Settings.OtcRequestFlagDays)) } },
    };

    private static Variants<OtcValidationFacts> Validations => new()
    {
        { "account unknown", facts => facts with { Account = null } },
        { "an end-user", facts => facts with { Account = new("end-user", true) } },
        { "an integrator", facts => facts with { Account = new("integrator", true) } },
        { "sold to another", facts => facts with { Line = Defective with { SoldToThisAccount = false } } },
        { "product unknown", facts => facts with { Line = Defective with { Sku = null } } },
        { "product unknown, by the second edition", facts => facts with
            { Line = Defective with { Sku = null }, Edition = RuleEdition.Second } },
        { "the last moment of a day", facts => facts with { ValidatedAt = NoonOf(Today).AddHours(12).AddTicks(-1) } },
        { "exchanged before", facts => facts with { Line = Exchanged } },
        { "first edition", facts => facts with { Edition = RuleEdition.First, Account = new("end-user", true) } },
    };

    private static Variants<OtcReplacementFacts> Tests => new()
    {
        { "a fault", facts => facts },
        { "no fault", facts => facts with { FaultFound = false } },
        { "excluded", facts => facts with { Exclusions = ["opened", "flood", "opened"] } },
        { "no fault and excluded", facts => facts with { FaultFound = false, Exclusions = ["surge"] } },
    };
}

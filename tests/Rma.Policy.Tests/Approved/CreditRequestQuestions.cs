using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Requests for a credit, a rotation of stock or an advance replacement.</summary>
internal static class CreditRequestQuestions
{
    private static readonly PolicyVersion BothOnly =
        Altered(document => document.Setting("advanceReplacementFailsOn")["value"] = "both");

    private static readonly PolicyVersion DistributorsOnly = Altered(document =>
        document.Setting("advanceReplacementRoles")["value"] = new System.Text.Json.Nodes.JsonArray("distributor"));

    private static DateOnly Today => InvoiceDay.AddDays(10);

    public static IEnumerable<Question> All =>
    [
        .. new[] { Remedies.CreditReturn, Remedies.StockRotation, Remedies.AdvanceReplacement }.SelectMany(remedy =>
            Items.Of(remedy, Defective, line => RequestQuestions.Answer(Asks(remedy, line)))
                .Concat(Licenses.Of(remedy, License with { DefectReported = true }, line => RequestQuestions.Answer(Asks(remedy, line))))),
        .. Days.Of("advance replacement barred by both only", Asks(Remedies.AdvanceReplacement, Defective),
            facts => Wording.Of(IssuancePolicy.Decide(BothOnly, facts))),
        new("advance replacement of an integrator where only distributors may", () => Wording.Of(IssuancePolicy.Decide(DistributorsOnly,
            Asks(Remedies.AdvanceReplacement, Defective) with { Account = new("integrator", true) }))),
        .. Days.Of("advance replacement", Asks(Remedies.AdvanceReplacement, Defective), RequestQuestions.Answer),
        .. Editions.Of("a license by the first edition", Asks(Remedies.CreditReturn, License) with { Edition = RuleEdition.First },
            RequestQuestions.Answer),
    ];

    private static Variants<LineFacts> Items => new()
    {
        { "invoice unknown", line => line with { InvoiceDate = null } },
        { "price unknown", line => line with { NetPrice = null } },
        { "price negative", line => line with { NetPrice = -0.01m } },
        { "price zero", line => line with { NetPrice = 0m } },
        { "currency unknown", line => line with { Currency = null } },
        { "a currency that is none", line => line with { Currency = "ZZZ" } },
        { "all of the sale unknown", line => line with { InvoiceDate = null, NetPrice = null, Currency = null } },
        { "invoiced today", line => line with { InvoiceDate = Today } },
        { "invoiced tomorrow", line => line with { InvoiceDate = Today.AddDays(1) } },
        { "day 60", line => line with { InvoiceDate = Today.AddDays(-60) } },
        { "day 61", line => line with { InvoiceDate = Today.AddDays(-61) } },
        { "day 90", line => line with { InvoiceDate = Today.AddDays(-90) } },
        { "day 91", line => line with { InvoiceDate = Today.AddDays(-91) } },
        { "shipped after the request", line => line with { ShippedOn = Today.AddDays(1) } },
        { "day 91 with an override", line => line with { InvoiceDate = Today.AddDays(-91), Overrides = [Override("line.window-closed")] } },
        { "day 91 with the override of another", line => line with
            { InvoiceDate = Today.AddDays(-91), Overrides = [Override("line.replacement-window-closed")] } },
        { "a yen price", line => line with { NetPrice = 12000m, Currency = "JPY" } },
    };

    private static Variants<LineFacts> Licenses => new()
    {
        { "a license in time", line => line },
        { "a license that was activated", line => line with { ActivatedAt = NoonOf(Today) } },
        { "a license activated a second later", line => line with { ActivatedAt = NoonOf(Today).AddSeconds(1) } },
        { "a license whose window closes first", line => line with { InvoiceDate = Today.AddDays(-70) } },
        { "an activated license with an override", line => line with
            { ActivatedAt = NoonOf(Today), Overrides = [Override("line.licence-activated")] } },
    };

    private static Variants<IssuanceFacts> Days => new()
    {
        { "last day", facts => facts with { RequestedAt = NoonOf(LastDay) } },
        { "day after", facts => facts with { RequestedAt = NoonOf(LastDay.AddDays(1)) } },
    };

    private static Variants<IssuanceFacts> Editions => new()
    {
        { "not activated", facts => facts },
        { "activated", facts => facts with { Lines = [License with { ActivatedAt = NoonOf(Today) }] } },
        { "activated later", facts => facts with { Lines = [License with { ActivatedAt = NoonOf(Today.AddDays(3)) }] } },
    };

    private static DateOnly LastDay => InvoiceDay.AddDays(Us.Settings.AdvanceReplacementWindowDays);

    private static PolicyOverride Override(string code) => new(RequestQuestions.Grant, code, "C2", null, Today);
}

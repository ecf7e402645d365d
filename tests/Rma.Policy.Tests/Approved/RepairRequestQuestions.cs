using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Requests for a free or a paid repair, on and around the days that count.</summary>
internal static class RepairRequestQuestions
{
    private static DateOnly Today => InvoiceDay.AddDays(10);

    public static IEnumerable<Question> All =>
        new[] { Remedies.WarrantyRepair, Remedies.PaidRepair }.SelectMany(remedy =>
            Units.Of(remedy, Defective, line => RequestQuestions.Answer(Asks(remedy, line)))
                .Concat(Requests.Of(remedy, Asks(remedy, Defective), RequestQuestions.Answer)));

    private static Variants<LineFacts> Units => new()
    {
        { "shipment unknown", line => line with { ShippedOn = null } },
        { "term unknown", line => line with { WarrantyMonths = null } },
        { "last day of the warranty", line => line with { ShippedOn = Today.AddMonths(-24) } },
        { "day after the warranty", line => line with { ShippedOn = Today.AddMonths(-24).AddDays(-1) } },
        { "extended, last day", line => Ended(line) with { ExtendedThrough = Today } },
        { "extended, day after", line => Ended(line) with { ExtendedThrough = Today.AddDays(-1) } },
        { "extended not beyond the warranty", line => Ended(line) with { ExtendedThrough = Ended(line).ShippedOn!.Value.AddMonths(24) } },
        { "extended while the warranty lasts", line => line with { ExtendedThrough = new(2030, 1, 1) } },
        { "replacement under the warranty of another", line => line with { InheritedWarrantyEnd = Today } },
        { "replacement after the warranty of another", line => line with { InheritedWarrantyEnd = Today.AddDays(-1) } },
        { "replacement of unknown shipment", line => line with { ShippedOn = null, InheritedWarrantyEnd = Today } },
        { "shipped on the day", line => line with { ShippedOn = Today } },
        { "shipped later", line => line with { ShippedOn = Today.AddDays(1) } },
        { "with a drive and a note of everything", line => line with
        {
            HasDrive = true, PhasedOut = true, SuccessorSku = "EZN1340", ValidatedAt = NoonOf(Today), ExchangedAt = NoonOf(Today),
            ExchangedForSku = "EZN1240", ActivatedAt = NoonOf(Today), ExtendedThrough = new(2030, 1, 1),
        } },
        { "not their own", line => line with { SoldToThisAccount = false } },
        { "an override of the warranty", line => Ended(line) with
            { Overrides = [new(RequestQuestions.Grant, "line.outside-warranty", "W7", null, Today)] } },
        { "an override that expired", line => Ended(line) with
            { Overrides = [new(RequestQuestions.Grant, "line.outside-warranty", "W7", null, Today.AddDays(-1))] } },
        { "an override of what nobody may override", line => line with
            { AlreadyCredited = true, Overrides = [new(RequestQuestions.Grant, "line.already-credited", "W13", null, Today)] } },
        { "an override that nothing needs", line => line with
            { Overrides = [new(RequestQuestions.Grant, "line.outside-warranty", "W7", null, Today)] } },
    };

    private static Variants<IssuanceFacts> Requests => new()
    {
        { "by ticket, extended", facts => facts with
            { ByTicket = true, Lines = [Ended(Defective) with { ExtendedThrough = new(2026, 6, 1) }] } },
        { "by ticket, ended", facts => facts with { ByTicket = true, Lines = [Ended(Defective)] } },
        { "by ticket, with a drive", facts => facts with { ByTicket = true, Lines = [Defective with { HasDrive = true }] } },
        { "shipped later, by the first edition", facts => facts with
            { Edition = RuleEdition.First, Lines = [Defective with { ShippedOn = Today.AddDays(1) }] } },
        { "a contradiction, by the first edition", facts => facts with
            { Edition = RuleEdition.First, Lines = [Defective with { Contradictions = ["A and B."] }] } },
        { "asked a second before midnight", facts => facts with { RequestedAt = Local(2026, 1, 14, 23, 59, 59) } },
        { "asked at midnight", facts => facts with { RequestedAt = Local(2026, 1, 15, 0, 0, 0) } },
    };

    private static LineFacts Ended(LineFacts line) => line with { ShippedOn = new(2023, 6, 10) };
}

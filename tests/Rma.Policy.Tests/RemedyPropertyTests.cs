using FsCheck;
using FsCheck.Fluent;
using static Rma.Policy.Tests.Examples;
using static Rma.Policy.Tests.Properties;

namespace Rma.Policy.Tests;

/// <summary>
/// Properties of every requested remedy: over-the-counter exchange, advance replacement, warranty repair and paid repair.
/// </summary>
public sealed class RemedyPropertyTests
{
    private static readonly string[] Closing =
        [Remedies.OtcExchange, Remedies.AdvanceReplacement, Remedies.WarrantyRepair, Remedies.CreditReturn];

    private static readonly Gen<LineFacts> Units =
        from sold in Gen.Frequency((6, Gen.Constant<bool?>(true)), (1, Gen.Constant<bool?>(false)), (1, Gen.Constant<bool?>(null)))
        from defective in Gen.Elements(true, true, true, false)
        from months in Gen.Elements(12, 24, 36)
        from hasDrive in Gen.Elements(true, false)
        from phasedOut in Gen.Elements(false, false, true)
        from successor in Gen.Elements<string?>(null, "EZN2240")
        from exchangedAfter in Gen.Choose(0, 400)
        from validatedBefore in Gen.Choose(-1, 30)
        from given in Gen.Elements("EZN1240", "EZN1240", "EZN9999")
        select Defective with
        {
            SoldToThisAccount = sold, DefectReported = defective, WarrantyMonths = months, HasDrive = hasDrive, PhasedOut = phasedOut,
            SuccessorSku = successor, ExchangedAt = NoonOf(ShipDay.AddDays(exchangedAfter)),
            ValidatedAt = NoonOf(ShipDay.AddDays(exchangedAfter - validatedBefore)).AddHours(-1),
            ExchangedForSku = given, AccountAtExchange = Distributor,
        };

    private static readonly Gen<IssuanceFacts> Requests =
        from remedy in Gen.Elements(Remedies.OtcExchange, Remedies.AdvanceReplacement, Remedies.WarrantyRepair, Remedies.PaidRepair,
            Remedies.CreditReturn)
        from role in Gen.Elements("distributor", "integrator")
        from unit in Units
        from days in Gen.Choose(0, 1200)
        select new IssuanceFacts(NoonOf(InvoiceDay.AddDays(days)), remedy, new(role, true), [unit]);

    private static readonly Func<LineFacts, LineFacts>[] Forgettings =
    [
        unit => unit with { SoldToThisAccount = null }, unit => unit with { Sku = null }, unit => unit with { InvoiceDate = null }, unit =>
            unit with { NetPrice = null },
        unit => unit with { Currency = null }, unit => unit with { ShippedOn = null }, unit => unit with { WarrantyMonths = null }, unit =>
            unit with { SuccessorSku = null },
        unit => unit with { ValidatedAt = null }, unit => unit with { ExchangedAt = null }, unit =>
            unit with { ExchangedForSku = null }, unit => unit with { AccountAtExchange = null },
    ];

    [Fact]
    [Trait("Rule", "P1/A-12")]
    public void Forgetting_a_fact_never_makes_a_yes() => ForAll(Requests, facts => IsYes(facts)
        || (Forgettings.All(forget => !IsYes(With(facts, forget))) && !IsYes(facts with { Account = null })
            && !IsYes(facts with { Account = facts.Account! with { Role = null } })));

    [Fact]
    [Trait("Rule", "W1/monotone")]
    public void A_later_request_never_reopens_what_closes_and_never_closes_a_paid_repair() =>
        ForAll(Requests.Zip(Gen.Choose(1, 400)), asked =>
    {
        var (facts, days) = asked;
        if (IsAheadOfItsFacts(facts)) return !IsYes(facts);
        var later = facts with { RequestedAt = facts.RequestedAt.AddDays(days) };
        return Closing.Contains(facts.Remedy) ? IsYes(facts) || !IsYes(later) : !IsYes(facts) || IsYes(later);
    });

    [Fact]
    [Trait("Rule", "T1/monotone")]
    public void A_later_exchange_never_reopens_the_window_of_exchanges() => ForAll(Requests.Zip(Gen.Choose(1, 400)), asked =>
    {
        var (facts, days) = asked;
        facts = facts with { Remedy = Remedies.OtcExchange, RequestedAt = NoonOf(InvoiceDay.AddDays(1200)) };
        return IsYes(facts) || Verdict(facts).Item2 != "line.otc-window-closed"
            || !IsYes(
                With(facts, unit =>
                unit with { ExchangedAt = unit.ExchangedAt!.Value.AddDays(days), ValidatedAt = unit.ValidatedAt!.Value.AddDays(days) }));
    });

    [Fact]
    [Trait("Rule", "T1/metamorphic")]
    public void Shifting_every_date_keeps_what_is_counted_in_days() => ForAll(Requests.Zip(Gen.Choose(-700, 700)), asked =>
    {
        var (facts, days) = asked;
        if (facts.Remedy is not (Remedies.OtcExchange or Remedies.CreditReturn)) return true; // the others count calendar months
        facts = With(facts, unit => unit with { WarrantyMonths = 36 }); // so long that its end is no limit of an exchange within 365 days
        return Verdict(facts).Item1 == Verdict(Shifted(facts, days)).Item1;
    });

    [Fact]
    [Trait("Rule", "W7/metamorphic")]
    public void Only_at_the_end_of_a_last_day_or_on_the_day_of_the_exchange_does_local_midnight_change_an_answer() =>
        ForAll(Requests, facts =>
    {
        var day = Us.Calendar.LocalDate(facts.RequestedAt);
        var (before, after) = (MidnightAfter(day).AddSeconds(-1), MidnightAfter(day));
        var (late, early) = (Outlook(facts with { RequestedAt = before }), Outlook(facts with { RequestedAt = after }));
        return late.Decision.Outcome == early.Decision.Outcome || late.Decision.LastDay == day || early.Decision.LastDay == day
            || (IsAheadOfItsFacts(facts) && !IsAheadOfItsFacts(facts with { RequestedAt = after }));
    });

    [Fact]
    [Trait("Rule", "P1/metamorphic")]
    public void The_order_of_the_lines_changes_no_answer() => ForAll(Units.ArrayOf(4).Zip(Requests), asked =>
    {
        var (units, facts) = asked;
        LineFacts[] lines = [.. units.Select((unit, at) => unit with { Item = $"S{at}" })];
        var forward = IssuancePolicy.Decide(Us, facts with { Lines = [.. lines] });
        var backward = IssuancePolicy.Decide(Us, facts with { Lines = [.. lines.Reverse()] });
        return forward.ValidThrough == backward.ValidThrough && forward.Overall.Outcome == backward.Overall.Outcome
            && forward.Lines.SequenceEqual(backward.Lines.Reverse());
    });

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Every_answer_cites_a_clause_and_comes_out_again() => ForAll(Requests, facts =>
        facts.DecideUnder(Us).All(decision => decision is { Clauses.Count: > 0, PolicyVersionId: Id, Reason.Length: > 0 })
            && facts.DecideUnder(Us).SequenceEqual(facts.DecideUnder(Us)));

    private static DateTimeOffset MidnightAfter(DateOnly day) =>
        new(TimeZoneInfo.ConvertTimeToUtc(
            day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles")), TimeSpan.Zero);

    /// <summary>A shipment or an exchange dated after the request: resolved by time (W7; T8, A-26).</summary>
    private static bool IsAheadOfItsFacts(IssuanceFacts facts) =>
        (facts.Remedy, facts.Lines[0], Us.Calendar.LocalDate(facts.RequestedAt)) is var (remedy, line, today)
        && ((remedy == Remedies.OtcExchange && Us.Calendar.LocalDate(line.ExchangedAt!.Value) > today)
            || ((remedy == Remedies.OtcExchange || Remedies.IsRepair(remedy)) && line.ShippedOn > today));

    private static bool IsYes(IssuanceFacts facts) => Verdict(facts).Item1 == Outcome.Yes;

    private static IssuanceFacts With(IssuanceFacts facts, Func<LineFacts, LineFacts> change) =>
        facts with { Lines = [.. facts.Lines.Select(change)] };

    /// <summary>By local days, so that a change of clocks between the two does not move an instant to another day.</summary>
    private static IssuanceFacts Shifted(IssuanceFacts facts, int days)
    {
        return With(facts, unit => unit with
        {
            InvoiceDate = unit.InvoiceDate!.Value.AddDays(days), ShippedOn = unit.ShippedOn!.Value.AddDays(days),
            ExchangedAt = unit.ExchangedAt!.Value.AddDays(days), ValidatedAt = unit.ValidatedAt!.Value.AddDays(days),
        }) with { RequestedAt = facts.RequestedAt.AddDays(days) }; // at noon: an hour more or less stays on its day
    }
}

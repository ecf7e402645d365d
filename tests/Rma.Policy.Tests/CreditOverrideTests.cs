using Rma.Testing;
using static Rma.Policy.Tests.CreditAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>What an override may allow, and what none may.</summary>
public sealed class CreditOverrideTests
{
    private static readonly CreditFacts Late = Returned with { ArrivedOn = Day91, DecidedOn = Day91 };

    private static PolicyOverride Of(string code, decimal? percent = null) =>
        new(new("0195f000-0000-7000-8000-0000000000cc"), code, "C2", percent, Day91);

    [Fact]
    [Rule("C3/102", Shows.Accepted)]
    public void An_override_in_force_lifts_a_closed_window_and_shows_in_the_decision()
    {
        var credit = Entitled(Late with { Overrides = [Of("credit.window-closed")] });
        Assert.Equal([Of("x").Id], credit.Decision.Overrides);
        Assert.DoesNotContain("in time", credit.Decision.Reason, StringComparison.Ordinal);
        Assert.Contains(credit.Decision.Facts, fact => fact.Source == "override ledger");
        Assert.Equal(credit.Decision, CreditPolicy.Assess(Us, ThereAndBack(Late with { Overrides = [Of("credit.window-closed")] }))
            .Decision);
    }

    [Fact]
    [Rule("C3/102", Shows.Refused)]
    public void An_expired_override_or_one_for_something_else_lifts_nothing()
    {
        Assert.Equal("credit.window-closed",
            Denied(Late with { DecidedOn = Day91.AddDays(1), Overrides = [Of("credit.window-closed")] }).Code);
        Assert.Equal("credit.window-closed", Denied(Late with { Overrides = [Of("credit.replacement-late")] }).Code);
    }

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    [Rule("C7/107", Shows.Refused)]
    public void Nobody_lifts_the_lifetime_cap_or_an_activated_license_whatever_a_version_lists()
    {
        var lax = Altered(document => document.Setting("overridableCodes")["value"]!.AsArray().Add("credit.over-price-paid"));
        var laxer = Altered(document => document.Setting("overridableCodes")["value"]!.AsArray().Add("credit.licence-activated"));
        Assert.IsType<CreditAssessment.NotEntitled>(
            CreditPolicy.Assess(lax, Returned with { CreditedBefore = 180m, Overrides = [Of("credit.over-price-paid")] }));
        Assert.IsType<CreditAssessment.NotEntitled>(
            CreditPolicy.Assess(laxer, ReturnedLicense with { LicenseActivatedAt = Local(2026, 1, 6),
            Overrides = [Of("credit.licence-activated")] }));
    }

    [Theory]
    [Rule("V4/109", Shows.Accepted)]
    [InlineData(0, 0.00)]
    [InlineData(5, 9.00)]
    [InlineData(40, 72.00)]
    public void A_fee_outside_the_band_needs_an_override_of_exactly_that_fee(int percent, double fee)
    {
        var chosen = Returned with { Inspection = OpenBox, ChosenFeePercent = percent,
            Overrides = [Of(PolicyOverride.FeeOutsideBand, percent)] };
        var credit = Entitled(chosen);
        Assert.Equal(Usd((decimal)fee), credit.Fee!.Amount);
        Assert.Single(credit.Decision.Overrides!);
    }

    [Fact]
    [Rule("V4/109", Shows.Refused)]
    public void Another_fee_than_the_override_names_is_refused()
    {
        var chosen = Returned with { Inspection = OpenBox, ChosenFeePercent = 6m };
        Assert.Throws<FeeOutsideBandException>(() =>
            CreditPolicy.Assess(Us, chosen with { Overrides = [Of(PolicyOverride.FeeOutsideBand, 5m)] }));
        Assert.Throws<FeeOutsideBandException>(() =>
            CreditPolicy.Assess(Us, chosen with { DecidedOn = Day91.AddDays(1), Overrides = [Of(PolicyOverride.FeeOutsideBand, 6m)] }));
    }
}

using Rma.Testing;
using static Rma.Policy.Tests.CreditAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Entitlement, and the explanation of the answer.</summary>
public sealed class CreditPolicyTests
{
    [Fact]
    [Rule("C2/99", Shows.Accepted)]
    [Rule("C4/103", Shows.Accepted)]
    [Rule("C1/98", Shows.Accepted)]
    public void A_sealed_complete_unit_in_time_earns_full_credit()
    {
        var credit = Entitled(Returned);

        Assert.Equal(Usd(180.00m), credit.Price);
        Assert.Null(credit.Fee);
        Assert.Equal([new CreditLine("price", Usd(180.00m))], credit.Lines);
        Assert.Equal(["C1", "C2", "C4", "C6", "W13"], credit.Decision.Clauses);
        Assert.Equal("Full credit of USD 180.00: in time, seal unbroken, box unopened, all accessories there.", credit.Decision.Reason);
        Assert.Equal((Returned.DecidedOn, Day90), (credit.Decision.BusinessDate, credit.Decision.LastDay));
    }

    [Theory]
    [Rule("C2/100", Shows.Accepted)]
    [Rule("C2/100", Shows.Refused)]
    [Rule("C2/99", Shows.Refused)]
    [InlineData(0, true)]
    [InlineData(89, true)]
    [InlineData(90, true)]
    [InlineData(91, false)]
    [InlineData(365, false)]
    public void Day_90_is_inside_the_window_and_day_91_is_not(int day, bool entitled) =>
        Assert.Equal(
            entitled ? (Outcome.Yes, null) : (Outcome.No, "credit.window-closed"),
            Answer(Returned with { ArrivedOn = InvoiceDay.AddDays(day), DecidedOn = InvoiceDay.AddDays(day) }));

    [Fact]
    [Rule("C2/100", Shows.Accepted)]
    public void Arrival_counts_not_the_day_of_decision() =>
        Assert.Equal((Outcome.Yes, null), Answer(Returned with { ArrivedOn = Day90, DecidedOn = Day90.AddDays(20) }));

    [Fact]
    [Rule("C3/102", Shows.Refused)]
    public void A_fee_does_not_rescue_a_late_unit()
    {
        var denied = Denied(Returned with { ArrivedOn = Day91, Inspection = OpenBox });

        Assert.Equal("credit.window-closed", denied.Code);
        Assert.Equal(["C2", "C3"], denied.Decision.Clauses);
        Assert.Equal(Day90, denied.Decision.LastDay);
    }

    [Fact]
    [Rule("C2/100", Shows.Accepted)]
    [Rule("C2/100", Shows.Refused)]
    public void A_unit_that_arrived_before_its_invoice_date_is_referred()
    {
        Assert.Equal((Outcome.Yes, null), Answer(Returned with { ArrivedOn = InvoiceDay }));
        Assert.Equal((Outcome.Refer, "credit.arrived-before-invoice"), Answer(Returned with { ArrivedOn = InvoiceDay.AddDays(-1) }));
    }

    [Fact]
    [Rule("C1/98", Shows.Refused)]
    public void Without_an_RMA_number_there_is_no_credit() =>
        Assert.Equal((Outcome.No, "credit.no-rma-number"), Answer(Returned with { HasRmaNumber = false }));

    [Fact]
    [Rule("C7/107", Shows.Accepted)]
    [Rule("C7/107", Shows.Refused)]
    public void An_unused_license_earns_its_price_without_inspection_and_an_activated_one_nothing()
    {
        Assert.Equal(Usd(50.00m), Entitled(ReturnedLicense).Total);
        var denied = Denied(ReturnedLicense with { LicenseActivatedAt = Local(2026, 1, 6) });
        Assert.Equal("credit.licence-activated", denied.Code);
        Assert.Equal(["C7"], denied.Decision.Clauses);
    }

    [Fact]
    [Rule("C7/108", Shows.Accepted)]
    [Rule("C7/108", Shows.Refused)]
    public void Of_five_licenses_two_activated_three_are_credited() // E03
    {
        DateTimeOffset? activated = Local(2026, 1, 6);
        var assessed = new[] { null, activated, null, activated, null }
            .Select(activatedAt => CreditPolicy.Assess(Us, ReturnedLicense with { LicenseActivatedAt = activatedAt })).ToArray();

        Assert.Equal(150.00m, assessed.OfType<CreditAssessment.Entitled>().Sum(credit => credit.Total.Amount));
        Assert.Equal(2, assessed.OfType<CreditAssessment.NotEntitled>().Count());
    }

    [Theory]
    [Rule("C7/108", Shows.Accepted)]
    [Rule("C7/108", Shows.Refused)]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void A_license_comes_back_on_the_day_of_decision(int day, bool entitled) =>
        Assert.Equal(entitled ? Outcome.Yes : Outcome.No, Answer(ReturnedLicense with { DecidedOn = InvoiceDay.AddDays(day) }).Item1);

    [Fact]
    [Rule("C1/98", Shows.Refused)]
    public void A_denial_tells_every_reason()
    {
        var denied = Denied(Returned with { HasRmaNumber = false, ArrivedOn = Day91, Inspection = null });

        Assert.Equal("credit.no-rma-number", denied.Code);
        Assert.Equal(["C1", "C2", "C3"], denied.Decision.Clauses);
        Assert.Empty(denied.Decision.MissingFacts);
    }

    [Fact]
    [Trait("Rule", "C2/E10")]
    public void Another_version_answers_by_its_own_settings_and_name()
    {
        var shorter = Altered(document =>
        {
            document["id"] = "us-2027-03";
            document.Setting("creditWindowDays")["value"] = 60;
        });
        var facts = Returned with { ArrivedOn = InvoiceDay.AddDays(61) };

        var denied = Assert.IsType<CreditAssessment.NotEntitled>(CreditPolicy.Assess(shorter, facts));
        Assert.Equal("us-2027-03", denied.Decision.PolicyVersionId);
        Assert.Equal((Outcome.Yes, null), Answer(facts));
    }

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Stored_facts_give_the_same_answer_again()
    {
        CreditFacts[] all =
        [
            Returned, ReturnedLicense, Returned with { Inspection = OpenBox, Tax = 14.85m }, Returned with { ArrivedOn = Day91 },
            Returned with { Inspection = OpenBox with { CosmeticDamage = true, Note = "scratched" } },
        ];
        Assert.All(all, facts =>
        {
            var assessment = CreditPolicy.Assess(Us, facts);
            Assert.Equal(assessment, CreditPolicy.Assess(Us, ThereAndBack(facts)));
            Assert.Equal(assessment, ThereAndBack(assessment));
        });
    }

    [Fact]
    [Rule("C2/100", Shows.Accepted)]
    public void A_decision_names_the_last_arrival_day() => Assert.Equal(Day90, CreditPolicy.Assess(Us, Returned).Decision.LastDay);
}

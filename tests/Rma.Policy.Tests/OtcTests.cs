using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Over-the-counter exchanges (T1–T10).</summary>
public sealed class OtcTests
{
    private static readonly (Outcome, string?) Yes = (Outcome.Yes, null);

    private static (Outcome, string?) Asked(LineFacts line) => Verdict(Asks(Remedies.OtcExchange, line, new(2026, 7, 1)));

    private static LineFacts ExchangedOn(DateOnly day, DateOnly shipped, int months) => Exchanged with
    {
        ShippedOn = shipped, WarrantyMonths = months, ExchangedAt = NoonOf(day), ValidatedAt = NoonOf(day).AddHours(-1),
    };

    [Fact]
    [Rule("T1/66", Shows.Accepted)]
    [Rule("T1/67", Shows.Accepted)]
    [Rule("T4/74", Shows.Accepted)]
    [Rule("T6/75", Shows.Accepted)]
    [Rule("T7/76", Shows.Accepted)]
    [Rule("T8/77", Shows.Accepted)]
    [Rule("T1/84", Shows.Accepted)]
    [Rule("T9/79", Shows.Accepted)]
    public void A_distributor_who_validated_and_exchanged_gets_a_number_and_never_a_credit()
    {
        var outlook = Outlook(Asks(Remedies.OtcExchange, Exchanged));
        Assert.Equal(Outcome.Yes, outlook.Decision.Outcome);
        Assert.Contains("never a credit", outlook.Decision.Reason, StringComparison.Ordinal);
        Assert.Null(outlook.Decision.ExpectedAmount);
    }

    [Fact]
    [Rule("T1/66", Shows.Refused)]
    public void An_integrator_may_not_and_is_offered_something_else_E13()
    {
        var decision = IssuancePolicy.Decide(Us, Asks(Remedies.OtcExchange, Exchanged) with { Account = new("integrator", true) });
        Assert.Equal("rma.otc-role-not-eligible", decision.Code);
        Assert.Equal(["T1", "P1"], decision.Overall.Clauses);
        Assert.Contains(Remedies.AdvanceReplacement, decision.Overall.WouldChange!, StringComparison.Ordinal);
        Assert.Equal(Outcome.Yes, IssuancePolicy.Decide(
            Us, Asks(Remedies.AdvanceReplacement, Exchanged) with { Account = new("integrator", true) }).Overall.Outcome);
    }

    [Fact]
    [Rule("T1/67", Shows.Refused)]
    public void A_unit_nobody_calls_defective_is_not_exchanged() =>
        Assert.Equal((Outcome.Refer, "line.defect-not-reported"), Asked(Exchanged with { DefectReported = false }));

    [Theory]
    [Rule("T1/68", Shows.Accepted)]
    [Rule("T1/69", Shows.Accepted)]
    [InlineData("2024-06-01", 24, "2025-06-01")] // day 365
    [InlineData("2023-06-01", 36, "2024-05-31")] // day 365 of a year with 366 days
    public void Day_365_is_inside(string shipped, int months, string exchanged) =>
        Assert.Equal(Yes, Asked(ExchangedOn(Day(exchanged), Day(shipped), months)));

    [Theory]
    [Rule("T1/68", Shows.Refused)]
    [Rule("T1/69", Shows.Refused)]
    [InlineData("2024-06-01", 24, "2025-06-02")]
    [InlineData("2023-06-01", 36, "2024-06-01")] // a year is not 365 days
    public void Day_366_is_not(string shipped, int months, string exchanged) =>
        Assert.Equal((Outcome.No, "line.otc-window-closed"), Asked(ExchangedOn(Day(exchanged), Day(shipped), months)));

    [Theory]
    [Rule("T2/70", Shows.Accepted)]
    [Rule("T2/71", Shows.Accepted)]
    [InlineData("2015-08-01")]
    [InlineData("2015-08-02")]
    public void Shipped_from_August_2015_on_is_eligible(string shipped) => Assert.Equal(Yes, Verdict(Asks(
        Remedies.OtcExchange, ExchangedOn(new(2016, 1, 10), Day(shipped), 24), new(2016, 1, 11))));

    [Fact]
    [Rule("T2/70", Shows.Refused)]
    [Rule("T2/71", Shows.Refused)]
    public void Shipped_before_is_not() => Assert.Equal((Outcome.No, "line.otc-shipped-too-early"), Verdict(Asks(
        Remedies.OtcExchange, ExchangedOn(new(2016, 1, 10), new(2015, 7, 31), 24), new(2016, 1, 11))));

    [Theory]
    [Rule("T3/72", Shows.Accepted)]
    [InlineData("2025-11-28")] // day 180
    [InlineData("2025-06-01")]
    public void A_one_year_product_has_180_days(string exchanged) =>
        Assert.Equal(Yes, Asked(ExchangedOn(Day(exchanged), new(2025, 6, 1), 12)));

    [Fact]
    [Rule("T3/72", Shows.Refused)]
    public void And_not_181() =>
        Assert.Equal((Outcome.No, "line.otc-window-closed"), Asked(ExchangedOn(new(2025, 11, 29), new(2025, 6, 1), 12)));

    [Fact]
    [Rule("T3/73", Shows.Accepted)]
    public void A_shorter_term_ends_the_window_with_the_warranty() =>
        Assert.Equal(Yes, Asked(ExchangedOn(new(2025, 9, 1), new(2025, 6, 1), 3)));

    [Fact]
    [Rule("T3/73", Shows.Refused)]
    public void And_not_later() =>
        Assert.Equal((Outcome.No, "line.otc-window-closed"), Asked(ExchangedOn(new(2025, 9, 2), new(2025, 6, 1), 3)));

    [Theory]
    [Rule("T4/74", Shows.Refused)]
    [InlineData(null, "otc.not-validated")]
    [InlineData(0, "otc.validated-late")]
    [InlineData(1, "otc.validated-late")]
    public void A_validation_that_is_missing_or_not_before_the_exchange_denies(int? minutesAfter, string code) => Assert.Equal(
        (Outcome.No, code),
        Asked(Exchanged with { ValidatedAt = minutesAfter is { } minutes ? Exchanged.ExchangedAt!.Value.AddMinutes(minutes) : null }));

    [Fact]
    [Rule("T6/75", Shows.Refused)]
    public void Without_a_serial_number_nothing_can_be_checked() =>
        Assert.Equal((Outcome.No, "line.no-serial-number"), Asked(Exchanged with { IsLicense = true }));

    [Theory]
    [Rule("T7/76", Shows.Refused)]
    [InlineData("OTHER", false, null)]
    [InlineData("SUCC", false, "SUCC")] // a successor stands in only once the product is phased out
    [InlineData("OTHER", true, "SUCC")]
    public void Another_item_was_given(string given, bool phasedOut, string? successor) =>
        Assert.Equal((Outcome.No, "otc.other-item"),
            Asked(Exchanged with { ExchangedForSku = given, PhasedOut = phasedOut, SuccessorSku = successor }));

    [Theory]
    [InlineData(null, "EZN1240")]
    [InlineData("", "EZN1240")]
    [InlineData(" ", "EZN1240")]
    [InlineData("EZN1240", null)]
    [InlineData("", null)]
    public void An_item_that_is_not_known_is_no_other_item(string? given, string? own)
    {
        var exchanged = Asks(Remedies.OtcExchange, Exchanged with { ExchangedForSku = given, Sku = own });
        Assert.Equal((Outcome.Refer, "line.facts-missing"), Verdict(exchanged));
        Assert.Contains(Clauses.T7, Outlook(exchanged).Decision.Clauses);
    }

    [Theory]
    [InlineData(RuleEdition.Second, Outcome.No, "otc.other-item")]
    [InlineData(RuleEdition.Current, Outcome.Refer, "line.facts-missing")]
    public void A_validation_of_an_unknown_product_is_referred_and_was_denied_before(int edition, Outcome outcome, string code)
    {
        var answer = OtcPolicy.Validate(
            Us, new(NoonOf(InvoiceDay), Distributor, Defective with { Sku = null }) { Edition = edition });
        Assert.Equal((outcome, code), (answer.Decision.Outcome, answer.Code));
    }

    [Fact]
    [Rule("T7/76", Shows.Accepted)]
    public void The_designated_successor_of_a_phased_out_item_is_like_for_like() =>
        Assert.Equal(Yes, Asked(Exchanged with { ExchangedForSku = "SUCC", PhasedOut = true, SuccessorSku = "SUCC" }));

    [Fact]
    [Rule("T8/77", Shows.Refused)]
    public void The_number_is_asked_for_after_the_exchange() =>
        Assert.Equal((Outcome.No, "otc.not-exchanged"), Asked(Exchanged with { ExchangedAt = null }));

    [Fact]
    [Rule("T1/84", Shows.Refused)]
    public void An_exchange_after_the_request_is_none() => Assert.Equal(
        (Outcome.No, "otc.exchange-after-request"), Verdict(Asks(Remedies.OtcExchange, Exchanged, InvoiceDay.AddDays(8))));

    [Theory]
    [Rule("T1/84", Shows.Accepted)]
    [InlineData(9)]
    [InlineData(10)]
    public void Asked_again_from_the_day_of_the_exchange_on_it_counts(int day) =>
        Assert.Equal(Yes, Verdict(Asks(Remedies.OtcExchange, Exchanged, InvoiceDay.AddDays(day))));

    [Fact]
    public void A_request_long_after_the_exchange_is_flagged_and_not_denied()
    {
        Assert.DoesNotContain("more than 30 days", Outlook(Asks(Remedies.OtcExchange, Exchanged, InvoiceDay.AddDays(39))).Decision.Reason,
            StringComparison.Ordinal);
        var late = Outlook(Asks(Remedies.OtcExchange, Exchanged, InvoiceDay.AddDays(40)));
        Assert.Equal(Outcome.Yes, late.Decision.Outcome);
        Assert.Contains("more than 30 days", late.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("P1/2", Shows.Refused)]
    public void Whoever_was_not_authorized_on_the_exchange_date_gets_nothing() =>
        Assert.Equal((Outcome.No, "rma.account-not-authorized"), Asked(Exchanged with { AccountAtExchange = new("distributor", false) }));

    [Fact]
    [Rule("T4/74", Shows.Accepted)]
    [Rule("T6/75", Shows.Accepted)]
    public void A_validation_answers_by_the_unit_alone()
    {
        var answer = OtcPolicy.Validate(Us, new(NoonOf(InvoiceDay), Distributor, Defective));
        Assert.Equal((Outcome.Yes, new DateOnly(2026, 6, 10)), (answer.Decision.Outcome, answer.Decision.LastDay));
        Assert.Equal("ship date 2025-06-10 + 365 days", answer.Decision.Anchor);
    }

    [Fact]
    [Rule("T6/75", Shows.Refused)]
    public void A_validation_names_what_is_missing_and_what_is_too_late()
    {
        Assert.Equal("line.facts-missing",
            OtcPolicy.Validate(Us, new(NoonOf(InvoiceDay), Distributor, Defective with { ShippedOn = null })).Code);
        Assert.Equal("line.otc-window-closed", OtcPolicy.Validate(Us, new(Local(2026, 6, 11), Distributor, Defective)).Code);
        Assert.Equal("rma.otc-role-not-eligible", OtcPolicy.Validate(Us, new(NoonOf(InvoiceDay), new("integrator", true), Defective)).Code);
        Assert.Equal("line.remedy-open",
            OtcPolicy.Validate(Us, new(NoonOf(InvoiceDay), Distributor, Defective with { OpenRmaNumber = "RMA-1" })).Code);
    }

    [Fact]
    public void A_corrected_ship_date_makes_the_denied_exchange_an_eligible_one_E11()
    {
        OtcValidationFacts asked = new(
            Local(2024, 12, 5), Distributor, Defective with { ShippedOn = new(2024, 6, 1), WarrantyMonths = 12 });
        Assert.Equal("line.otc-window-closed", OtcPolicy.Validate(Us, asked).Code); // day 187
        // day 176
        Assert.Equal(Outcome.Yes, OtcPolicy.Validate(Us, asked with { Line = asked.Line with { ShippedOn = new(2024, 6, 12) } })
            .Decision.Outcome);
    }

    [Fact]
    [Rule("T9/78", Shows.Accepted)]
    public void A_confirmed_defect_earns_a_replacement_to_stock()
    {
        var decision = OtcPolicy.Replace(Us, new(NoonOf(InvoiceDay), true, []));
        Assert.Equal((Outcome.Yes, null), (decision.Outcome, decision.ExpectedAmount));
        Assert.Equal(["T9"], decision.Clauses);
    }

    [Fact]
    [Rule("T9/78", Shows.Refused)]
    [Rule("T10/82", Shows.Accepted)]
    [Rule("T10/83", Shows.Refused)]
    public void Without_a_fault_the_unit_goes_back_and_nothing_comes_instead()
    {
        var decision = OtcPolicy.Replace(Us, new(NoonOf(InvoiceDay), false, []));
        Assert.Equal(Outcome.No, decision.Outcome);
        Assert.Equal(["T10"], decision.Clauses);
        Assert.Contains("goes back", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("T10/82", Shows.Refused)]
    [Rule("T10/83", Shows.Accepted)]
    public void With_a_fault_it_stays_and_one_comes() =>
        Assert.Equal(Outcome.Yes, OtcPolicy.Replace(Us, new(NoonOf(InvoiceDay), true, [])).Outcome);

    [Fact]
    public void A_tampered_unit_is_no_defective_one()
    {
        Assert.Equal(Outcome.No, OtcPolicy.Replace(Us, new(NoonOf(InvoiceDay), true, ["tampered"])).Outcome);
        var narrow = Altered(document =>
            document.Setting("exclusionsReach")["value"] = new System.Text.Json.Nodes.JsonArray("warranty-repair"));
        Assert.Equal(Outcome.Yes, OtcPolicy.Replace(narrow, new(NoonOf(InvoiceDay), true, ["tampered"])).Outcome);
    }
}

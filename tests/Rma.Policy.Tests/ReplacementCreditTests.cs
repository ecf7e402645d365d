using Rma.Testing;
using static Rma.Policy.Tests.CreditAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>The credit of an advance replacement: V1 to V7.</summary>
public sealed class ReplacementCreditTests
{
    private static readonly ReplacementOrderFacts Order = AdvanceReturned.Replacement!;
    private static readonly PolicyVersion Both = Altered(document => document.Setting("advanceReplacementFailsOn")["value"] = "both");

    private static CreditFacts Ordered(ReplacementOrderFacts order) => AdvanceReturned with { Replacement = order };

    private static CreditFacts IssuedOnDay(int day) => AdvanceReturned with
    {
        RmaIssuedAt = NoonOf(InvoiceDay.AddDays(day)), ValidThrough = InvoiceDay.AddDays(day + 30), ArrivedOn = InvoiceDay.AddDays(day + 5),
        DecidedOn = InvoiceDay.AddDays(day + 6), Replacement = Order with { PlacedAt = NoonOf(InvoiceDay.AddDays(day + 1)) },
    };

    [Fact]
    [Rule("V1/85", Shows.Accepted)]
    [Rule("V2/88", Shows.Accepted)]
    [Rule("V4/90", Shows.Accepted)]
    [Rule("V5/91", Shows.Accepted)]
    [Rule("V6/92", Shows.Accepted)]
    [Rule("V4/95", Shows.Accepted)]
    [Rule("P4/96", Shows.Accepted)]
    [Rule("V1/97", Shows.Accepted)]
    public void A_defective_unit_ordered_anew_under_its_number_earns_the_price_paid_in_an_opened_box()
    {
        var credit = Entitled(AdvanceReturned);
        Assert.Null(credit.Fee); // V4 names the accessories alone
        Assert.Equal((Usd(180.00m), InvoiceDay.AddDays(180)), (credit.Total, credit.Decision.LastDay));
        Assert.Equal(["V1", "V2", "V4", "V5", "V6", "C4", "C6", "W13"], credit.Decision.Clauses);
        Assert.Equal("invoice date 2026-01-05 + 180 days", credit.Decision.Anchor);
    }

    [Theory]
    [Rule("V1/86", Shows.Accepted)]
    [Rule("V1/86", Shows.Refused)]
    [Rule("V1/87", Shows.Accepted)]
    [Rule("V1/87", Shows.Refused)]
    [InlineData(0, null)]
    [InlineData(90, null)]
    [InlineData(91, null)] // the 90 days of a credit return are another window
    [InlineData(179, null)]
    [InlineData(180, null)]
    [InlineData(181, "credit.replacement-late")]
    public void Day_180_from_the_invoice_to_the_issue_of_the_number_is_inside(int day, string? code)
    {
        Assert.Equal(code, Answer(IssuedOnDay(day)).Item2);
        if (code is not null) Assert.Equal(["V1", "V7"], Denied(IssuedOnDay(day)).Decision.Clauses);
    }

    [Fact]
    [Rule("V1/85", Shows.Refused)]
    [Rule("V1/97", Shows.Refused)]
    public void No_fault_found_earns_nothing() =>
        Assert.Equal((Outcome.No, "credit.no-fault-found"), Answer(AdvanceReturned with { FaultFound = false }));

    [Fact]
    public void Before_the_test_nothing_is_credited() =>
        Assert.Equal((Outcome.Refer, "credit.not-tested"), Answer(AdvanceReturned with { FaultFound = null }));

    [Theory]
    [InlineData("tampered", "W4,V1")]
    [InlineData("fire", "W5,V1")]
    [InlineData("other", "W5,V1")]
    public void An_excluded_unit_earns_nothing(string code, string clauses)
    {
        var denied = Denied(AdvanceReturned with { Exclusions = [code] });
        Assert.Equal(("credit.excluded", clauses), (denied.Code, string.Join(',', denied.Decision.Clauses)));
        Assert.Equal("credit.excluded", Denied(AdvanceReturned with { Inspection = OpenBox with { EnclosureOpened = true } }).Code);
    }

    [Fact]
    public void A_label_that_proves_nothing_is_referred() => // E06c
        Assert.Equal((Outcome.Refer, "credit.serial-label"),
            Answer(AdvanceReturned with { Inspection = OpenBox with { SerialLabel = SerialLabel.Missing },
                Exclusions = ["serial-missing"] }));

    [Fact]
    [Rule("V2/88", Shows.Refused)]
    public void Another_item_earns_nothing()
    {
        Assert.Equal(["V2", "V3", "V7"], Denied(Ordered(Order with { Sku = "CAM-9" })).Decision.Clauses);
        Assert.Equal((Outcome.No, "credit.replacement-item"), Answer(Ordered(Order with { Sku = null })));
    }

    [Fact]
    [Rule("V3/89", Shows.Accepted)]
    public void The_successor_of_a_phased_out_item_is_as_good()
    {
        Assert.Equal((Outcome.Yes, null),
            Answer(Ordered(Order with { Sku = "CAM-3", ReturnedItemIsPhasedOut = true, SuccessorSku = "CAM-3" })));
        Assert.Equal(Usd(180m), Entitled(Ordered(Order with { Sku = "CAM-3", ReturnedItemIsPhasedOut = true, SuccessorSku = "CAM-3" }))
            .Total);
    }

    [Fact]
    [Rule("V3/89", Shows.Refused)]
    public void A_successor_of_an_item_still_sold_or_another_one_is_not()
    {
        Assert.Equal((Outcome.No, "credit.replacement-item"), Answer(Ordered(Order with { Sku = "CAM-3", SuccessorSku = "CAM-3" })));
        Assert.Equal((Outcome.No, "credit.replacement-item"),
            Answer(Ordered(Order with { Sku = "CAM-4", ReturnedItemIsPhasedOut = true, SuccessorSku = "CAM-3" })));
        Assert.Equal(["designated successor"], Missing(Ordered(Order with { Sku = "CAM-4", ReturnedItemIsPhasedOut = true })));
    }

    [Fact]
    [Rule("V4/90", Shows.Refused)]
    [Rule("V4/95", Shows.Refused)]
    public void Missing_accessories_cost_a_fee_and_an_opened_box_none()
    {
        var credit = Entitled(AdvanceReturned with { Inspection = OpenBox with { MissingAccessories = ["cable"] } });
        Assert.Equal(new RestockingFee(15m, Usd(27.00m), [RestockingFee.MissingAccessories]), credit.Fee);
        Assert.Equal(Usd(153.00m), credit.Total);
        Assert.Contains("V4", credit.Decision.Clauses);
    }

    [Theory]
    [Rule("V5/91", Shows.Refused)]
    [InlineData(-60, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void An_order_before_the_number_or_in_the_same_instant_earns_nothing(int secondsAfter, bool good)
    {
        var placed = AdvanceReturned.RmaIssuedAt!.Value.AddSeconds(secondsAfter);
        Assert.Equal(good ? null : "credit.replacement-order-early", Answer(Ordered(Order with { PlacedAt = placed })).Item2);
    }

    [Fact]
    [Rule("V6/92", Shows.Refused)]
    public void An_order_that_does_not_name_the_number_earns_nothing() =>
        Assert.Equal(["V6"], Denied(Ordered(Order with { ReferencesRma = false })).Decision.Clauses);

    [Theory]
    [Rule("V1/87", Shows.Accepted)]
    [Rule("V1/87", Shows.Refused)]
    [InlineData(23, 59, null)]
    [InlineData(24, 0, "credit.replacement-order-late")]
    public void An_order_follows_while_the_number_is_valid(int hour, int minute, string? code)
    {
        var lastDay = AdvanceReturned.ValidThrough!.Value;
        var placed = Local(lastDay.Year, lastDay.Month, lastDay.Day).AddHours(hour - 12).AddMinutes(minute);
        Assert.Equal(code, Answer(Ordered(Order with { PlacedAt = placed }) with { DecidedOn = lastDay.AddDays(1) }).Item2);
    }

    [Fact]
    public void Nothing_ordered_is_waited_for_until_the_number_expires()
    {
        var none = AdvanceReturned with { Replacement = null };
        Assert.Equal((Outcome.Refer, "credit.replacement-not-ordered"), Answer(none with { DecidedOn = none.ValidThrough!.Value }));
        Assert.Equal((Outcome.No, "credit.replacement-order-late"), Answer(none with { DecidedOn = none.ValidThrough!.Value.AddDays(1) }));
    }

    [Fact]
    [Rule("P4/96", Shows.Refused)]
    public void A_unit_not_received_while_the_number_was_valid_earns_nothing()
    {
        var lastDay = AdvanceReturned.ValidThrough!.Value;
        Assert.Equal((Outcome.Yes, null), Answer(AdvanceReturned with { ArrivedOn = lastDay, DecidedOn = lastDay.AddDays(9) }));
        Assert.Equal((Outcome.No, "credit.replacement-not-received"),
            Answer(AdvanceReturned with { ArrivedOn = lastDay.AddDays(1), DecidedOn = lastDay.AddDays(9) }));
        Assert.Equal((Outcome.No, "credit.replacement-not-received"),
            Answer(AdvanceReturned with { ArrivedOn = null, DecidedOn = lastDay.AddDays(1) }));
    }

    [Fact]
    [Rule("V7/93", Shows.Refused)]
    [Rule("V7/94", Shows.Refused)]
    public void Late_or_different_bars_the_credit_each_alone()
    {
        var lateAndOther = IssuedOnDay(181) with { Replacement = IssuedOnDay(181).Replacement! with { Sku = "CAM-9" } };
        Assert.Equal("credit.replacement-late", Denied(lateAndOther).Code);
        Assert.Equal(Outcome.No, Answer(IssuedOnDay(181)).Item1);
        Assert.Equal(Outcome.No, Answer(Ordered(Order with { Sku = "CAM-9" })).Item1);
    }

    [Fact]
    [Rule("V7/93", Shows.Accepted)]
    [Rule("V7/94", Shows.Accepted)]
    public void Under_the_other_setting_only_both_together_bar_it()
    {
        var lateAndOther = IssuedOnDay(181) with { Replacement = IssuedOnDay(181).Replacement! with { Sku = "CAM-9" } };
        Assert.IsType<CreditAssessment.NotEntitled>(CreditPolicy.Assess(Both, lateAndOther));
        Assert.IsType<CreditAssessment.Entitled>(CreditPolicy.Assess(Both, IssuedOnDay(181)));
        Assert.IsType<CreditAssessment.Entitled>(CreditPolicy.Assess(Both, Ordered(Order with { Sku = "CAM-9" })));
        Assert.IsType<CreditAssessment.Referred>(
            CreditPolicy.Assess(Both, Ordered(Order with { Sku = "CAM-9" }) with { RmaIssuedAt = null }));
    }

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void The_lifetime_cap_holds_here_as_well() =>
        Assert.Equal((Outcome.No, "credit.over-price-paid"), Answer(AdvanceReturned with { CreditedBefore = 180m }));
}

using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Whether a unit comes in for a free or a paid repair (W1, W2, W7–W9, O1).</summary>
public sealed class WarrantyTests
{
    private static readonly (Outcome, string?) Yes = (Outcome.Yes, null);

    [Fact]
    [Rule("W1/20", Shows.Accepted)]
    [Rule("W7/25", Shows.Accepted)]
    [Rule("W1/26", Shows.Accepted)]
    public void A_unit_is_under_warranty_through_the_same_calendar_day_years_later()
    {
        Assert.Equal(Yes, Verdict(Asks(Remedies.WarrantyRepair, Defective, new(2027, 6, 10))));
        var outlook = Outlook(Asks(Remedies.WarrantyRepair, Defective));
        Assert.Contains("Under warranty until 2027-06-10", outlook.Decision.Reason, StringComparison.Ordinal);
        Assert.Contains(Clauses.W1, outlook.Decision.Clauses);
    }

    [Fact]
    [Rule("W1/20", Shows.Refused)]
    [Rule("W7/25", Shows.Refused)]
    [Rule("W1/26", Shows.Refused)]
    [Rule("O1/56", Shows.Refused)]
    public void The_day_after_it_is_not()
    {
        var outlook = Outlook(Asks(Remedies.WarrantyRepair, Defective, new(2027, 6, 11)));
        Assert.Equal("line.outside-warranty", outlook.Code);
        Assert.Equal((new DateOnly(2027, 6, 10), "ship date 2025-06-10 + 24 months", "America/Los_Angeles"),
            (outlook.Decision.LastDay, outlook.Decision.Anchor, outlook.Decision.Zone));
        Assert.Equal(["W1", "W7", "O1"], outlook.Decision.Clauses);
    }

    [Fact]
    [Rule("O1/56", Shows.Accepted)]
    public void Then_it_comes_in_for_a_paid_repair()
    {
        Assert.Equal(Yes, Verdict(Asks(Remedies.PaidRepair, Defective, new(2027, 6, 11))));
        Assert.Equal((Outcome.No, "line.within-warranty"), Verdict(Asks(Remedies.PaidRepair, Defective, new(2027, 6, 10))));
    }

    [Theory]
    [Rule("W7/25", Shows.Accepted)]
    [InlineData("2024-02-29", 12, "2025-02-28")]
    [InlineData("2024-08-31", 6, "2025-02-28")]
    [InlineData("2025-01-31", 1, "2025-02-28")]
    [InlineData("2025-06-10", 36, "2028-06-10")]
    public void A_period_is_clamped_to_the_last_day_of_its_month(string shipped, int months, string ends) =>
        Assert.Equal(Day(ends), WarrantyPeriod.EndsOn(Day(shipped), months));

    [Fact]
    [Rule("W2/21", Shows.Accepted)]
    [Rule("W2/23", Shows.Accepted)]
    public void The_length_comes_from_the_product_s_row() =>
        Assert.Equal(Yes, Verdict(Asks(Remedies.WarrantyRepair, Defective with { WarrantyMonths = 36 }, new(2028, 6, 10))));

    [Fact]
    [Rule("W2/21", Shows.Refused)]
    [Rule("W2/22", Shows.Refused)]
    [Rule("W2/23", Shows.Refused)]
    public void A_product_without_a_row_gets_no_automatic_answer()
    {
        Assert.Equal((Outcome.Refer, "line.facts-missing"),
            Verdict(Asks(Remedies.WarrantyRepair, Defective with { WarrantyMonths = null })));
        Assert.Equal((Outcome.Refer, "line.facts-missing"), Verdict(Asks(Remedies.WarrantyRepair, Defective with { Sku = null })));
        Assert.Contains("warranty term",
            Outlook(Asks(Remedies.PaidRepair, Defective with { WarrantyMonths = null })).Decision.MissingFacts[0],
        StringComparison.Ordinal);
    }

    [Fact]
    [Rule("W2/22", Shows.Accepted)]
    public void With_its_row_it_gets_one() => Assert.Equal(Yes, Verdict(Asks(Remedies.WarrantyRepair, Defective)));

    [Fact]
    [Rule("W7/24", Shows.Accepted)]
    public void The_period_starts_with_the_shipment_and_not_with_the_invoice() =>
        Assert.Equal(Yes, Verdict(Asks(Remedies.WarrantyRepair, Defective with { InvoiceDate = new(2020, 1, 1) }, new(2027, 6, 10))));

    [Fact]
    [Rule("W7/24", Shows.Refused)]
    public void A_late_invoice_does_not_prolong_it() =>
        Assert.Equal((Outcome.No, "line.outside-warranty"),
            Verdict(Asks(Remedies.WarrantyRepair, Defective with { InvoiceDate = new(2027, 6, 1) }, new(2027, 6, 11))));

    [Fact]
    [Rule("W7/27", Shows.Refused)]
    public void Without_a_ship_date_there_is_no_automatic_yes_E12()
    {
        var outlook = Outlook(Asks(Remedies.WarrantyRepair, Defective with { ShippedOn = null }));
        Assert.Equal((Outcome.Refer, "line.facts-missing"), (outlook.Decision.Outcome, outlook.Code));
        Assert.Equal(["ship date"], outlook.Decision.MissingFacts);
    }

    [Fact]
    [Rule("W7/27", Shows.Accepted)]
    public void With_it_there_is() => Assert.Equal(Yes, Verdict(Asks(Remedies.WarrantyRepair, Defective)));

    [Fact]
    [Rule("W9/43", Shows.Accepted)]
    public void A_refurbished_replacement_has_the_end_of_the_unit_it_replaced() =>
        Assert.Equal(
            Yes, Verdict(Asks(Remedies.WarrantyRepair,
            Defective with { ShippedOn = null, WarrantyMonths = null, InheritedWarrantyEnd = new(2027, 6, 10) }, new(2027, 6, 10))));

    [Fact]
    [Rule("W9/43", Shows.Refused)]
    public void Nothing_restarts_with_the_swap() =>
        Assert.Equal((Outcome.No, "line.outside-warranty"),
            Verdict(Asks(Remedies.WarrantyRepair, Defective with { InheritedWarrantyEnd = new(2027, 6, 10) }, new(2027, 6, 11))));

    [Theory]
    [Rule("W8/44", Shows.Refused)]
    [InlineData(Remedies.WarrantyRepair)]
    [InlineData(Remedies.AdvanceReplacement)]
    [InlineData(Remedies.CreditReturn)]
    public void The_unit_that_was_swapped_out_gets_no_further_remedy(string remedy) =>
        Assert.Equal((Outcome.No, "line.replaced"), Verdict(Asks(remedy, Defective with { ReplacedBy = "R1" })));

    [Fact]
    [Rule("W8/44", Shows.Accepted)]
    public void The_unit_that_came_instead_does() =>
        Assert.Equal(Yes, Verdict(Asks(Remedies.WarrantyRepair, Defective with { Item = "R1", InheritedWarrantyEnd = new(2027, 6, 10) })));

    [Fact]
    [Rule("O2/58", Shows.Accepted)]
    public void A_paid_repair_s_extension_covers_it_again() =>
        Assert.Equal(
            new Coverage(true, new(2028, 1, 15), CoverageFacts.RepairExtension),
            WarrantyPeriod.On(Defective with { ExtendedThrough = new(2028, 1, 15) }, new(2028, 1, 15)));

    [Fact]
    [Rule("O2/58", Shows.Refused)]
    public void After_the_extension_nothing_does()
    {
        Assert.Equal(
            new Coverage(false, new(2028, 1, 15), CoverageFacts.None),
            WarrantyPeriod.On(Defective with { ExtendedThrough = new(2028, 1, 15) }, new(2028, 1, 16)));
        Assert.Equal(Yes, Verdict(Asks(Remedies.PaidRepair, Defective with { ExtendedThrough = new(2028, 1, 15) }, new(2028, 1, 16))));
    }

    [Fact]
    [Rule("D4/52", Shows.Accepted)]
    [Rule("D4/55", Shows.Accepted)]
    public void Whoever_sends_in_a_recorder_is_told_about_its_data() =>
        Assert.Superset(
            new HashSet<string> { "D1", "D4", "D5" },
            Outlook(Asks(Remedies.WarrantyRepair, Defective with { HasDrive = true })).Decision.Clauses.ToHashSet());

    [Fact]
    [Rule("D4/52", Shows.Refused)]
    [Rule("D4/55", Shows.Refused)]
    public void Without_a_drive_there_is_nothing_to_tell() =>
        Assert.DoesNotContain("D4", Outlook(Asks(Remedies.WarrantyRepair, Defective)).Decision.Clauses);

    [Fact]
    public void Nothing_is_repaired_that_nobody_calls_defective() =>
        Assert.Equal((Outcome.Refer, "line.defect-not-reported"),
            Verdict(Asks(Remedies.WarrantyRepair, Defective with { DefectReported = false })));

    [Fact]
    public void A_license_cannot_be_repaired() =>
        Assert.Equal((Outcome.No, "line.nothing-to-repair"), Verdict(Asks(Remedies.PaidRepair, Defective with { IsLicense = true })));

    [Theory]
    [InlineData(Remedies.WarrantyRepair)]
    [InlineData(Remedies.PaidRepair)]
    public void S9_a_repair_of_what_another_account_bought_is_referred_and_tells_nothing_of_it(string remedy)
    {
        var theirs = Defective with { SoldToThisAccount = false, OpenRmaNumber = "RMA-222222-2", AlreadyCredited = true, ReplacedBy = "R" };
        var outlook = Outlook(Asks(remedy, theirs));
        Assert.Equal((Outcome.Refer, "line.repair-for-another"), (outlook.Decision.Outcome, outlook.Code));
        Assert.Equal([new Fact("item", theirs.Item, "request")], outlook.Decision.Facts);
        Assert.Equal(outlook.Decision,
            Outlook(Asks(remedy, new LineFacts { Item = theirs.Item, SoldToThisAccount = false })).Decision);
    }

    [Fact]
    public void S9_an_account_that_is_not_known_hears_no_more() =>
        Assert.Equal(["item"], Outlook(Asks(Remedies.WarrantyRepair, Defective with { SoldToThisAccount = false })
            with { Account = null }).Decision.Facts.Select(fact => fact.Name));

    [Fact]
    public void S9_a_repair_of_a_unit_whose_buyer_is_not_known_is_referred_and_tells_nothing_of_its_price()
    {
        var outlook = Outlook(Asks(Remedies.WarrantyRepair, Defective with { SoldToThisAccount = null }));
        Assert.Equal((Outcome.Refer, "line.facts-missing"), (outlook.Decision.Outcome, outlook.Code));
        Assert.Equal(["sale to this account"], outlook.Decision.MissingFacts);
        Assert.DoesNotContain(outlook.Decision.Facts, fact => fact.Name is "net price" or "currency");
    }

    [Theory]
    [InlineData(RuleEdition.First, false)]
    [InlineData(RuleEdition.Third, false)]
    [InlineData(RuleEdition.Third, null)]
    public void A_repair_that_was_authorized_for_whoever_had_the_unit_by_an_earlier_edition_stays_so(int edition, bool? sold) =>
        Assert.Equal(Outcome.Yes, Outlook(Asks(Remedies.WarrantyRepair, Defective with { SoldToThisAccount = sold })
            with { Edition = edition }).Decision.Outcome);
}

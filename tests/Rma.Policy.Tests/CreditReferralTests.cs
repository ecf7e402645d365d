using Rma.Testing;
using static Rma.Policy.Tests.CreditAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>When a credit is referred to a person, and within which bounds.</summary>
public sealed class CreditReferralTests
{
    [Fact]
    [Rule("C4/103", Shows.Refused)]
    public void Nothing_is_credited_before_inspection()
    {
        var referred = Referred(Returned with { Inspection = null });

        Assert.Equal("credit.not-inspected", referred.Code);
        Assert.Equal(["inspection"], referred.Decision.MissingFacts);
        Assert.Equal(["C4"], referred.Decision.Clauses);
        Assert.Null(referred.Bounds);
    }

    [Fact]
    [Rule("C4/103", Shows.Refused)]
    public void A_denial_needs_no_inspection() =>
        Assert.Equal((Outcome.No, "credit.window-closed"), Answer(Returned with { ArrivedOn = Day91, Inspection = null }));

    [Fact]
    [Trait("Rule", "C2/A-12")]
    public void Missing_facts_are_referred_by_name()
    {
        Assert.Equal(["invoice date"], Missing(Returned with { InvoiceDate = null }));
        Assert.Equal(["arrival date"], Missing(Returned with { ArrivedOn = null }));
        Assert.Equal(["net price"], Missing(Returned with { NetPrice = null }));
        Assert.Equal(["net price"], Missing(Returned with { NetPrice = -1m }));
        Assert.Equal(["tax"], Missing(Returned with { Tax = null }));
        Assert.Equal(["tax"], Missing(Returned with { Tax = -0.01m }));
        Assert.Equal(["currency"], Missing(Returned with { Currency = null }));
        Assert.Equal(["minor unit of XAU"], Missing(Returned with { Currency = "XAU" }));
        Assert.Equal(
            ["invoice date", "net price", "currency", "arrival date", "tax", "inspection"],
            Missing(new CreditFacts { HasRmaNumber = true, DecidedOn = Day90 }));
    }

    [Theory]
    [Rule("W4/34", Shows.Refused)]
    [Rule("W4/35", Shows.Refused)]
    [InlineData(SerialLabel.Missing)]
    [InlineData(SerialLabel.Altered)]
    [InlineData(SerialLabel.Unreadable)]
    public void A_unit_whose_serial_label_proves_nothing_is_referred(SerialLabel label)
    {
        var referred = Referred(Returned with { Inspection = Sealed with { SerialLabel = label } });

        Assert.Equal("credit.serial-label", referred.Code);
        Assert.Equal(["W4", "C2"], referred.Decision.Clauses);
    }

    [Theory]
    [Rule("P2/3", Shows.Refused)]
    [InlineData(Remedies.CreditReturn)]
    [InlineData(Remedies.StockRotation)]
    public void A13_an_arrival_before_the_number_was_issued_is_never_paid(string remedy)
    {
        var arrived = Returned.ArrivedOn!.Value;
        DateTimeOffset At(int days) => Us.Calendar.EndOfDay(arrived.AddDays(days)).AddHours(-1);
        var referred = Referred(Returned with { Remedy = remedy, RmaIssuedAt = At(1) });
        Assert.Equal("credit.arrived-before-issue", referred.Code);
        Assert.Equal(["C1", "P2"], referred.Decision.Clauses);
        Assert.Equal((Outcome.Yes, null), Answer(Returned with { Remedy = remedy, RmaIssuedAt = At(0) }));
        Assert.Equal((Outcome.Yes, null), Answer(Returned with { Remedy = remedy, RmaIssuedAt = null }));
    }

    [Fact]
    [Rule("C5/104", Shows.Accepted)]
    public void An_undamaged_unit_needs_no_analyst() => Assert.Equal((Outcome.Yes, null), Answer(Returned));

    [Fact]
    [Rule("C5/104", Shows.Refused)]
    public void Damage_is_referred_and_never_priced()
    {
        InspectionFacts[] damaged =
            [Sealed with { CosmeticDamage = true }, Sealed with { InternalDamage = true }, Sealed with { EnclosureOpened = true }];
        Assert.All(damaged, inspection =>
            Assert.Equal((Outcome.Refer, "credit.damaged"), Answer(Returned with { Inspection = inspection })));
    }

    [Fact]
    [Rule("C5/105", Shows.Accepted)]
    [Rule("C5/105", Shows.Refused)]
    public void An_analyst_is_bound_by_price_less_fee() // E04
    {
        var scratched = Returned with { NetPrice = 200.00m, Inspection = OpenBox with { CosmeticDamage = true } };

        var bounds = BoundsOf(scratched)!;
        Assert.Equal(new CreditBounds(Usd(0m), Usd(170.00m)), bounds);
        Assert.Equal(Referred(scratched).Bounds, bounds);
        Assert.True(bounds.Allows(Usd(0m)));
        Assert.True(bounds.Allows(Usd(170.00m)));
        Assert.False(bounds.Allows(Usd(170.01m)));
        Assert.False(bounds.Allows(Usd(-0.01m)));
        Assert.False(bounds.Allows(new Money(100m, "EUR")));
    }

    [Theory]
    [Rule("C5/105", Shows.Accepted)]
    [InlineData(false, false, null, 200.00)]
    [InlineData(true, false, null, 170.00)]
    [InlineData(true, true, null, 150.00)]
    [InlineData(true, false, 20, 160.00)]
    [InlineData(false, false, 20, 200.00)]
    public void The_bound_follows_the_fee_tier_or_the_chosen_fee(bool opened, bool shortOfParts, int? chosen, double most) =>
        Assert.Equal(Usd((decimal)most), BoundsOf(Returned with
        {
            NetPrice = 200.00m, ChosenFeePercent = chosen,
            Inspection = Sealed with
            {
                CosmeticDamage = true, RetailBoxOpened = opened, MissingAccessories = shortOfParts ? ["bracket"] : [],
            },
        })!.Maximum);

    [Fact]
    [Rule("C5/105", Shows.Refused)]
    public void There_are_no_bounds_where_nothing_is_referred_or_the_price_is_unknown()
    {
        Assert.Null(BoundsOf(Returned));
        Assert.Null(BoundsOf(Returned with { ArrivedOn = Day91 }));
        Assert.Null(BoundsOf(Returned with { NetPrice = null }));
    }
}

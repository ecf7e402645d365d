using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Payments that no remedy makes (W12, C6, T9).</summary>
public sealed class NeverPaidTests
{
    private static CreditFacts Sealed(string remedy) => new()
    {
        Remedy = remedy, HasRmaNumber = true, ArrivedOn = InvoiceDay.AddDays(10), InvoiceDate = InvoiceDay, NetPrice = 180m, Tax = 0m,
        Currency = "USD", DecidedOn = InvoiceDay.AddDays(11), Inspection = new()
        {
            RetailBoxOpened = true, FactorySealBroken = true, EnclosureOpened = false, MissingAccessories = ["bracket"],
            SerialLabel = SerialLabel.Intact, CosmeticDamage = false, InternalDamage = false,
        },
    };

    [Fact]
    [Rule("W12/47", Shows.Accepted)]
    public void A_credit_is_price_fee_and_tax_and_nothing_else()
    {
        var credit = Assert.IsType<CreditAssessment.Entitled>(CreditPolicy.Assess(Us, Sealed(Remedies.CreditReturn) with { Tax = 14.40m }));
        Assert.Equal([CreditLine.PriceKind, CreditLine.RestockingFeeKind, CreditLine.TaxReversalKind],
            credit.Lines.Select(line => line.Kind));
    }

    [Theory]
    [Rule("T9/79", Shows.Refused)]
    [InlineData(Remedies.OtcExchange, "T9")]
    [InlineData(Remedies.WarrantyRepair, "C1")]
    [InlineData(Remedies.PaidRepair, "C1")]
    public void An_exchange_and_a_repair_are_never_credited(string remedy, string clause)
    {
        var denied = Assert.IsType<CreditAssessment.NotEntitled>(CreditPolicy.Assess(Us, Sealed(remedy)));
        Assert.Equal(("credit.remedy-never-credits", clause), (denied.Code, denied.Decision.Clauses[0]));
    }
}

using Rma.Credit.Ledgers;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.Ledgers;

public sealed class PostCreditTests : Spec<Ledger, LedgerEvent>
{
    private static readonly CreditPosted Second = Posted180 with { CreditId = OtherReturnId, ReturnId = OtherReturnId };

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    public void Enters_a_credit() => Given().When(ledger => PostCredit.Decide(ledger, new(Posted180))).Then(Posted180);

    [Fact]
    [Rule("W13/48", Shows.AlreadySo)]
    public void Entering_it_twice_changes_nothing() =>
        Given(Posted180).When(ledger => PostCredit.Decide(ledger, new(Posted180))).ThenNothing();

    [Fact] // E05c
    [Rule("W13/48", Shows.Refused)]
    public void Refuses_more_than_the_price_paid() => Assert.Contains("W13",
        Given(Posted180).When(ledger => PostCredit.Decide(ledger, new(Second with { Net = Usd(0.01m) })))
            .ThenRefused("credit.over-price-paid").Clauses);

    [Fact]
    public void Two_credits_may_fill_the_price_and_not_a_cent_more()
    {
        var first = Posted180 with { Net = Usd(100.00m) };
        Given(first).When(ledger => PostCredit.Decide(ledger, new(Second with { Net = Usd(80.00m) })))
            .Then(Second with { Net = Usd(80.00m) });
        Given(first).When(ledger => PostCredit.Decide(ledger, new(Second with { Net = Usd(80.01m) })))
            .ThenRefused("credit.over-price-paid");
    }

    [Fact]
    public void A_unit_sold_again_on_a_new_invoice_is_a_new_purchase() =>
        Given(Posted180).When(ledger => PostCredit.Decide(ledger, new(Second with { InvoiceId = "INV-9" })))
            .Then(Second with { InvoiceId = "INV-9" });

    [Fact]
    [Rule("C2/111", Shows.Refused)]
    public void Refuses_to_add_up_two_currencies() =>
        Given(Posted180).When(ledger => PostCredit.Decide(ledger, new(Second with { Net = new(1m, "EUR") })))
            .ThenRefused("credit.currency-changed");
}

public sealed class RecordActivationTests : Spec<Ledger, LedgerEvent>
{
    [Fact]
    [Rule("C7/107", Shows.Accepted)]
    public void Records_the_activation() => Given().When(ledger => RecordActivation.Decide(ledger, new(Activated))).Then(Activated);

    [Fact]
    [Rule("C7/107", Shows.AlreadySo)]
    public void The_same_activation_again_changes_nothing() =>
        Given(Activated).When(ledger => RecordActivation.Decide(ledger, new(Activated with { RecordedAt = Monday }))).ThenNothing();

    [Fact]
    public void D1_an_activation_that_never_was_is_taken_back_in_whatever_order_it_is_heard_of()
    {
        var withdrawn = Activated with { Revision = 2, Withdrawn = true };
        Given(Activated).When(ledger => RecordActivation.Decide(ledger, new(withdrawn))).Then(withdrawn);
        Assert.Null(Given(Activated, withdrawn).State.Activation);
        Assert.Null(Given(withdrawn, Activated).State.Activation);
        Assert.Equal(Activated, Given(Activated with { ActivatedAt = Monday }, Activated).State.Activation);
    }
}

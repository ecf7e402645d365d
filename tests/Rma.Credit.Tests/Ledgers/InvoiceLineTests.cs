using Rma.Credit.CreditCases;
using Rma.Credit.CreditsInQuestion;
using Rma.Credit.InvoiceLines;
using Rma.Credit.Ledgers;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.Ledgers;

public sealed class PostOnLineTests : Spec<InvoiceLineLedger, InvoiceLineLedgerEvent>
{
    private static readonly LineCredited First = new(CreditId, ReturnId, "S30", Usd(100.00m), 180m, Monday);
    private static readonly LineCredited Second = First with { CreditId = OtherReturnId, SerialNumber = "S31", Net = Usd(80.00m) };
    private static readonly LineCreditRecovered Recovered = new(CreditId, "paid back", "ana", Monday.AddDays(1));

    [Fact]
    public void Two_items_may_fill_the_price_of_their_line_and_not_a_cent_more()
    {
        Given(First).When(line => PostOnLine.Decide(line, new(Second))).Then(Second);
        Assert.Equal(["W13"], Given(First).When(line => PostOnLine.Decide(line, new(Second with { Net = Usd(80.01m) })))
            .ThenRefused("credit.over-price-paid").Clauses);
        Given(First, Second).When(line => PostOnLine.Decide(line, new(Second))).ThenNothing();
        Given(First).When(line => PostOnLine.Decide(line, new(Second with { Net = new(1m, "EUR") })))
            .ThenRefused("credit.currency-changed");
    }

    [Fact]
    public void A_recovered_credit_no_longer_counts_and_the_others_do()
    {
        Assert.Equal((180.00m, 80.00m), Sums(First, Second));
        Assert.Equal((80.00m, 80.00m), Sums(First, Second, Recovered));
        Assert.Equal((100.00m, 0m), Sums(First, Second, Recovered with { CreditId = OtherReturnId }));
    }

    private static (decimal All, decimal Elsewhere) Sums(params InvoiceLineLedgerEvent[] history) =>
        Given(history).State is var line ? (line.Credited("USD"), line.CreditedElsewhere("S30", "USD")) : default;
}

public sealed class PostChargeTests : Spec<Ledger, LedgerEvent>
{
    private static readonly ChargePosted Charge = new(ReturnId, ReturnId, Number, "INV-1", Usd(27m), 180m, Monday);

    [Fact]
    public void A_charge_is_entered_once()
    {
        Given().When(ledger => PostCharge.Decide(ledger, new(Charge))).Then(Charge);
        var other = Charge with { ChargeId = OtherReturnId };
        Given(Charge).When(ledger => PostCharge.Decide(ledger, new(other))).Then(other);
        Given(Charge, other).When(ledger => PostCharge.Decide(ledger, new(Charge))).ThenNothing();
    }

    [Fact]
    public void One_revision_of_an_activation_says_one_thing() =>
        Given(Activated).When(ledger => RecordActivation.Decide(ledger, new(Activated with { Withdrawn = true })))
            .ThenRefused("feed.conflict");
}

public sealed class ReviewCreditTests : Spec<CreditCase, CreditCaseEvent>
{
    private static readonly ReviewCredit Stands = new(ReviewCredit.Stands, "the invoice was right", "bert", "credit-analyst", Monday);
    private static readonly ReviewCredit Recovered = Stands with { Outcome = ReviewCredit.Recovered, Reason = "paid back" };

    private static CreditReviewed Of(ReviewCredit review) =>
        new(CreditId, review.Outcome, review.Reason, review.Analyst, review.Role, review.Now);

    private static Outcome By(ReviewCredit review, params CreditCaseEvent[] history) =>
        Given(history).When(state => ReviewCredit.Decide(state, review));

    [Fact]
    public void A_credit_that_stands_may_be_looked_at_again_and_one_that_was_recovered_is_final()
    {
        By(Stands, Credited180).Then(Of(Stands));
        By(Stands, Credited180, Of(Stands)).ThenNothing();
        By(Stands with { Reason = "looked again" }, Credited180, Of(Stands)).Then(Of(Stands with { Reason = "looked again" }));
        By(Recovered, Credited180, Of(Stands)).Then(Of(Recovered));
        By(Recovered, Credited180, Of(Recovered)).ThenNothing();
        By(Recovered with { Outcome = ReviewCredit.Stands }, Credited180, Of(Recovered)).ThenRefused("credit.already-recovered");
    }

    [Fact]
    public void Only_a_credit_is_reviewed_and_not_by_its_inspector()
    {
        By(Stands, Late).ThenRefused("credit.not-issued");
        By(Stands).ThenRefused("credit.not-issued");
        var inspected = Credited180 with { Request = Camera with { InspectedBy = "bert" } };
        By(Stands, inspected).ThenRefused("credit.inspected-by-same-person");
        By(Stands with { Analyst = "ana" }, inspected).Then(Of(Stands with { Analyst = "ana" }));
    }
}

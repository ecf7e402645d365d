using Rma.Issuance.Orders;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Rmas;

public sealed class ReissueRmaTests : Spec<ReturnAuthorization, RmaEvent>
{
    private static readonly RmaIssued Issued = RequestRmaTests.Issued();
    private static readonly Guid New = new("0195f000-0000-7000-8000-0000000000ee");
    private static readonly ReissueRma Reissue = new(New, "RMA-NEW", Monday.AddDays(40));
    private static readonly LineClosed Expired = new(Issued.Lines[0].ReturnId, "expired", Monday.AddDays(33));

    [Fact]
    [Rule("P4/15", Shows.Accepted)]
    public void A_new_number_is_linked_to_the_expired_one() =>
        Given(Issued, Expired).When(rma => ReissueRma.Decide(rma, Reissue)).Then(new RmaReissued(New, "RMA-NEW", Monday.AddDays(40)));

    [Fact]
    public void And_to_the_cancelled_one() => Given(Issued, new RmaCancelled("mistake", "ada", Monday.AddHours(1)))
        .When(rma => ReissueRma.Decide(rma, Reissue)).Then(new RmaReissued(New, "RMA-NEW", Monday.AddDays(40)));

    [Fact]
    [Rule("P4/15", Shows.AlreadySo)]
    public void Linking_it_twice_changes_nothing() =>
        Given(Issued, Expired, new RmaReissued(New, "RMA-NEW", Monday.AddDays(40))).When(rma => ReissueRma.Decide(rma, Reissue))
            .ThenNothing();

    [Fact]
    [Rule("P4/15", Shows.Accepted)]
    public void C1_a_number_is_over_from_the_first_day_after_its_last_whatever_was_heard()
    {
        var onDay = Reissue with { Today = Issued.ValidThrough.AddDays(1) };
        Given(Issued).When(rma => ReissueRma.Decide(rma, onDay)).Then(new RmaReissued(New, "RMA-NEW", Monday.AddDays(40)));
        Given(Issued).When(rma => ReissueRma.Decide(rma, onDay with { Today = Issued.ValidThrough })).ThenRefused("rma.nothing-to-reissue");
        Given(Issued, new LineArrived(Issued.Lines[0].ReturnId, Monday)).When(rma => ReissueRma.Decide(rma, onDay))
            .ThenRefused("rma.nothing-to-reissue");
        Given(Issued, Expired with { Outcome = "credited" }).When(rma => ReissueRma.Decide(rma, onDay))
            .ThenRefused("rma.nothing-to-reissue");
    }

    [Fact]
    [Rule("P4/15", Shows.Refused)]
    public void Refuses_a_second_new_number_and_one_for_what_is_not_over()
    {
        Given(Issued, Expired, new RmaReissued(Guid.Empty, "RMA-OTHER", Monday)).When(rma => ReissueRma.Decide(rma, Reissue))
            .ThenRefused("rma.already-reissued");
        Given(Issued).When(rma => ReissueRma.Decide(rma, Reissue)).ThenRefused("rma.nothing-to-reissue");
        Given(Issued, Expired with { Outcome = "credited" }).When(rma => ReissueRma.Decide(rma, Reissue))
            .ThenRefused("rma.nothing-to-reissue");
        Given().When(rma => ReissueRma.Decide(rma, Reissue)).ThenRefused("rma.nothing-to-reissue");
    }
}

public sealed class NoteOrderTests : Spec<ReturnAuthorization, RmaEvent>
{
    private static readonly RmaIssued Advance = RequestRmaTests.Issued() is var issued
        ? issued with { Request = issued.Request with { Remedy = Remedies.AdvanceReplacement } } : issued;
    private static readonly ReplacementOrderNoted Order = new("PO-1", 1, ["CAM-2"], Monday.AddDays(1), Monday.AddDays(1));

    private static NoteOrder Note(ReplacementOrderNoted order, string account = "ACC-1") => new(order, account);

    [Fact]
    [Rule("V6/92", Shows.Accepted)]
    public void Notes_an_order_that_names_the_number() => Given(Advance).When(rma => NoteOrder.Decide(rma, Note(Order))).Then(Order);

    [Fact]
    [Rule("V6/92", Shows.AlreadySo)]
    public void The_same_order_again_and_an_older_revision_change_nothing()
    {
        Given(Advance, Order).When(rma => NoteOrder.Decide(rma, Note(Order with { NotedAt = Monday.AddDays(2) }))).ThenNothing();
        Given(Advance, Order with { Revision = 2 }).When(rma => NoteOrder.Decide(rma, Note(Order))).ThenNothing();
        Given(Advance, new RmaCancelled("mistake", "ada", Monday)).When(rma => NoteOrder.Decide(rma, Note(Order))).ThenNothing();
    }

    [Fact]
    public void A_corrected_order_takes_the_place_of_the_first()
    {
        var corrected = Order with { Revision = 2, Skus = ["CAM-3"] };
        Given(Advance, Order).When(rma => NoteOrder.Decide(rma, Note(corrected))).Then(corrected);
        Assert.Equal(corrected, Assert.IsType<ReturnAuthorization.Issued>(Given(Advance, Order, corrected).State).Order);
    }

    [Fact]
    public void The_first_order_placed_counts() => Assert.Equal(
        "PO-0", Assert.IsType<ReturnAuthorization.Issued>(
            Given(Advance, Order, Order with { PurchaseOrderId = "PO-0", PlacedAt = Monday }).State).Order!.PurchaseOrderId);

    [Fact]
    [Rule("V6/92", Shows.Refused)]
    public void Refuses_an_order_of_somebody_else_one_for_another_remedy_and_a_contradiction()
    {
        Given(Advance).When(rma => NoteOrder.Decide(rma, Note(Order, "ACC-2"))).ThenRefused("order.other-account");
        Given(RequestRmaTests.Issued()).When(rma => NoteOrder.Decide(rma, Note(Order))).ThenRefused("order.other-remedy");
        Given(Advance, Order).When(rma => NoteOrder.Decide(rma, Note(Order with { Skus = ["CAM-3"] }))).ThenRefused("feed.conflict");
    }
}

public sealed class LoanerTests : Spec<Return, ReturnEvent>
{
    private static readonly LoanerSentOut Sent = new(RmaId, Number.ToString(), 1, "LOAN-1", "UPS", "1Z", "dora", Monday);
    private static readonly ReturnMoved OnItsWay = new("Initial", "AwaitingArrival", "Authorized", Monday.AddDays(-1));
    private static readonly LoanerCameBack Back = new(RmaId, Number.ToString(), 1, "LOAN-1", "dora", Monday.AddDays(5));

    private static SendLoaner Send(string remedy = Remedies.AdvanceReplacement) => new(Sent, remedy);

    private static TakeLoanerBack Take(string serial = "LOAN-1") => new(serial, "dora", Monday.AddDays(5));

    [Fact]
    public void A_loaner_goes_out_with_an_advance_case() => Given(OnItsWay).When(state => SendLoaner.Decide(state, Send())).Then(Sent);

    [Fact]
    public void And_comes_back_once()
    {
        Given(OnItsWay, Sent).When(state => TakeLoanerBack.Decide(state, Take())).Then(Back);
        Given(OnItsWay, Sent, Back).When(state => TakeLoanerBack.Decide(state, Take())).ThenNothing();
    }

    [Fact]
    public void Refuses_a_second_one_one_for_another_remedy_and_one_for_what_is_over()
    {
        Given(OnItsWay, Sent).When(state =>
            SendLoaner.Decide(state, new(Sent with { LoanerSerialNumber = "LOAN-2" }, Remedies.AdvanceReplacement)))
            .ThenRefused("loaner.already-out");
        Given(OnItsWay).When(state => SendLoaner.Decide(state, Send(Remedies.CreditReturn))).ThenRefused("loaner.not-an-advance-case");
        Given(OnItsWay, OnItsWay with { To = "Closed" }).When(state => SendLoaner.Decide(state, Send())).ThenRefused("loaner.return-over");
        Given().When(state => SendLoaner.Decide(state, Send())).ThenRefused("return.unknown");
    }

    [Fact]
    public void Refuses_to_take_back_what_is_not_out()
    {
        Given(OnItsWay).When(state => TakeLoanerBack.Decide(state, Take())).ThenRefused("loaner.none-out");
        Given(OnItsWay, Sent).When(state => TakeLoanerBack.Decide(state, Take("LOAN-2"))).ThenRefused("loaner.other-unit");
    }
}

using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Repair;
using Rma.Issuance.Returns;

namespace Rma.Issuance.Tests.Returns;

/// <summary>What a return does with every message in every state: repeats, late and early ones too.</summary>
public sealed class ReturnProcessTests
{
    [Theory]
    [MemberData(nameof(ReturnTable.States), MemberType = typeof(ReturnTable))]
    public void Every_message_has_a_defined_answer_in(string state)
    {
        var line = ReturnUnderTest.New.After(ReturnTable.Ways[state]);
        Assert.Equal(state, line.State);
        Assert.Equal(
            ReturnTable.Messages.Select(message => (message, ReturnTable.Answer(state, message))),
            ReturnTable.Messages.Select(message => (message, line.AnswerTo(message))));
    }

    [Theory]
    [MemberData(nameof(ReturnTable.OtherWays), MemberType = typeof(ReturnTable))]
    public void Each_remedy_goes_its_own_way(string remedy, string way, string state) =>
        Assert.Equal(state, ReturnUnderTest.New.After([$"Authorized:{remedy}", .. way.Split(' ')]).State);

    [Fact]
    public void A_message_changes_nothing_but_by_the_answer()
    {
        var line = ReturnUnderTest.New.After("Authorized");
        var before = line.Line with { };
        var step = line.Hear("Received")!;
        Assert.Equal(before, line.Line);
        line.Line.Become(step.After);
        Assert.Equal(step.After, line.Line);
        Assert.Equal(("AwaitingArrival", before.Moves), (step.From, step.Before.Moves));
        Assert.True(step.Moves);
    }

    [Fact]
    public void An_authorized_return_is_expected_at_the_dock_and_has_its_two_deadlines()
    {
        var step = ReturnUnderTest.New.Hear("Authorized")!;
        Assert.Equal(["ExpectReturn"], Published(step).Select(message => message.GetType().Name));
        var deadlines = step.Effects.OfType<ReturnEffect.Schedule>().ToDictionary(one => one.Message.GetType().Name, one => one.At);
        var lastDay = step.After.ValidThrough;
        var zone = ReturnUnderTest.Today.Policies.InForceAt(ReturnMessages.Now).Calendar;
        Assert.Equal(zone.EndOfDay(lastDay.AddDays(-11)), deadlines["ReturnDeadlineApproaching"]);
        Assert.Equal(zone.EndOfDay(lastDay).AddHours(48), deadlines["ReturnDeadlineReached"]);
    }

    [Fact]
    public void A_ticket_has_no_deadline() =>
        Assert.Empty(ReturnUnderTest.New.Hear("AuthorizedByTicket")!.Effects.OfType<ReturnEffect.Schedule>());

    [Fact]
    public void A_license_goes_to_credit_at_once_and_credit_asks_back()
    {
        var step = ReturnUnderTest.New.Hear("AuthorizedLicence")!;
        Assert.Equal(("AwaitingCredit", false), (step.After.CurrentState, step.Effects.OfType<ReturnEffect.RequestCredit>().Single()
            .Confirmed));
        var asked = ReturnUnderTest.New.After("AuthorizedLicence").Hear("FactsRequested")!;
        Assert.True(asked.Effects.OfType<ReturnEffect.RequestCredit>().Single().Confirmed);
    }

    [Theory]
    [InlineData("Authorized:otc-exchange Received Inspected Tested", Purposes.ReplaceStock)]
    [InlineData("Authorized:otc-exchange Received Inspected Tested:sound", Purposes.ReturnUnrepaired)]
    [InlineData("Authorized:otc-exchange Received Inspected Tested:tampered", Purposes.ReturnUnrepaired)]
    [InlineData("Authorized:otc-exchange Received Inspected", Purposes.Test)]
    [InlineData("Authorized:advance-replacement Received Inspected", Purposes.Test)]
    [InlineData("Authorized:advance-replacement Received Inspected Tested Denied", Purposes.Repair)]
    [InlineData("Authorized:advance-replacement Received Inspected Tested:sound Denied", Purposes.ReturnUnrepaired)]
    [InlineData("Authorized:warranty-repair Received Inspected", Purposes.Repair)]
    [InlineData("Authorized:credit-return Received Inspected Denied", Purposes.ReturnUnrepaired)]
    [InlineData("AuthorizedWithDrive:credit-return Received Inspected Credited", Purposes.ReleaseToStock)]
    [InlineData("AuthorizedWithDrive:credit-return Received Inspected Denied:nothing-due", Purposes.ReleaseToStock)]
    public void The_bench_gets_the_job_that_the_remedy_asks_for(string way, string purpose)
    {
        var steps = way.Split(' ');
        var step = ReturnUnderTest.New.After(steps[..^1]).Hear(steps[^1])!;
        Assert.Equal(purpose, step.Effects.OfType<ReturnEffect.OpenRepairJob>().Single().Purpose);
        Assert.Equal(purpose, step.After.BenchPurpose);
        var again = new ReturnUnderTest(step.After).Hear("Nudged")!;
        Assert.Equal([new ReturnEffect.OpenRepairJob(purpose)], again.Effects);
    }

    [Theory]
    [InlineData("Received Inspected Credited", Outcomes.Credited)]
    [InlineData("Received Inspected Denied ReturnedUnrepaired", Outcomes.ReturnedUnrepaired)]
    [InlineData("Received Inspected Denied:nothing-due", Outcomes.NothingDue)]
    [InlineData("Withdrawn", Outcomes.Cancelled)]
    public void The_end_says_how_it_ended(string way, string outcome)
    {
        var steps = way.Split(' ');
        var step = ReturnUnderTest.New.After(["Authorized", .. steps[..^1]]).Hear(steps[^1])!;
        Assert.Equal(outcome, Published(step).OfType<ReturnClosed>().Single().Outcome);
        Assert.Equal(outcome, step.Effects.OfType<ReturnEffect.CloseRemedy>().Single().Outcome);
        Assert.Equal((outcome, null), (step.After.Outcome, step.After.PendingOutcome));
    }

    [Fact]
    public void The_end_names_the_credit_and_the_charge()
    {
        var credited = ReturnUnderTest.New.After("Authorized", "Received", "Inspected").Hear("Credited")!;
        Assert.Equal(ReturnUnderTest.Id, Published(credited).OfType<ReturnClosed>().Single().CreditId);
        var charged = ReturnUnderTest.New.After("Authorized:warranty-repair", "Received", "Inspected", "ShippedBack").Hear("Charged")!;
        Assert.Equal(ReturnUnderTest.Id, Published(charged).OfType<ReturnClosed>().Single().ChargeId);
    }

    [Fact]
    public void Only_the_last_day_that_is_over_expires_a_return()
    {
        var line = ReturnUnderTest.New.After("Authorized");
        var calendar = ReturnUnderTest.Today.Policies.InForceAt(ReturnMessages.Now).Calendar;
        var end = calendar.EndOfDay(line.Line.ValidThrough);
        Assert.Equal("AwaitingArrival", line.Hear("DeadlineReached", At(end.AddSeconds(-1)))!.After.CurrentState);
        Assert.Single(line.Hear("DeadlineReached", At(end.AddSeconds(-1)))!.Effects.OfType<ReturnEffect.Schedule>());
        var expired = line.Hear("DeadlineReached", At(end))!;
        Assert.Equal("Expired", expired.After.CurrentState);
        Assert.Single(Published(expired).OfType<RmaExpired>());
    }

    [Fact]
    public void An_order_that_would_come_too_late_makes_an_advance_case_ask_again()
    {
        var line = ReturnUnderTest.New.After("Authorized:advance-replacement", "Received", "Inspected", "Tested");
        Assert.Equal([new ReturnEffect.RequestCredit(false)],
            line.Hear("DeadlineReached", At(ReturnMessages.Now.AddDays(40)))!.Effects);
        Assert.Empty(line.Hear("DeadlineReached")!.Effects);
    }

    [Fact]
    public void What_expired_with_a_loaner_lentgoes_on_when_a_scan_made_in_time_is_heard_of_after_all()
    {
        var lent = new ReturnUnderTest(ReturnUnderTest.New.After("Authorized:advance-replacement", "LoanerOut")
            .Hear("DeadlineReached", At(ReturnMessages.Now.AddDays(40)))!.After);
        Assert.Equal(("AwaitingLoaner", Outcomes.Expired), (lent.State, lent.Line.PendingOutcome));
        Assert.Equal("AwaitingTest", lent.After("Received", "Inspected").State);
        Assert.Equal("AwaitingTest", lent.After("Inspected", "Received").State);
        Assert.Equal("Expired", lent.After("LoanerBack").State);
        Assert.Equal("AwaitingTest", lent.After("LoanerBack", "Inspected", "Received").State);
    }

    [Fact]
    public void An_answer_to_a_quote_that_comes_again_is_a_repeat()
    {
        var line = ReturnUnderTest.New.After("Authorized:paid-repair", "Received", "Inspected", "Quoted", "Approved");
        Assert.Equal("a repeat", line.Hear("Approved")!.NoteText);
        Assert.Equal("approved before its quote was heard of", line.Hear("Approved:2")!.NoteText);
        Assert.Equal("this version was answered before it was heard of", line.Hear("Quoted")!.NoteText);
        Assert.Equal("AwaitingQuoteAnswer", line.AnswerTo("Quoted:2"));
    }

    [Fact]
    public void A_swap_carries_the_last_day_of_the_original_and_a_stock_replacement_its_own()
    {
        var swapped = ReturnUnderTest.New.After("Authorized:warranty-repair", "Received", "Inspected").Hear("Replaced")!;
        var exchanged = ReturnUnderTest.New.After("Authorized:otc-exchange", "Received", "Inspected", "Tested")
            .Hear("Replaced:stock-replacement")!;
        Assert.Equal(IssuanceUnderTest.Today.AddDays(100), Replaces(swapped).WarrantyEndsOn);
        Assert.Null(Replaces(exchanged).WarrantyEndsOn);
        Assert.Equal((Outcomes.Replaced, Outcomes.Exchanged), (swapped.After.PendingOutcome, exchanged.After.PendingOutcome));

        static Issuance.Units.UnitReplaces Replaces(ReturnStep step) =>
            step.Effects.OfType<ReturnEffect.RecordInBiography>().Select(one => one.Event).OfType<Issuance.Units.UnitReplaces>().Single();
    }

    private static ReturnSurroundings At(DateTimeOffset now) => ReturnUnderTest.Today with { Now = now };

    private static IEnumerable<object> Published(ReturnStep step) =>
        step.Effects.OfType<ReturnEffect.Publish>().Select(publish => publish.Message);
}

using Rma.Contracts.Issuance;
using Rma.Contracts.Repair;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Issuance.Returns;

namespace Rma.Issuance.Tests.Returns;

/// <summary>What a return writes down about a message that came late or again, and what it remembers for credit.</summary>
public sealed class ReturnNotesTests
{
    private const string Late = "too late to matter";
    private const string Repeat = "a repeat";

    public static TheoryData<string, string, string> Notes => new()
    {
        { "OnBench", "Withdrawn", Late }, { "AwaitingCharge", "Withdrawn", Late }, { "AwaitingLoaner", "Withdrawn", Late },
        { "Closed", "Withdrawn", Late }, { "Expired", "Withdrawn", Repeat }, { "Cancelled", "Withdrawn", Repeat },
        { "WithAnalyst", "Withdrawn", "it had arrived when the number was cancelled; the return goes on" },
        { "AwaitingArrival", "DeadlineApproaching", "its number is about to expire" },
        { "Expired", "DeadlineApproaching", Late }, { "Cancelled", "DeadlineApproaching", Late },
        { "OnBench", "DeadlineApproaching", "it arrived in time" },
        { "Expired", "DeadlineReached", Repeat }, { "Cancelled", "DeadlineReached", Repeat },
        { "AwaitingLoaner", "DeadlineReached", Repeat }, { "Closed", "DeadlineReached", Late },
        { "AwaitingCredit", "DeadlineReached", "it arrived in time" },
        { "AwaitingCredit", "Restated", "the purchase was restated" }, { "WithAnalyst", "Restated", "the purchase was restated" },
        { "AwaitingCharge", "Restated", "the purchase was restated" }, { "OnBench", "Restated", Late },
        { "AwaitingLoaner", "Restated", Late }, { "Closed", "Restated", Late },
        { "AwaitingArrival", "Restated", "the purchase was restated; credit will be asked with it" },
        { "AwaitingArrival", "Ordered", "the replacement was ordered; credit will be asked with it" },
        { "AwaitingInspection", "Ordered", "the replacement was ordered; credit will be asked with it" },
        { "AwaitingTest", "Ordered", "the replacement was ordered; credit will be asked with it" },
        { "WithAnalyst", "Ordered", "the replacement was ordered" }, { "Closed", "Ordered", Late },
        { "InRepair", "Declined", "declined before its quote was heard of" },
        { "InRepair", "Repaired", "it works again; it has to be shipped" },
        { "AwaitingQuoteAnswer", "Reminded", "the quote is still unanswered" }, { "InRepair", "Reminded", Late },
        { "Expired", "Nudged", Late }, { "Cancelled", "Nudged", Late }, { "Closed", "Nudged", Late },
        { "WithAnalyst", "Nudged", "retried; credit was asked again" },
        { "AwaitingLoaner", "Nudged", "retried; what it waits for cannot be asked for" },
        { "AwaitingLoaner", "ReleasedToStock", Repeat }, { "Cancelled", "Authorized", Repeat },
    };

    [Theory]
    [MemberData(nameof(Notes))]
    public void A_message_is_noted_as(string state, string message, string note) =>
        Assert.Equal(note, ReturnUnderTest.New.After(ReturnTable.Ways[state]).Hear(message)!.NoteText);

    [Fact]
    public void A_cancellation_heard_of_first_ends_the_return_when_its_authorization_comes()
    {
        var first = ReturnUnderTest.New.After("Withdrawn");
        Assert.Equal((ReturnStates.Cancelled, false), (first.State, first.Line.IsRemembered));
        var step = first.Hear("Authorized")!;
        Assert.Equal(("its cancellation was heard of first", Outcomes.Cancelled, true),
            (step.NoteText, step.After.Outcome, step.After.IsRemembered));
    }

    [Theory]
    [InlineData("Approved", false)]
    [InlineData("Declined", true)]
    public void An_answer_is_remembered_with_its_version(string answer, bool declined)
    {
        var line = ReturnUnderTest.New.After([.. ReturnTable.Ways["AwaitingQuoteAnswer"], answer]).Line;
        Assert.Equal((1, declined), (line.AnsweredQuoteVersion, line.QuoteDeclined));
    }

    [Theory]
    [InlineData(null, null, false, Outcomes.ReturnedUnrepaired)]
    [InlineData(ReasonsUnrepaired.NoFaultFound, null, false, Outcomes.NoFaultFound)]
    [InlineData(ReasonsUnrepaired.QuoteDeclined, null, true, Outcomes.ReturnedUnrepaired)]
    [InlineData(ReasonsUnrepaired.Withdrawn, null, true, Outcomes.ReturnedUnrepaired)]
    [InlineData(null, 1, true, Outcomes.ReturnedUnrepaired)]
    public void A_unit_that_left_as_it_came_says_whether_a_quote_was_declined(string? because, int? version, bool declined, string outcome)
    {
        var line = ReturnUnderTest.New.After(ReturnTable.Ways["InRepair"]);
        var left = (UnitReturnedUnrepaired)ReturnMessages.Of("ReturnedUnrepaired", ReturnUnderTest.Id, "S1");
        var step = ReturnProcess.Next(line.Line, left with { Because = because, DeclinedQuoteVersion = version }, ReturnUnderTest.Today)!;
        Assert.Equal((declined, outcome), (step.After.QuoteDeclined, step.After.PendingOutcome));
    }

    [Fact]
    public void What_left_repaired_or_was_replaced_has_been_diagnosed()
    {
        var repair = ReturnUnderTest.New.After(ReturnTable.Ways["InRepair"]);
        Assert.True(repair.After("ShippedBack").Line.Diagnosed);
        var replaced = repair.Hear("Replaced")!;
        Assert.True(replaced.After.Diagnosed);
        Assert.Equal(["S1", "S1-R"], replaced.Effects.OfType<ReturnEffect.RecordInBiography>().Select(one => one.SerialNumber));
    }

    [Fact]
    public void Every_move_counts_one()
    {
        Assert.Equal([0, 1, 2, 3], new[] { [], ["Authorized"], ["Authorized", "Received"], ReturnTable.Ways["AwaitingCredit"] }
            .Select(way => ReturnUnderTest.New.After(way).Line.Moves));
    }

    [Fact]
    public void The_notice_of_the_expiry_is_given_up_on_its_own_day()
    {
        var lastDay = IssuanceUnderTest.Today.AddDays(30);
        var calendar = ReturnUnderTest.Today.Policies.InForceAt(ReturnMessages.Now).Calendar;
        var notice = calendar.EndOfDay(lastDay.AddDays(-11)); // the first instant of the day of the notice
        Assert.Equal(2, Deadlines(notice.AddSeconds(-1)));
        Assert.Equal(1, Deadlines(notice));

        static int Deadlines(DateTimeOffset now) => ReturnUnderTest.New.Hear("Authorized", ReturnUnderTest.Today with { Now = now })!
            .Effects.OfType<ReturnEffect.Schedule>().Count();
    }

    [Fact]
    public void Exclusions_of_inspection_and_bench_are_told_once()
    {
        var sound = new UnitCondition(false, false, false, [], "intact", false, false, null, []);
        Assert.Empty(new ReturnState { Condition = sound }.Exclusions());
        Assert.Empty(new ReturnState().Exclusions());
        var worn = sound with { EnclosureOpened = true, SerialLabel = "missing", Exclusions = ["fire"] };
        Assert.Equal(["opened", "serial-missing", "fire", "surge"],
            new ReturnState { Condition = worn, BenchExclusions = ["opened", "surge"] }.Exclusions());
    }

    [Theory]
    [InlineData(Outcomes.NothingDue, Outcomes.Credited, Outcomes.NothingDue)]
    [InlineData(null, Outcomes.Credited, Outcomes.Credited)]
    [InlineData(null, null, "closed")]
    public void An_end_that_was_held_comes_before_the_one_it_had(string? pending, string? outcome, string held) =>
        Assert.Equal(held, ReturnStep.Of(new() { PendingOutcome = pending, Outcome = outcome }, ReturnUnderTest.Today).HeldOutcome);

    [Fact]
    public void A_unit_released_to_stock_ends_as_its_credit_said()
    {
        var step = ReturnUnderTest.New
            .After("AuthorizedWithDrive:credit-return", "Received", "Inspected", "Denied:nothing-due").Hear("ReleasedToStock")!;
        Assert.Equal(Outcomes.NothingDue, step.After.Outcome);
    }
}

using Rma.Policy;
using Rma.Repair.RepairJobs;
using Rma.Testing;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class QuoteRepairTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RepairDecided Verdict = DecidedOn(OldCamera, Defective);
    private static readonly QuoteRepair Dearer = Quote with { Lines = [.. Quote.Lines, new("parts", "power supply", 20.00m)] };

    [Fact]
    [Rule("O1/56", Shows.Accepted)]
    [Rule("O1/57", Shows.Accepted)]
    public void A_repair_that_is_not_covered_is_quoted_with_its_deadlines() =>
        Given(OldCamera, Verdict).When(job => QuoteRepair.Decide(job, Quote)).Then(new RepairQuoted(
            1, Quote.Lines, 145.50m, "USD", "tina", Monday.AddHours(4),
            // The end of day 7 and of day 30 in Los Angeles, where the clocks change on 2026-03-08.
            new(2026, 3, 10, 7, 0, 0, TimeSpan.Zero), new(2026, 4, 2, 7, 0, 0, TimeSpan.Zero), Monday.AddHours(4).AddDays(90), Us.Id));

    [Fact]
    public void A_quote_has_a_reminder_and_an_escalation_and_each_new_version_its_own()
    {
        var quoted = (RepairQuoted)QuotedOn(OldCamera);
        var second = quoted with { QuoteVersion = 2 };
        var unit = (RepairJob.Quoted)After(OldCamera, Verdict, quoted);
        Assert.Equal([("quote-due/1/remind", quoted.RemindAt, false), ("quote-due/1/escalate", quoted.EscalateAt, true)],
            QuoteDeadlines.Of(new(3, quoted, unit)).Select(due => (due.Key, due.At, ((Contracts.Repair.V1.QuoteDue)due.Message).Escalate)));
        Assert.Equal(["quote-due/2/remind", "quote-due/2/escalate"],
            QuoteDeadlines.Of(new(4, second, After(OldCamera, Verdict, quoted, second))).Select(due => due.Key));
        Assert.Empty(QuoteDeadlines.Of(new(2, Verdict, After(OldCamera, Verdict))));
    }

    [Fact]
    [Rule("W6/39", Shows.Accepted)]
    public void An_excluded_unit_is_quoted_within_its_period()
    {
        var burnt = Recorder with { Exclusions = ["fire"] };
        Assert.Single(QuoteRepair.Decide(After(burnt, DecidedOn(burnt, Defective)), Quote));
    }

    [Fact]
    public void The_same_quote_again_changes_nothing()
    {
        Given(OldCamera, Verdict, QuotedOn(OldCamera))
            .When(job => QuoteRepair.Decide(job, Quote with { Lines = [.. Quote.Lines], Now = Monday.AddDays(2) })).ThenNothing();
        Given(OldCamera, Verdict, QuotedOn(OldCamera), Approved).When(job => QuoteRepair.Decide(job, Quote)).ThenNothing();
    }

    [Fact]
    [Rule("O1/57", Shows.Refused)]
    public void A_new_amount_is_a_new_version_and_voids_the_approval_of_the_one_before()
    {
        var second = QuotedOn(OldCamera, 2) with { Lines = Dearer.Lines, Amount = 165.50m };
        Given(OldCamera, Verdict, QuotedOn(OldCamera), Approved).When(job => QuoteRepair.Decide(job, Dearer)).Then(second);
        Given(OldCamera, Verdict, QuotedOn(OldCamera), Approved, second)
            .When(job => RepairUnit.Decide(job, new("Replaced it", [], 10, "tina", Monday))).ThenRefused("repair.not-approved");
    }

    [Fact]
    public void Versions_go_on_counting_after_a_new_diagnosis() =>
        Assert.Equal(2, Assert.IsType<RepairQuoted>(
            Assert.Single(QuoteRepair.Decide(
            After(OldCamera, Verdict, QuotedOn(OldCamera), Verdict with { Findings = "two boards" }), Quote))).QuoteVersion);

    [Theory]
    [InlineData(null, null, "quote.currency-missing")]
    [InlineData("USD", "EUR", "quote.currency-differs")]
    [InlineData("JPY", null, "quote.amount-malformed")] // 55.50 yen
    [InlineData("XAU", null, "quote.amount-malformed")]
    public void Refuses_amounts_in_no_or_another_currency(string? invoiced, string? said, string code)
    {
        var job = OldCamera with { Currency = invoiced };
        Given(job, DecidedOn(job, Defective)).When(state => QuoteRepair.Decide(state, Quote with { Currency = said })).ThenRefused(code);
    }

    [Fact]
    [Rule("O1/56", Shows.Refused)]
    public void A_covered_repair_is_not_quoted() =>
        Assert.Equal(["W1"], Given(Recorder, DecidedOn(Recorder, Defective)).When(job => QuoteRepair.Decide(job, Quote))
            .ThenRefused("repair.covered").Clauses);

    [Fact]
    public void Refuses_what_cannot_be_quoted()
    {
        Given(OldCamera).When(job => QuoteRepair.Decide(job, Quote)).ThenRefused("repair.not-diagnosed");
        Given(OldCamera, DecidedOn(OldCamera, BeyondRepair)).When(job => QuoteRepair.Decide(job, Quote))
            .ThenRefused("repair.to-be-sent-back");
        Given(OldCamera, Verdict, QuotedOn(OldCamera), Declined).When(job => QuoteRepair.Decide(job, Quote))
            .ThenRefused("repair.quote-declined");
        Given(OldCamera, Verdict, QuotedOn(OldCamera), Approved, Repaired).When(job => QuoteRepair.Decide(job, Dearer))
            .ThenRefused("repair.work-done");
        Given(CameraToTest).When(job => QuoteRepair.Decide(job, Quote)).ThenRefused("repair.only-to-be-tested");
        Given(CameraToSender, Returned).When(job => QuoteRepair.Decide(job, Quote)).ThenRefused("repair.already-returned");
        Given().When(job => QuoteRepair.Decide(job, Quote)).ThenRefused("repair.not-opened");
    }
}

public sealed class AnswerQuoteTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RepairJobEvent[] Waiting = [OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera)];
    private static readonly RepairJobEvent[] WaitingAgain = [.. Waiting, QuotedOn(OldCamera, 2) with { Amount = 165.50m }];
    private static readonly ApproveQuote Approve = new(1, 145.50m, null, "dora", Monday.AddHours(5));
    private static readonly DeclineQuote Decline = new(1, "too dear", "dora", Monday.AddHours(5));

    [Fact]
    [Rule("O1/57", Shows.Accepted)]
    public void An_approval_that_names_version_and_amount_is_taken() =>
        Given(Waiting).When(job => ApproveQuote.Decide(job, Approve)).Then(Approved);

    [Theory]
    [Rule("O1/57", Shows.Refused)]
    [InlineData(2, 145.50, "USD")]
    [InlineData(1, 145.49, "USD")]
    [InlineData(1, 145.50, "EUR")]
    public void With_a_wrong_version_amount_or_currency_nothing_is_approved(int version, double amount, string currency) =>
        Given(Waiting).When(job => ApproveQuote.Decide(
            job, Approve with { QuoteVersion = version, Amount = (decimal)amount, Currency = currency }))
            .ThenRefused("quote.other-version");

    [Fact]
    [Rule("O1/57", Shows.Refused)]
    public void S11_whoever_quoted_does_not_approve_for_the_customer_in_any_spelling()
    {
        var quoted = (RepairQuoted)Waiting[^1];
        foreach (var name in new[] { quoted.QuotedBy, quoted.QuotedBy.ToUpperInvariant(), $" {quoted.QuotedBy}" })
            Given(Waiting).When(job => ApproveQuote.Decide(job, Approve with { By = name })).ThenRefused("quote.same-person");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("he said")]
    public void S11_the_desk_does_not_approve_without_saying_where_the_requesters_word_is_found(string? evidence) =>
        Given(Waiting).When(job => ApproveQuote.Decide(job, Approve with { IsForRequester = true, Evidence = evidence }))
            .ThenRefused("quote.evidence-missing");

    [Fact]
    public void S11_the_evidence_is_kept_with_the_approval() => Assert.Equal("their mail of 27 November", Assert.IsType<QuoteApproved>(
        ApproveQuote.Decide(Given(Waiting).State, Approve with { IsForRequester = true, Evidence = "their mail of 27 November" }).Single())
        .Evidence);

    [Fact]
    public void An_overtaken_version_is_not_approved() =>
        Given(WaitingAgain).When(job => ApproveQuote.Decide(job, Approve)).ThenRefused("quote.other-version");

    [Fact]
    [Rule("O1/57", Shows.AlreadySo)]
    public void Approving_twice_changes_nothing_also_after_the_work()
    {
        RepairJobEvent[] approved = [.. Waiting, Approved];
        Given(approved).When(job => ApproveQuote.Decide(job, Approve)).ThenNothing();
        Given([.. approved, Repaired]).When(job => ApproveQuote.Decide(job, Approve)).ThenNothing();
        Given([.. approved, Repaired, CompletedAs(covered: false)]).When(job => ApproveQuote.Decide(job, Approve)).ThenNothing();
        Given(approved).When(job => ApproveQuote.Decide(job, Approve with { Amount = 1m })).ThenRefused("quote.other-version");
    }

    [Fact]
    [Rule("O3/63", Shows.Accepted)]
    public void A_declined_quote_is_final() 
    {
        Given(Waiting).When(job => DeclineQuote.Decide(job, Decline)).Then(Declined);
        Given([.. Waiting, Declined]).When(job => ApproveQuote.Decide(job, Approve)).ThenRefused("repair.quote-declined");
        Given(WaitingAgain).When(job => DeclineQuote.Decide(job, Decline)).ThenRefused("quote.other-version");
        Given([.. Waiting, Declined]).When(job => DeclineQuote.Decide(job, Decline with { QuoteVersion = 2 }))
            .ThenRefused("quote.other-version");
    }

    [Fact]
    [Rule("O3/63", Shows.Refused)]
    public void An_approved_quote_cannot_be_declined() =>
        Given([.. Waiting, Approved]).When(job => DeclineQuote.Decide(job, Decline)).ThenRefused("quote.already-approved");

    [Fact]
    public void There_is_nothing_to_answer_without_a_quote()
    {
        Given(OldCamera).When(job => ApproveQuote.Decide(job, Approve)).ThenRefused("repair.not-quoted");
        Given(Recorder, DecidedOn(Recorder, Defective)).When(job => DeclineQuote.Decide(job, Decline)).ThenRefused("repair.not-quoted");
        Given(CameraToSender, Returned).When(job => ApproveQuote.Decide(job, Approve)).ThenRefused("repair.already-returned");
        Given().When(job => DeclineQuote.Decide(job, Decline)).ThenRefused("repair.not-opened");
    }
}

public sealed class RemindOfQuoteTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RepairQuoted Quoted = QuotedOn(OldCamera);
    private static readonly RepairJobEvent[] Waiting = [OldCamera, DecidedOn(OldCamera, Defective), Quoted];
    private static readonly RemindOfQuote Remind = new(1, Escalate: false, Quoted.RemindAt);
    private static readonly RemindOfQuote Escalate = new(1, Escalate: true, Quoted.EscalateAt);
    private static readonly QuoteReminded Reminded = new(1, false, Quoted.RemindAt);
    private static readonly QuoteReminded Escalated = new(1, true, Quoted.EscalateAt);

    [Fact]
    [Rule("O3/64", Shows.Accepted)]
    public void Silence_is_reminded_of_and_later_told_to_a_person()
    {
        Given(Waiting).When(job => RemindOfQuote.Decide(job, Remind)).Then(Reminded);
        Given([.. Waiting, Reminded]).When(job => RemindOfQuote.Decide(job, Escalate)).Then(Escalated);
    }

    [Fact]
    [Rule("O3/64", Shows.Refused)]
    public void Silence_is_never_an_approval() =>
        Given([.. Waiting, Reminded, Escalated])
            .When(job => RepairUnit.Decide(job, new("Replaced it", [], 10, "tina", Monday.AddDays(400))))
            .ThenRefused("repair.not-approved");

    [Fact]
    [Rule("O3/64", Shows.Refused)]
    public void Nor_a_refusal() =>
        Given([.. Waiting, Reminded, Escalated])
            .When(job => ReturnUnrepaired.Decide(job, new(Ground, Withdrawn: true, "tina", Monday.AddDays(400))))
            .ThenRefused("repair.quote-open");

    [Fact]
    public void It_is_said_once_and_a_reminder_overtaken_by_the_escalation_not_at_all()
    {
        Given([.. Waiting, Reminded]).When(job => RemindOfQuote.Decide(job, Remind)).ThenNothing();
        Given([.. Waiting, Escalated]).When(job => RemindOfQuote.Decide(job, Remind)).ThenNothing();
        Given([.. Waiting, Escalated]).When(job => RemindOfQuote.Decide(job, Escalate)).ThenNothing();
    }

    [Fact]
    public void A_deadline_that_is_early_late_or_of_another_version_means_nothing()
    {
        Given(Waiting).When(job => RemindOfQuote.Decide(job, Remind with { Now = Quoted.RemindAt.AddTicks(-1) })).ThenNothing();
        Given(Waiting).When(job => RemindOfQuote.Decide(job, Escalate with { Now = Quoted.EscalateAt.AddTicks(-1) })).ThenNothing();
        Given(Waiting).When(job => RemindOfQuote.Decide(job, Remind with { QuoteVersion = 2 })).ThenNothing();
        Given([.. Waiting, Approved]).When(job => RemindOfQuote.Decide(job, Escalate)).ThenNothing();
        Given([.. Waiting, Declined]).When(job => RemindOfQuote.Decide(job, Remind)).ThenNothing();
        Given().When(job => RemindOfQuote.Decide(job, Remind)).ThenNothing();
    }
}

using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.Testing;

namespace Rma.Issuance.Tests.Rmas;

public sealed class LapseTests : Spec<ReturnAuthorization, RmaEvent>
{
    private static readonly PolicyVersion Us = PolicyBook.Load().Versions[^1];
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 30, 0, TimeSpan.Zero);
    private static readonly RmaReferred Referred = new(
        new(Guid.Empty, "ACC-1", Remedies.CreditReturn, ["A"], "ada"), "rma.unit-unknown", Monday, [],
        new(Policy.Outcome.Refer, Us.Id, new(2026, 3, 2), [Clauses.P1], "It is not known.", [], ["invoice"], null, null));

    [Fact]
    public void C4_a_referred_request_lapses_after_its_last_day() =>
        Given(Referred).When(rma => LapseRequest.Decide(rma, new(30, Us.Calendar, Monday.AddDays(31))))
            .Then(new RequestLapsed(Monday.AddDays(31)));

    [Fact]
    public void C4_each_referral_has_its_deadline_at_the_end_of_its_last_day()
    {
        var step = new EventSourcing.Step<ReturnAuthorization, RmaEvent>(
            4, Referred, ReturnAuthorization.Evolve(ReturnAuthorization.Initial, Referred));
        var due = Assert.Single(ReferralDeadline.Of(step, PolicyBook.Load(), new ReferralLapse(30)));
        Assert.Equal(("referral-due/4", Us.Calendar.EndOfDay(new DateOnly(2026, 4, 1))), (due.Key, due.At));
    }

    [Fact]
    public void C4_on_its_last_day_it_still_waits() =>
        Given(Referred).When(rma => LapseRequest.Decide(rma, new(30, Us.Calendar, Monday.AddDays(30)))).ThenNothing();

    [Fact]
    public void C4_the_requester_takes_it_back_once() =>
        Given(Referred).When(rma => WithdrawRequest.Decide(rma, new("a typo", "ada", Monday)))
            .Then(new RequestWithdrawn("a typo", "ada", Monday));

    [Fact]
    public void C4_what_lapsed_is_not_withdrawn() =>
        Given(Referred, new RequestLapsed(Monday)).When(rma => WithdrawRequest.Decide(rma, new("a typo", "ada", Monday)))
            .ThenRefused("rma.not-referred");
}

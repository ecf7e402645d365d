using Rma.Issuance.Accounts;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Accounts;

[Trait("Rule", "P1/2")]
public sealed class StateAccountTests : Spec<Account, AccountEvent>
{
    private static readonly AccountStated Terminated = Ada with { Revision = 2, Authorized = false, EffectiveFrom = new(2026, 6, 1) };

    [Fact]
    public void Takes_what_the_account_system_says() => Given().When(account => StateAccount.Decide(account, new(Ada))).Then(Ada);

    [Fact]
    public void The_same_statement_again_changes_nothing() =>
        Given(Ada).When(account => StateAccount.Decide(account, new(Ada with { StatedAt = Monday.AddDays(1) }))).ThenNothing();

    [Fact]
    public void Another_statement_under_the_same_revision_is_a_conflict() =>
        Given(Ada).When(account => StateAccount.Decide(account, new(Ada with { Authorized = false }))).ThenRefused("feed.conflict");

    [Fact]
    public void An_older_revision_that_comes_late_is_still_taken() =>
        Given(Terminated).When(account => StateAccount.Decide(account, new(Ada))).Then(Ada);

    [Theory]
    [InlineData(2026, 5, 31, true)]
    [InlineData(2026, 6, 1, false)]
    public void Authorization_is_what_holds_on_the_day_whatever_came_first(int year, int month, int day, bool authorized)
    {
        var date = new DateOnly(year, month, day);
        Assert.Equal(authorized, Given(Ada, Terminated).State.On(date)!.Authorized);
        Assert.Equal(authorized, Given(Terminated, Ada).State.On(date)!.Authorized);
    }

    [Fact]
    public void A_correction_of_the_same_day_wins_by_revision() =>
        Assert.False(Given(Ada with { Revision = 3, Authorized = false }, Ada).State.On(MondayDate)!.Authorized);

    [Fact]
    public void Before_the_first_statement_nothing_holds() => Assert.Null(Given(Ada).State.On(new(2019, 12, 31)));
}

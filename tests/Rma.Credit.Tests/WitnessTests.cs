using Rma.Contracts.Credit.V1;
using Rma.Testing;

namespace Rma.Credit.Tests;

/// <summary>A credit needs two services that say the same; neither request nor witness is lost, in whatever order they come.</summary>
[Trait(Attack.Trait, Attack.OnMessages)]
public sealed class WitnessTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Theory]
    [InlineData("announcement", "receipt")]
    [InlineData("receipt", "announcement")]
    public async Task A_credit_waits_for_both(string first, string second)
    {
        var asked = CreditUnderTest.Camera($"WAITS-{first}");
        await credit.PublishAlone(asked);
        await credit.InState(asked, "held");
        await Tell(asked, first);
        await Wait.Until(() => credit.Scalar<string>($"select reason from credit_cases where credit_case_id = '{asked.ReturnId}'"),
            reason => reason == $"It waits for the {second}.", "the first witness");
        Assert.Equal(0, await Credits(asked));
        var refused = await credit.Decide(asked, new { outcome = "credit", netAmount = 1m, reason = "they are waiting" });
        Assert.Equal((409, "credit.held"), (refused.Status, refused.Code));
        await Tell(asked, second);
        await credit.InState(asked, "issued");
        Assert.Equal(1, await Credits(asked));
    }

    [Fact]
    public async Task A_return_that_was_announced_for_another_account_or_item_is_not_paid()
    {
        var (account, item) = (CreditUnderTest.Camera("OF-ACC-1"), CreditUnderTest.Camera("ONE-ITEM"));
        await credit.PublishAlone(CreditUnderTest.Announcement(account) with { AccountId = "ACC-2" });
        await credit.PublishAlone(CreditUnderTest.Receipt(account));
        await credit.PublishAlone(CreditUnderTest.Announcement(item));
        await credit.PublishAlone(CreditUnderTest.Receipt(item) with { SerialNumber = "ANOTHER-ITEM" });
        await credit.PublishAlone(account);
        await credit.PublishAlone(item);
        await credit.InState(account, "held");
        await credit.InState(item, "held");
        var paid = (await Credits(account), await Credits(item));
        Attack.Tried(Attack.OnMessages, 2, (int)(paid.Item1 + paid.Item2));
        Assert.Equal((0, 0), paid);
    }

    [Fact]
    public async Task An_invented_return_is_not_paid_whatever_it_says_of_its_age()
    {
        var invented = CreditUnderTest.Camera("INVENTED") with { IssuedAt = CreditUnderTest.Now.AddYears(-1) };
        await credit.PublishAlone(invented);
        await credit.InState(invented, "held");
        var paid = await Credits(invented);
        Attack.Tried(Attack.OnMessages, 1, (int)paid);
        Assert.Equal(0, paid);
    }

    [Fact]
    public async Task A_credit_without_its_witnesses_is_found_by_the_reconciliation()
    {
        var paid = CreditUnderTest.Camera("PAID-ONCE");
        await credit.Publish(paid);
        await credit.InState(paid, "issued");
        await using var forget = credit.Database.CreateCommand(
            $"delete from units_received where return_id = '{paid.ReturnId}'; " +
            $"delete from returns_announced where return_id = '{paid.ReturnId}'");
        await forget.ExecuteNonQueryAsync();
        var kinds = await Wait.Until(async () => (await credit.Get("auditor", "/reconciliation")).Text,
            text => text.Contains("credit.not-received", StringComparison.Ordinal), "the difference");
        Assert.Contains("credit.not-announced", kinds, StringComparison.Ordinal);
    }

    private Task Tell(AssessCredit asked, string witness) => credit.PublishAlone(
        witness == "announcement" ? CreditUnderTest.Announcement(asked) : CreditUnderTest.Receipt(asked));

    private Task<long> Credits(AssessCredit asked) =>
        credit.Scalar<long>($"select count(*) from credits where return_id = '{asked.ReturnId}'");
}

using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;

namespace Rma.Credit.Tests;

/// <summary>S4: the stored history of the service.</summary>
[Trait(Attack.Trait, Attack.OnDatabase)]
public sealed class StoredHistoryTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    public async Task S4_a_changed_added_removed_or_moved_event_is_named()
    {
        var asked = Camera("HIST-1");
        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        await StoredHistory.EachChangeIsNamed(credit);
    }

    [Fact]
    public async Task S4_a_changed_payee_in_the_book_is_named()
    {
        var asked = Camera("HIST-2");
        await credit.Publish(asked);
        await credit.InState(asked, "issued");
        await StoredHistory.Do(credit, Pay("ACC-9"));
        Assert.Equal(["read model credit-book: against its events 0 rows are missing, 1 differ, 0 are too many"],
            await StoredHistory.Verify(credit));
        await StoredHistory.Do(credit, Pay("ACC-1"));
        Assert.Empty(await StoredHistory.Verify(credit));

        string Pay(string account) => "begin; set local rma.rebuild = 'on'; " +
            $"update credits set account_id = '{account}' where return_id = '{asked.ReturnId}'; commit";
    }

    [Fact]
    public Task S4_the_role_of_the_running_service_has_the_least_rights() => StoredHistory.TheRunningServiceHasTheLeastRights(credit);
}

using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>S4: the stored history of the service.</summary>
[Trait(Attack.Trait, Attack.OnDatabase)]
public sealed class StoredHistoryTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task S4_a_changed_added_removed_or_moved_event_is_named()
    {
        await issuance.Sold("HIST-1");
        await issuance.Events("unit-HIST-1", 2);
        await StoredHistory.EachChangeIsNamed(issuance);
    }

    [Fact]
    public Task S4_the_role_of_the_running_service_has_the_least_rights() => StoredHistory.TheRunningServiceHasTheLeastRights(issuance);
}

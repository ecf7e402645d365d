using Rma.Testing;
using static Rma.Repair.Tests.RepairUnderTest;

namespace Rma.Repair.Tests;

/// <summary>S4: the stored history of the service.</summary>
[Trait(Attack.Trait, Attack.OnDatabase)]
public sealed class StoredHistoryTests(RepairUnderTest repair) : IClassFixture<RepairUnderTest>
{
    [Fact]
    public async Task S4_a_changed_added_removed_or_moved_event_is_named()
    {
        await repair.Quoted(Expired("HIST-1"));
        await StoredHistory.EachChangeIsNamed(repair);
    }

    [Fact]
    public Task S4_the_role_of_the_running_service_has_the_least_rights() => StoredHistory.TheRunningServiceHasTheLeastRights(repair);
}

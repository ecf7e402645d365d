using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>S4: the stored history of the service.</summary>
[Trait(Attack.Trait, Attack.OnDatabase)]
public sealed class StoredHistoryTests(ReceivingUnderTest receiving) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task S4_a_changed_added_removed_or_moved_event_is_named()
    {
        var asked = await receiving.Expected("HIST-1");
        await receiving.AcceptedParcel("hist-1", asked.RmaNumber);
        await StoredHistory.EachChangeIsNamed(receiving);
    }

    [Fact]
    public Task S4_the_role_of_the_running_service_has_the_least_rights() => StoredHistory.TheRunningServiceHasTheLeastRights(receiving);
}

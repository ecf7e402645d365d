using Rma.Testing;

namespace Rma.Chaos.Tests;

/// <summary>What the page tells an operator to do when nodes of a cluster are lost, run as it stands, brings all in order again.</summary>
[Collection("cluster")]
public sealed class ClusterRunbooks(ClusterFixture fixture) : IAsyncLifetime
{
    private readonly ClusterFaults faults = new(fixture.Stage.Instance);
    private Runbook? opened;

    private Instance Instance => fixture.Stage.Instance;

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    public Task InitializeAsync() => Task.CompletedTask;

    // What one that failed has stopped is started again for the next.
    public Task DisposeAsync() => opened is null or { IsOver: true } ? Task.CompletedTask : Instance.Rma("up");

    [Fact]
    [Runbook("runbooks", "A broker node is lost", Whole = true)]
    public async Task A_lost_node_of_the_broker_is_started()
    {
        var page = Open("A broker node is lost");
        await Instance.Kill("rabbitmq-2", Soon);
        await page.Shows("Look at", "RabbitMQ (rabbitmq-2) does not run", "2 of them there, of 3");
        await page.Run("Do", [("node", "rabbitmq-2")]);
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("alerts", "QueueHasFewMembers", Whole = true)]
    public async Task Queues_have_all_members_again_when_everything_that_is_missing_is_started()
    {
        var page = Open("QueueHasFewMembers", "alerts");
        await Instance.Kill("rabbitmq-3", Soon);
        await page.Shows("Look at", "2 of them there, of 3");
        await page.Run("Do");
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "A broker node lost its disk", Whole = true)]
    public async Task A_node_that_lost_its_disk_joins_with_nothing()
    {
        var page = Open("A broker node lost its disk");
        await Instance.Kill("rabbitmq-3", Soon);
        Directory.Delete(Path.Combine(Instance.Folder, "rabbitmq-3", "mnesia"), recursive: true);
        await page.Shows("Look at", "RabbitMQ (rabbitmq-3) does not run", "RabbitMQ (rabbitmq-2) answers");
        await page.Run("Do", [("node", "rabbitmq-3")]);
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "Two broker nodes are lost", Whole = true)]
    public async Task Two_lost_nodes_are_started_and_queues_go_on()
    {
        var page = Open("Two broker nodes are lost");
        await Instance.Kill("rabbitmq", Soon);
        await Instance.Kill("rabbitmq-3", Soon);
        await page.Shows("Look at", "RabbitMQ (rabbitmq) does not run", "RabbitMQ (rabbitmq-3) does not run");
        await page.Run("Do");
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "The network between broker nodes is cut", Whole = true)]
    public async Task A_node_that_was_cut_off_joins_again_by_itself()
    {
        var page = Open("The network between broker nodes is cut");
        await faults.CutOff("rabbitmq");
        try
        {
            await page.ShowsSoon("Look at", said => said.Contains("RabbitMQ (rabbitmq) runs but does not answer", StringComparison.Ordinal)
                && said.Contains("2 of them there, of 3", StringComparison.Ordinal), "the node that paused");
        }
        finally
        {
            await faults.Join("rabbitmq");
        }

        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "The primary is lost", Whole = true)]
    public async Task The_standby_takes_over_from_a_lost_primary_which_comes_back_as_standby()
    {
        var page = Open("The primary is lost");
        var (primary, standby) = (Instance.Primary, Instance.Standby);
        await Instance.Kill(primary, Soon);
        await page.Shows("Look at", $"PostgreSQL ({primary}) does not run", $"PostgreSQL ({standby}) answers");
        await page.Run("Do");
        Assert.Equal(standby, Instance.Primary);
        await page.Run("Do", [("the one before", primary)]);
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "The standby is lost", Whole = true)]
    public async Task A_lost_standby_is_waited_for_or_the_primary_goes_on_alone()
    {
        var page = Open("The standby is lost");
        var standby = Instance.Standby;
        await Instance.Kill(standby, Soon);
        await page.Shows("Look at", $"commits wait for {standby}");
        await page.Run("Do", [("standby", standby)]);
        await Instance.Kill(standby, Soon);
        await page.Run("Do", [("standby", standby)]);
        Assert.True(File.Exists(Path.Combine(Instance.Folder, "alone")));
        await page.Run("Do", [("standby", standby)]);
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "Primary and standby change places", Whole = true)]
    public async Task Primary_and_standby_change_places()
    {
        var page = Open("Primary and standby change places");
        var (primary, standby) = (Instance.Primary, Instance.Standby);
        await page.Shows("Look at", $"{standby} has everything that {primary} commits");
        await page.Run("Do", [("the one before", primary)]);
        Assert.Equal(standby, Instance.Primary);
        await IsInOrder(page);
    }

    [Fact]
    [Runbook("runbooks", "The services are restarted one by one", Whole = true)]
    public async Task Every_service_is_started_again_after_the_one_before_is_ready()
    {
        var page = Open("The services are restarted one by one");
        var before = Instance.Services.Select(Instance.Pid).ToArray();
        await page.Shows("Look at", "All in order.");
        await page.Run("Do");
        Assert.DoesNotContain(true, Instance.Services.Select((service, index) => Instance.Pid(service) == before[index]));
        await IsInOrder(page);
    }

    /// <summary>Of shared/docs/restore.md, whose commands are run on one server each.</summary>
    [Fact]
    [Trait("Form", "whole")]
    public async Task A_cluster_comes_back_from_backups_made_of_either_primary_and_has_a_standby_again()
    {
        var (primary, standby) = (Instance.Primary, Instance.Standby);
        await Instance.Rma("backup");
        await Instance.Rma("promote");
        await Instance.Rma("start", primary);
        await Instance.Rma("backup", "check");
        await Instance.Rma("backup");
        Assert.Equal(standby, Instance.Primary);
        await Instance.Rma("restore");
        await Instance.Rma("doctor"); // it fails when a commit is not on both machines
    }

    private Runbook Open(string section, string name = "runbooks") => opened = new(name, section, Instance.Environment);

    private static async Task IsInOrder(Runbook page)
    {
        await page.ShowsSoon("Then check", said => said.Contains("All in order.", StringComparison.Ordinal), "all to be in order", 180);
        page.Ended();
    }
}

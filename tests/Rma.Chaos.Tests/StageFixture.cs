using System.Collections.Concurrent;
using Rma.Demo;
using Rma.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Rma.Chaos.Tests;

/// <summary>A platform of its own, with proxies on its connections.</summary>
public class StageFixture : IAsyncLifetime
{
    private readonly string name;
    private readonly string topology;

    public StageFixture() : this("chaos-test", "single")
    {
    }

    protected StageFixture(string name, string topology) => (this.name, this.topology) = (name, topology);

    internal Stage Stage { get; private set; } = null!;

    /// <summary>The output of the rounds, for a failure message.</summary>
    internal ConcurrentQueue<string> Said { get; } = new();

    public async Task InitializeAsync()
    {
        await Servers.Rma(name, new Dictionary<string, string> { ["RMA_INFRA"] = "native", ["RMA_TOPOLOGY"] = topology }, "servers");
        Stage = new Stage(new Settings(Servers.ReadEnvironment(name)));
        await Stage.Up();
    }

    public async Task DisposeAsync() => await Stage.DisposeAsync();

    internal Round Round(Options options) => new(Stage, options, Said.Enqueue);

    internal string Tell(Course course) => $"{Report.Markdown(course)}\n{string.Join('\n', Said)}";
}

/// <summary>The same with three brokers, and a standby of the database.</summary>
public sealed class ClusterFixture() : StageFixture("chaos-cluster", "cluster");

[CollectionDefinition("cluster")]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;

[CollectionDefinition("stage")]
public sealed class StageCollection : ICollectionFixture<StageFixture>;

using System.Collections.Concurrent;
using Rma.Demo;
using Rma.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Rma.Chaos.Tests;

/// <summary>A platform of its own, with proxies on its connections.</summary>
public sealed class StageFixture : IAsyncLifetime
{
    private const string Name = "chaos-test";

    internal Stage Stage { get; private set; } = null!;

    /// <summary>The output of the rounds, for a failure message.</summary>
    internal ConcurrentQueue<string> Said { get; } = new();

    public async Task InitializeAsync()
    {
        await Servers.Rma(Name, new Dictionary<string, string> { ["RMA_INFRA"] = "native" }, "servers");
        Stage = new Stage(new Settings(Servers.ReadEnvironment(Name)));
        await Stage.Up();
    }

    public async Task DisposeAsync() => await Stage.DisposeAsync();

    internal Round Round(Options options) => new(Stage, options, Said.Enqueue);

    internal string Tell(Course course) => $"{Report.Markdown(course)}\n{string.Join('\n', Said)}";
}

[CollectionDefinition("stage")]
public sealed class StageCollection : ICollectionFixture<StageFixture>;

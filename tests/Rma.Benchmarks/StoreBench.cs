using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;

namespace Rma.Benchmarks;

/// <summary>(a) Load, decide, append one event, commit: against one raw autocommitted INSERT of the same JSON.</summary>
internal sealed class StoreBench(Ground ground)
{
    private const int Count = 1_500;
    private const int EventsPerStream = 8;
    private int run;

    public async Task<IReadOnlyList<Figure>> Measure(int rounds)
    {
        var figures = new List<Figure>();
        foreach (var (lanes, goal) in new[] { (1, 0.6), (8, 0.5) })
        {
            Console.WriteLine($"  (a) {lanes} at a time");
            figures.AddRange(await Rounds.Rates("a", rounds, () => Floor(lanes),
                new Subject($"load + decide + append, {lanes} at a time", goal, () => Rate(lanes))));
        }

        return figures;
    }

    private Task<double> Rate(int lanes)
    {
        var prefix = $"run-{Interlocked.Increment(ref run)}";
        return Rounds.PerSecond(Count, lanes, async index =>
        {
            await using var scope = ground.Services.CreateAsyncScope();
            var transaction = scope.ServiceProvider.GetRequiredService<AmbientTransaction>();
            var tallies = scope.ServiceProvider.GetRequiredService<Streams<Tally, TallyCounted>>();
            // Consecutive appends use different streams, so there is no waiting for row locks.
            var tally = $"{prefix}-{index % (Count / EventsPerStream)}";
            await tallies.Append(tally, state => Tally.CountOne(state, tally, TimeProvider.System.GetUtcNow()), CancellationToken.None);
            await transaction.Commit();
        });
    }

    private Task<double> Floor(int lanes) => Rounds.PerSecond(Count, lanes, index =>
        ground.Commit(JsonSerializer.Serialize(
            Tally.CountOne(Tally.Initial, $"raw-{index}", TimeProvider.System.GetUtcNow()).Single(), EventNames.Json)));
}

using System.Diagnostics;
using RabbitMQ.Client;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>
/// (c) Whole credit returns per second: against the time that as many raw commits and confirmed publishes as they need take, at the same
/// time and on as many lanes. (e) The same with many returns stored, against the rate with few.
/// </summary>
internal sealed class LifecycleBench(Settings settings, Ground ground)
{
    private const int Lanes = 32;
    private const int Count = 150;

    public async Task<IReadOnlyList<Figure>> Measure(int rounds)
    {
        Console.WriteLine("  (c) whole returns");
        await using var lives = new Lifecycles(settings);
        await lives.Open();
        var needs = await Needs(lives);
        Console.WriteLine(FormattableString.Invariant($"    a return needs {needs.Commits:0.0} commits and {needs.Messages:0.0} messages"));
        var name = FormattableString.Invariant($"whole credit returns ({needs.Commits:0.0} commits, {needs.Messages:0.0} messages each)");
        return await Rounds.Rates("c", rounds, () => Floor(needs), new Subject(name, 0.5, () => Rate(lives)));
    }

    public async Task<IReadOnlyList<Figure>> WithStored(int[] sizes, int rounds)
    {
        await using var lives = new Lifecycles(settings);
        await lives.Open();
        await Rate(lives, 3 * Count); // freshly started services are slower
        var (figures, first) = (new List<Figure>(), 0d);
        foreach (var size in sizes)
        {
            Console.WriteLine($"  (e) {size:N0} returns stored");
            await Stored.Reach(settings, size);
            await Rate(lives);
            var rates = new List<double>();
            for (var round = 0; round < rounds; round++) rates.Add(await Rate(lives));
            var rate = Rounds.Median(rates);
            if (first == 0) first = rate;
            figures.Add(new("e", FormattableString.Invariant($"whole credit returns with {size:N0} stored"), "/s", rate, first,
                rate / first, Rounds.Noise(rates, rate), size == sizes[0] ? "" : "≥ 0.9", rate / first >= 0.9));
            Console.WriteLine(FormattableString.Invariant($"    {rate:0.0}/s: {rate / first:0.00}"));
        }

        return figures;
    }

    private static async Task<(double Commits, double Messages)> Needs(Lifecycles lives)
    {
        var serials = await lives.Sold(50);
        var before = await lives.Done();
        await Rounds.PerSecond(serials.Length, Lanes, index => lives.Live(serials[index]));
        await Task.Delay(1_500); // the end of the return follows the note
        var after = await lives.Done();
        return ((double)(after.Commits - before.Commits) / serials.Length, (double)(after.Messages - before.Messages) / serials.Length);
    }

    private static Task<double> Rate(Lifecycles lives) => Rate(lives, Count);

    /// <summary>Runs this many returns; returns the rate per second.</summary>
    internal static async Task<double> Rate(Lifecycles lives, int count)
    {
        var serials = await lives.Sold(count);
        return await Rounds.PerSecond(count, Lanes, index => lives.Live(serials[index]));
    }

    private async Task<double> Floor((double Commits, double Messages) needs)
    {
        await using var connection = await ground.Connecting.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await Ground.DeclareRawQueue(channel);
        var body = new byte[1_000];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Rounds.PerSecond((int)(Count * needs.Commits), Lanes, index =>
                ground.Commit($"{{\"step\":{index},\"text\":\"{new string('x', 400)}\"}}")),
            Rounds.PerSecond((int)(Count * needs.Messages), Lanes, async _ =>
                await channel.BasicPublishAsync(
                "", Ground.RawQueue, true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, body)));
        var rate = Count / watch.Elapsed.TotalSeconds;
        await channel.QueuePurgeAsync(Ground.RawQueue);
        return rate;
    }
}

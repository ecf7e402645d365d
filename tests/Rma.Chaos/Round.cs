using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>How a run went, beside what the checker found.</summary>
/// <param name="Played">Whether all that was to happen has happened.</param>
/// <param name="Rate">Whole lifecycles a second, from the first request to the last note at finance, faults included.</param>
/// <param name="Drained">Seconds from the end of the last fault until everything was empty; null when it never was.</param>
/// <param name="Struck">Faults by kind.</param>
/// <param name="Answers">HTTP answers by service and status, also those after which the request went out again.</param>
internal sealed record Course(
    Options Options, int Begun, bool Played, TimeSpan Took, double Rate, double? Drained, IReadOnlyDictionary<string, int> Struck, int Missed, int CutCommits, int Copies, int Deliveries,
    decimal Credited, IReadOnlyDictionary<string, int> Answers, Findings Findings)
{
    /// <summary>Long absences, when that was played.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];
}

/// <summary>One load under one schedule, and the reckoning.</summary>
internal sealed class Round(Stage stage, Options options, Action<string> say)
{
    private readonly string run = TimeProvider.System.GetUtcNow().ToString("MMddHHmmss", CultureInfo.InvariantCulture);
    private readonly ConcurrentDictionary<string, int> answers = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private volatile bool draining;

    private TimeSpan Patience => TimeSpan.FromSeconds(options.Patience);

    private string Folder => Path.Combine(stage.Instance.Folder, "chaos", run);

    /// <param name="besides">What happens beside the load instead of the schedule.</param>
    /// <param name="every">When consignments are to come at one pace instead of one after the other.</param>
    public async Task<Course> Play(CancellationToken ct, Func<Load, FinanceLog, CancellationToken, Task>? besides = null, TimeSpan? every = null)
    {
        var goods = Goods.Of(run, options.Lifecycles);
        using var promises = new Journal(Path.Combine(Folder, "clients.jsonl"));
        using var deliveries = new Journal(Path.Combine(Folder, "finance.jsonl"));
        await using var finance = new FinanceLog(stage.Instance.Settings, deliveries);
        await using var load = new Load(stage.Instance.Settings, promises, finance, (service, status) => answers.AddOrUpdate($"{service.ToLowerInvariant()} {status}", 1, (_, count) => count + 1));
        using var operators = new Doors(stage.Instance.Settings);
        var copies = new Copies(stage.Instance.Settings);
        var mischief = new Mischief(stage, operators, copies, watch, line => say($"{watch.Elapsed:mm\\:ss}{line}"));
        finance.Open();
        await copies.Introduce();
        await load.Introduce();

        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var faults = Task.Run(() => besides is not null
            ? mischief.Run(() => besides(load, finance, givingUp.Token))
            : mischief.Run(Schedule.Of(options.Seed, options.Kills, options.Faults), () => (load.Begun + finance.Count) / 2.0 / options.Lifecycles, givingUp.Token), ct);
        var watching = Watch(load, finance, givingUp);
        var began = watch.Elapsed;
        await (every is { } pace ? load.Arrive(goods, pace, options.Seed, givingUp.Token) : load.Carry(goods, options.Clients, options.Seed, givingUp.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await faults.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        draining = true;
        if (faults.IsFaulted) say($"  ✗ the schedule broke off: {faults.Exception.InnerException!.Message}");
        goods = [.. goods.Take((load.Begun + Goods.Together - 1) / Goods.Together)]; // some may never have begun
        var drained = await Drain(load.Begun, mischief);
        var took = watch.Elapsed - began;
        await givingUp.CancelAsync();
        await watching;
        return await Reckon(goods, promises, deliveries, new(options, load.Begun, faults.IsCompletedSuccessfully, took, finance.Count / took.TotalSeconds, drained, mischief.Struck, mischief.Missed, stage.Cut, copies.Said, 0, 0, answers, null!));
    }

    private async Task<Course> Reckon(IReadOnlyList<Consignment> goods, Journal promises, Journal deliveries, Course course)
    {
        var evidence = await new Gathering(stage.Instance, run).Read(promises.Path, deliveries.Path, goods);
        return course with
        {
            Findings = Checker.Compare(evidence), Deliveries = evidence.Deliveries.Count,
            Credited = evidence.Deliveries.DistinctBy(delivery => delivery.CreditId).Sum(delivery => delivery.Amount),
        };
    }

    // Says how it goes, and gives up when nothing has moved for long.
    private async Task Watch(Load load, FinanceLog finance, CancellationTokenSource givingUp)
    {
        var (last, moved) = (0, watch.Elapsed);
        while (!givingUp.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), givingUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (finance.Count + load.Begun is var now && now != last) (last, moved) = (now, watch.Elapsed);
            if (!givingUp.IsCancellationRequested) say($"{watch.Elapsed:mm\\:ss}  {load.Begun} of {options.Lifecycles} begun, {finance.Count} credited");
            if (watch.Elapsed - moved < Patience || draining) continue;
            say($"{watch.Elapsed:mm\\:ss}  ✗ nothing has moved for {Patience.TotalSeconds:0} s: the clients give up");
            await givingUp.CancelAsync();
        }
    }

    private async Task<double?> Drain(int expected, Mischief mischief)
    {
        var gathering = new Gathering(stage.Instance, run);
        while (watch.Elapsed - (mischief.LastEnded ?? TimeSpan.Zero) is var since && since < Patience + Patience)
        {
            try
            {
                if (await gathering.Closed() == expected && (await gathering.Waiting()).Count == 0) return mischief.LastEnded is null ? 0 : since.TotalSeconds;
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or HttpRequestException or IOException)
            {
                // The last fault may have left a server that is still starting.
            }

            await Task.Delay(500);
        }

        return null;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Rma.Chaos;

/// <summary>The course of a run, apart from the checker's findings.</summary>
/// <param name="Played">Whether everything planned has happened.</param>
/// <param name="Rate">Complete lifecycles per second, from the first request to the last note at finance, including faults.</param>
/// <param name="Drained">Seconds from the end of the last fault until everything was empty; null when it never was.</param>
/// <param name="Struck">Faults by kind.</param>
/// <param name="Answers">HTTP answers by service and status, including those that were retried.</param>
internal sealed record Course(
    Options Options, int Begun, bool Played, TimeSpan Took, double Rate, double? Drained, IReadOnlyDictionary<string, int> Struck,
    int Missed, int CutCommits, int AnswersLost, int Copies, int Deliveries, int Notes,
    decimal Credited, IReadOnlyDictionary<string, int> Answers, Findings Findings)
{
    /// <summary>Services ended by their watchdog and restarted.</summary>
    public IReadOnlyCollection<Leftover> EndedByWatchdog { get; init; } = [];

    /// <summary>The charges that finance has, USD.</summary>
    public IReadOnlyCollection<decimal> Charges { get; init; } = [];

    /// <summary>The number of returns by outcome.</summary>
    public IReadOnlyDictionary<string, int> Outcomes { get; init; } = new Dictionary<string, int>();

    /// <summary>How long nothing went on after each fault of the schedule.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];

    /// <summary>Whether the servers were a cluster.</summary>
    public bool Cluster { get; init; }

    /// <summary>Ways back from a loss, when played.</summary>
    public IReadOnlyList<WayBack> Ways { get; init; } = [];

    /// <summary>Long outages, when played.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];
}

/// <summary>One load under one schedule, with the final check.</summary>
internal sealed class Round(Stage stage, Options options, Action<string> say)
{
    private readonly DateTimeOffset since = TimeProvider.System.GetUtcNow();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private const int MostArrivals = 100_000;
    private static readonly TimeSpan StaleCount = TimeSpan.FromSeconds(6);
    private readonly (int All, int Lost) cutBefore = (stage.Cut, stage.AnswersLost);
    private volatile bool draining;

    private string Run => since.ToString("MMddHHmmss", CultureInfo.InvariantCulture);

    private TimeSpan Patience => TimeSpan.FromSeconds(options.Patience);

    private string Folder => Path.Combine(stage.Instance.Folder, "chaos", Run);

    /// <param name="besides">What runs in parallel with the load instead of the schedule.</param>
    /// <param name="every">The interval of the consignments when they arrive at a constant rate.</param>
    public async Task<Course> Play(
        CancellationToken ct, Func<Participants, CancellationToken, Task>? besides = null, TimeSpan? every = null)
    {
        await using var participants = new Participants(stage, Folder, watch, say);
        await participants.Introduce();
        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (load, consignments) = (participants.Load,
            LoadPlan.Of(Run, options.Rate > 0 ? MostArrivals : options.Lifecycles, onlyCredits: options.Outage > 0 || options.OnlyCredits));
        var trouble = Task.Run(() => Trouble(participants, besides, givingUp), ct);
        var watching = Watch(load, givingUp);
        var began = watch.Elapsed;
        var carrying = every is { } pace ? load.Arrive(consignments, pace, options.Seed, givingUp.Token)
            : load.Carry(consignments, options.Clients, options.Seed, givingUp.Token);
        await carrying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await trouble.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        draining = true;
        if (trouble.IsFaulted) await stage.Up(); // restarts what it left stopped, for the final queries
        var drained = await Drain(load.Begun, participants.FaultInjector, ct);
        var took = watch.Elapsed - began;
        await givingUp.CancelAsync();
        await watching;
        return await Reckon(participants, [.. consignments.Take((load.Begun + LoadPlan.Together - 1) / LoadPlan.Together)],
            trouble.IsCompletedSuccessfully, took, drained);
    }

    private async Task Trouble(Participants participants, Func<Participants, CancellationToken, Task>? besides,
        CancellationTokenSource givingUp)
    {
        try
        {
            if (besides is not null) await participants.FaultInjector.Run(() => besides(participants, givingUp.Token));
            else await participants.FaultInjector.Run(
                Schedule.Of(options.Seed, options.Kills, options.Faults, stage.Instance.IsCluster), () =>
                (participants.Load.Begun + participants.Load.Ended) / 2.0 / options.Lifecycles, givingUp.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            say($"  ✗ the trouble broke off: {exception.Message}");
            await givingUp.CancelAsync();
            throw;
        }
    }

    private async Task<Course> Reckon(
        Participants participants, IReadOnlyList<Consignment> consignments, bool played, TimeSpan took, double? drained)
    {
        var evidence = await new Gathering(stage.Instance, Run, since)
            .Read(participants.Promises.Path, participants.Deliveries.Path, consignments, participants.Answers);
        var notes = evidence.Deliveries.DistinctBy(delivery => delivery.CreditId).ToArray();
        return new(
            options, participants.Load.Begun, played, took, participants.Load.Ended / took.TotalSeconds, drained,
            participants.FaultInjector.Struck,
                participants.FaultInjector.Missed, stage.Cut - cutBefore.All, stage.AnswersLost - cutBefore.Lost, participants.Copies.Said,
            evidence.Deliveries.Count, notes.Length, notes.Sum(delivery => delivery.Amount), participants.Answers,
            Checker.Compare(evidence))
        {
            Gaps = participants.Availability.Gaps(), Cluster = stage.Instance.IsCluster,
            EndedByWatchdog = evidence.EndedByWatchdog, Charges = [.. evidence.Charges.DistinctBy(delivery => delivery.CreditId)
                .Select(delivery => delivery.Amount)],
            Outcomes = evidence.Returns.GroupBy(saga => saga.Outcome ?? saga.State).ToDictionary(group => group.Key, group =>
                group.Count()),
        };
    }

    // Reports progress, and gives up after a long time without any.
    private async Task Watch(Load load, CancellationTokenSource givingUp)
    {
        var (last, moved) = (0, watch.Elapsed);
        while (!givingUp.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), givingUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (load.Ended + load.Begun is var now && now != last) (last, moved) = (now, watch.Elapsed);
            if (!givingUp.IsCancellationRequested)
                say($"{watch.Elapsed:mm\\:ss}  {load.Begun} of {options.Lifecycles} begun, {load.Ended} ended");
            if (watch.Elapsed - moved < Patience || draining) continue;
            say($"{watch.Elapsed:mm\\:ss}  ✗ nothing has moved for {Patience.TotalSeconds:0} s: the clients give up");
            await givingUp.CancelAsync();
        }
    }

    // The broker updates its counts every five seconds: they must be zero for longer than that.
    private async Task<double?> Drain(int expected, FaultInjector injector, CancellationToken ct)
    {
        var (gathering, began) = (new Gathering(stage.Instance, Run, since), watch.Elapsed);
        var last = injector.LastEnded ?? began;
        TimeSpan? empty = null;
        while (watch.Elapsed - began < Patience + Patience && !ct.IsCancellationRequested)
        {
            try
            {
                if (await gathering.Closed() != expected || (await gathering.Waiting()).Count > 0) empty = null;
                else if (watch.Elapsed - (empty ??= watch.Elapsed) > StaleCount) return (empty.Value - last).TotalSeconds;
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or HttpRequestException or IOException)
            {
                // After the last fault a server may still be starting.
            }

            await Task.Delay(500, CancellationToken.None);
        }

        return null;
    }
}

using System.Diagnostics;
using Npgsql;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// Injects the faults of a schedule one after the other; the target of one may still be starting when the next one strikes.
/// </summary>
internal sealed class FaultInjector(
    Stage stage, Doors operators, Copies copies, Availability availability, Stopwatch watch, Action<string> say)
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestCut = TimeSpan.FromSeconds(15);
    private static readonly string[] MayComeToNothing = ["sessions", "copies", "disk", "clock", "forget", "leader", "partition"];
    private readonly ClusterFaults cluster = new(stage.Instance);

    /// <summary>Injected faults by kind.</summary>
    public Dictionary<string, int> Struck { get; } = [];

    /// <summary>Faults without effect: the target was being restarted, or there was no traffic.</summary>
    public int Missed { get; private set; }

    /// <summary>When the last fault was over; null when there was none.</summary>
    public TimeSpan? LastEnded { get; private set; }

    public async Task Run(Func<Task> something)
    {
        await something();
        LastEnded = watch.Elapsed;
    }

    /// <param name="progress">The progress of the load, 0 to 1.</param>
    public async Task Run(IReadOnlyList<Fault> faults, Func<double> progress, CancellationToken ct)
    {
        foreach (var fault in faults)
        {
            while (progress() < fault.At) await Task.Delay(50, ct);
            say($"    {fault}");
            Struck[fault.Kind] = Struck.GetValueOrDefault(fault.Kind) + 1;
            availability.Strikes(fault);
            try
            {
                if (!await Strike(fault, ct)) Miss(fault, "there was nothing to strike");
            }
            catch (Exception exception) when (exception is not OperationCanceledException && MayComeToNothing.Contains(fault.Kind))
            {
                // These need broker or database, which the previous fault may have stopped.
                Miss(fault, exception.Message.Split('\n')[0]);
            }

            LastEnded = watch.Elapsed;
            await Task.Delay(Breath, ct);
        }
    }

    private void Miss(Fault fault, string why)
    {
        Missed++;
        say($"    {fault.Kind} came to nothing: {why}");
    }

    // Whether it had an effect.
    private Task<bool> Strike(Fault fault, CancellationToken ct) => fault.Kind switch
    {
        "kill" => Kill(fault, ct),
        "restart" => Restart(fault, ct),
        "freeze" => Freeze(fault, ct),
        "blackhole" => Blackhole(fault, ct),
        "cut" => Cut(fault, ct),
        "sessions" => EndSessions(fault.Draw % 16 + 5),
        "disk" => RaiseDiskAlarm(fault, ct),
        "copies" => RepeatWhatIsSaid(fault, ct),
        "clock" => StepClock(fault, ct),
        "forget" => Forget(),
        "leader" => cluster.KillLeader(fault, ct),
        "two-nodes" => cluster.KillTwoNodes(fault, ct),
        "partition" => cluster.CutOff(fault, ct),
        "empty" => cluster.LoseData(fault, ct),
        "promote" => cluster.LosePrimary(fault, ct),
        "switch-over" => cluster.SwitchOver(ct),
        var other => throw new InvalidOperationException($"There is no fault '{other}'."),
    };

    // A service is restarted by its supervisor; a server by this class, after a pause.
    private async Task<bool> Kill(Fault fault, CancellationToken ct)
    {
        var target = stage.Instance.Called(fault.Target);
        if (Instance.Services.Contains(target)) return await stage.Instance.Signal(target, "KILL");
        var struck = await stage.Instance.Kill(target, ct);
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct);
        await stage.Instance.Rma("start", target);
        return struck;
    }

    private async Task<bool> Restart(Fault fault, CancellationToken ct)
    {
        var target = stage.Instance.Called(fault.Target);
        await stage.Instance.Rma("stop", target);
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct);
        await stage.Instance.Rma("start", target, "--no-wait");
        return true;
    }

    private async Task<bool> Freeze(Fault fault, CancellationToken ct)
    {
        var target = stage.Instance.Called(fault.Target);
        var struck = await stage.Instance.Signal(target, "STOP");
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stage.Instance.Signal(target, "CONT");
        return struck;
    }

    private async Task<bool> Blackhole(Fault fault, CancellationToken ct)
    {
        stage[fault.Target].Hold();
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stage[fault.Target].Release();
        return true;
    }

    private async Task<bool> Cut(Fault fault, CancellationToken ct)
    {
        var (wire, watching) = (stage[$"{fault.Target}>postgres"], Stopwatch.StartNew());
        var already = wire.Cut;
        wire.CutCommits(before: 2, after: 6);
        while (wire.Cutting && watching.Elapsed < LongestCut && !ct.IsCancellationRequested) await Task.Delay(50, CancellationToken.None);
        wire.CutCommits(0, 0);
        return wire.Cut > already;
    }

    private async Task<bool> EndSessions(int count)
    {
        await using var connection = await stage.Instance.Open("credit");
        await using var command = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where usename like 'rma\\_%' " +
                "order by random() limit $1) as unlucky", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    // As when its database is lost and a new one is made: the console begins with nothing and asks the others for their past.
    private async Task<bool> Forget()
    {
        await using (var connection = await stage.Instance.Open("console"))
        await using (var command = new NpgsqlCommand(
            """
            truncate heard, returns, parcels, accounts, terms, changes, rebuild_sources, rebuilds, inbox, outbox;
            update read_side set active = 0, building = null, rebuild_id = null
            """, connection))
            await command.ExecuteNonQueryAsync();
        return await stage.Instance.Signal("console", "KILL");
    }

    private async Task<bool> RepeatWhatIsSaid(Fault fault, CancellationToken ct)
    {
        var already = copies.Said;
        await copies.Repeat(TimeSpan.FromSeconds(fault.Seconds), new Random(fault.Draw), ct);
        return copies.Said > already;
    }

    private async Task<bool> RaiseDiskAlarm(Fault fault, CancellationToken ct)
    {
        // The alarm of one node holds up all.
        var brokers = stage.Instance.Brokers;
        var node = new Dictionary<string, string> { ["RMA_BROKER_NODE"] = brokers[fault.Draw % brokers.Count] };
        await stage.Instance.Rma(node, "rabbitmqctl", "set_disk_free_limit", "9000GB");
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stage.Instance.Rma(node, "rabbitmqctl", "set_disk_free_limit", "200MB");
        return true;
    }

    // The clock of one service is set an hour or two ahead of the others, or one behind, and then back. Never that of issuance: a number
    // from the future cannot arrive before its time, and a parcel with it would need the desk (rule 3).
    private async Task<bool> StepClock(Fault fault, CancellationToken ct)
    {
        var stepped = await SetClock(fault.Target, fault.Draw % 3 == 0 || fault.Target == "issuance" ? -3_600 : fault.Draw * 7, ct);
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SetClock(fault.Target, 0, CancellationToken.None);
        return stepped.Status < 300;
    }

    private Task<Answer> SetClock(string service, long offsetSeconds, CancellationToken ct) =>
        operators.With("RMA_OPERATOR_KEY").Put(service.ToUpperInvariant(), "/platform/clock", new { offsetSeconds }, ct);
}

using System.Diagnostics;
using System.Globalization;

namespace Rma.Chaos;

/// <summary>
/// Exchanges releases under load: services of an earlier one for those of this one and back, one process after the other; or all brokers
/// for those of a newer one.
/// </summary>
internal sealed class UpgradeDrill(Stage stage, Options options, Action<string> say)
{
    /// <summary>What <c>./rma</c> reads to start a service of an earlier release.</summary>
    public const string Release = "RMA_RELEASE";

    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private readonly Stopwatch watch = Stopwatch.StartNew();

    private Instance Instance => stage.Instance;

    /// <summary>Each exchange so far, and how long it took.</summary>
    public List<WayBack> Ways { get; } = [];

    /// <summary>From the earlier release to this one, and back again; what this one wrote stays.</summary>
    public async Task ExchangeServices(Participants participants, CancellationToken ct)
    {
        var earlier = options.Upgrade!;
        await participants.Load.HasBegun(0.05 * options.Lifecycles, ct);
        await Exchange($"services of {earlier} for those of this release", async () =>
        {
            await Instance.Rma(With(""), "servers"); // the broker's definitions come first
            await Roll("", ct);
        });
        await participants.Load.HasBegun(0.5 * options.Lifecycles, ct);
        await Exchange($"and back to {earlier}", () => Roll(earlier, ct));
        await End(participants, ct);
    }

    /// <summary>All at once; there is no way back from a newer broker.</summary>
    public async Task ExchangeBrokers(Participants participants, CancellationToken ct)
    {
        await participants.Load.HasBegun(0.1 * options.Lifecycles, ct);
        await Exchange($"brokers for those of {options.Brokers}", async () =>
        {
            foreach (var line in (await Instance.Rma("brokers", options.Brokers!)).Split('\n', Trimmed)) Say(line);
            Say((await Instance.Rma("rabbitmqctl", "version")).Trim());
        });
        await End(participants, ct);
    }

    private async Task End(Participants participants, CancellationToken ct)
    {
        await participants.Load.HasBegun(options.Lifecycles, ct);
        participants.Load.Enough = true;
    }

    // Each is stopped as an orchestrator does it, and the next one's turn comes when it is ready again.
    private async Task Roll(string release, CancellationToken ct)
    {
        foreach (var component in Instance.Components)
        {
            ct.ThrowIfCancellationRequested();
            Say(component);
            await Instance.Rma(With(release), "restart", component);
        }

        Say("the read side, as this release makes it");
        await Instance.Rma(With(release), "rebuild", "console");
    }

    private async Task Exchange(string what, Func<Task> doing)
    {
        Say(what);
        var began = watch.Elapsed;
        await doing();
        Ways.Add(new(what, (watch.Elapsed - began).TotalSeconds, []));
    }

    private void Say(string words) => say(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed:mm\\:ss}    {words}"));

    private static Dictionary<string, string> With(string release) => new() { [Release] = release };
}

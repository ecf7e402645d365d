using System.Globalization;

namespace Rma.Chaos;

/// <summary>The options of a run.</summary>
/// <param name="Lifecycles">Returned units, each from its invoice to its credit.</param>
/// <param name="Kills">The number of kill -9; other faults are added in proportion.</param>
/// <param name="Seed">The same seed gives the same schedule.</param>
/// <param name="Faults">Kinds of faults, a part of <see cref="Schedule.Kinds"/>.</param>
/// <param name="Clients">Consignments on their way at the same time.</param>
/// <param name="Patience">Seconds without any progress after which the clients give up.</param>
/// <param name="FailPoints">How often every service ends at every place of a commit; 0 = the schedule is played instead.</param>
/// <param name="Outage">Duration of each outage, one component after the other, seconds; 0 = the schedule is played instead.</param>
/// <param name="Restore">The part of the restore drill that is played instead of a schedule; null for none.</param>
/// <param name="Upgrade">The earlier release whose services are exchanged for this one's and back, instead of a schedule; null for
/// none.</param>
/// <param name="Brokers">The Debian release whose brokers take the place of all there are, instead of a schedule; null for none.</param>
/// <param name="Rate">Returns that arrive a second, at least <paramref name="Lifecycles"/> and until the drill is over; 0 = as many as
/// the clients can carry.</param>
/// <param name="OnlyCredits">Only returns for credit, all with the same outcome: for counts that other remedies do not have.</param>
internal sealed record Options(
    int Lifecycles, int Kills, int Seed, IReadOnlyList<string> Faults, int Clients = Options.UsualClients, int Patience = 120,
    int FailPoints = 0, int Outage = 0,
    bool OnlyCredits = false, string? Restore = null, string? Upgrade = null, string? Brokers = null, int Rate = 0)
{
    /// <summary>About 150 people and devices at once: in every fifth consignment each of its five units has its own.</summary>
    public const int UsualClients = 84;

    public const string Usage =
        "./rma chaos [--lifecycles 3000] [--kills 25] [--seed 1] " +
        "[--faults kill,restart,freeze,blackhole,cut,sessions,disk,copies,clock,forget] " +
            "[--clients 84] [--patience 120]\n" +
        "RMA_TOPOLOGY=cluster ./rma chaos …     on a cluster, also with leader,two-nodes,partition,empty,promote,switch-over\n" +
        "./rma chaos --fail-points <repeats>    every service dies at every place of a commit\n" +
        "./rma chaos --outages <seconds>        every service, the broker and the database are away for that long, one after the other";

    /// <summary>Whether something else is played than a schedule of faults.</summary>
    public bool IsDrill => Restore is not null || Upgrade is not null || Brokers is not null;

    /// <summary>The command that repeats this run.</summary>
    public string Command => (FailPoints, Outage) switch
    {
        _ when Restore is { } part => $"./rma drill restore --only {part} --lifecycles {Lifecycles} --seed {Seed}",
        _ when Upgrade is not null =>
            $"./rma drill upgrade --from {Upgrade} --lifecycles {Lifecycles} --rate {Rate} --seed {Seed}",
        _ when Brokers is not null =>
            $"./rma drill upgrade --brokers {Brokers} --lifecycles {Lifecycles} --rate {Rate} --seed {Seed}",
        ( > 0, _) => $"./rma chaos --fail-points {FailPoints}",
        (_, > 0) => $"./rma chaos --outages {Outage}",
        _ => $"./rma chaos --lifecycles {Lifecycles} --kills {Kills} --seed {Seed}" +
            $"{(Faults.Count > 0 && Faults.Count < Schedule.Kinds.Count ? $" --faults {string.Join(',', Faults)}" : "")}" +
            $"{(Clients == UsualClients ? "" : $" --clients {Clients}")}",
    };

    /// <summary>Parses the arguments; null when they are invalid, after printing the reason and the usage.</summary>
    public static Options? OrUsage(string[] arguments)
    {
        try
        {
            return Read(arguments);
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine($"✗ {exception.Message}\n{Usage}");
            return null;
        }
    }

    /// <exception cref="FormatException">An invalid argument.</exception>
    public static Options Read(string[] arguments)
    {
        var options = new Options(3_000, 25, Random.Shared.Next(1, 1_000_000), Schedule.Kinds);
        if (arguments is ["--restore" or "--from" or "--brokers", ..])
            options = options with { Lifecycles = 2_000, Kills = 0, Faults = [], Patience = 240 };
        // Under full load a process takes minutes to start: returns arrive at a rate instead, until everything was exchanged.
        if (arguments is ["--from" or "--brokers", ..]) options = options with { Rate = 2 };
        if (arguments is ["--restore", ..]) (options, arguments) = (options with { Restore = "all" }, arguments[1..]);
        for (var at = 0; at < arguments.Length; at += 2)
        {
            var value = arguments.ElementAtOrDefault(at + 1) ?? throw new FormatException($"{arguments[at]} needs a value.");
            options = arguments[at] switch
            {
                "--lifecycles" => options with { Lifecycles = Number(value, 10, 1_000_000) },
                "--kills" => options with { Kills = Number(value, 0, 10_000) },
                "--seed" => options with { Seed = Number(value, 0, int.MaxValue) },
                "--clients" => options with { Clients = Number(value, 1, 256) },
                "--patience" => options with { Patience = Number(value, 5, 3_600) },
                "--fail-points" =>
                    options with { FailPoints = Number(value, 1, 1_000), Lifecycles = 60 * Number(value, 1, 1_000), Kills = 0,
                    Clients = 12 },
                "--outages" => options with { Outage = Number(value, 5, 3_600), Lifecycles = 100_000, Kills = 0 },
                "--only" when options.Restore is not null && RestoreDrill.Parts.Contains(value) => options with { Restore = value },
                "--from" => options with { Upgrade = value },
                "--rate" when options.Rate > 0 => options with { Rate = Number(value, 1, 100) },
                "--brokers" => options with { Brokers = value },
                "--faults" => options with { Faults = Known(value.Split(',', StringSplitOptions.RemoveEmptyEntries)) },
                var other => throw new FormatException($"There is no {other}."),
            };
        }

        return options;
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new FormatException($"'{text}' is not a number from {least} to {most}.");

    private static string[] Known(string[] faults) =>
        faults.Length == 0 ? throw new FormatException("--faults needs at least one kind.")
        : faults.Except(Schedule.Kinds).FirstOrDefault() is { } unknown ? throw new FormatException($"There is no fault '{unknown}'.")
            : faults;
}

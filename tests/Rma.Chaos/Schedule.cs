namespace Rma.Chaos;

/// <summary>One fault of a schedule.</summary>
/// <param name="At">The progress of the load when it strikes, 0 to 1: a slow machine gets the same faults as a fast one.</param>
/// <param name="Kind">One of <see cref="Schedule.Kinds"/>.</param>
/// <param name="Target">The component; empty for all.</param>
/// <param name="Seconds">Its duration; for a kill of a server, the time until it is restarted.</param>
/// <param name="Draw">A random number from 0 to 999 for other choices.</param>
internal sealed record Fault(double At, string Kind, string Target, int Seconds, int Draw)
{
    public override string ToString() => $"{Kind,-9} {Target,-22} {(Seconds > 0 ? $"{Seconds} s" : "")}".TrimEnd();
}

/// <summary>The faults of a run, a pure function of its seed.</summary>
internal static class Schedule
{
    private static readonly string[] Services = [.. Instance.Services];
    private static readonly string[] Single = [.. Services, "rabbitmq", "postgres"];
    private static readonly string[] Cluster = [.. Services, "rabbitmq", "rabbitmq-2", "rabbitmq-3", Primary, Standby];
    private static readonly string[] Lines = [.. Services.SelectMany(service => new[] { $"{service}>postgres", $"{service}>rabbitmq" })];

    /// <summary>The target that is whichever database takes commits when the fault strikes.</summary>
    public const string Primary = "primary";

    /// <summary>The target that follows it.</summary>
    public const string Standby = "standby";

    /// <summary>The kinds that only a cluster knows.</summary>
    public static IReadOnlyList<string> OfACluster { get; } = ["leader", "two-nodes", "partition", "empty", "promote", "switch-over"];

    /// <summary>All kinds of faults.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["kill", "restart", "freeze", "blackhole", "cut", "sessions", "disk", "copies", "clock", "forget", .. OfACluster];

    /// <summary>
    /// The requested number of kills, spread over the components, and other faults in rotation: a third as many, of a cluster also each of
    /// the kinds that only it knows.
    /// </summary>
    public static IReadOnlyList<Fault> Of(int seed, int kills, IReadOnlyCollection<string> kinds, bool cluster = false)
    {
        var (random, components) = (new Random(seed), cluster ? Cluster : Single);
        var others = kinds.Where(kind => kind != "kill" && !OfACluster.Contains(kind)).Distinct().Order(StringComparer.Ordinal).ToArray();
        var ofACluster = cluster ? kinds.Where(OfACluster.Contains).Distinct().Order(StringComparer.Ordinal).ToArray() : [];
        var kinded = Enumerable.Repeat("kill", kinds.Contains("kill") ? kills : 0)
            .Concat(InTurn(random, others, others.Length == 0 ? 0 : Math.Max(kills / 3, Math.Min(kills, 1))))
            .Concat(ofACluster).ToArray();
        random.Shuffle(kinded);
        var victims = new Queue<string>(InTurn(random, components, kills));
        return [.. kinded.Select((kind, index) => new Fault(
            0.02 + 0.93 * (index + random.NextDouble()) / kinded.Length, kind, Target(kind, random, victims, components),
            Length(kind, random), random.Next(1_000)))];
    }

    // Every component is used once before any is used twice.
    private static IEnumerable<string> InTurn(Random random, string[] names, int count)
    {
        var round = names.ToArray();
        for (var taken = 0; taken < count; taken++)
        {
            if (taken % round.Length == 0) random.Shuffle(round);
            yield return round[taken % round.Length];
        }
    }

    private static string Target(string kind, Random random, Queue<string> victims, string[] components) => kind switch
    {
        "kill" => victims.Dequeue(),
        "restart" => components[random.Next(components.Length)],
        "freeze" when components == Cluster => components[random.Next(components.Length)],
        "freeze" => random.Next(Services.Length + 1) is var which && which < Services.Length ? Services[which] : "rabbitmq",
        "partition" or "empty" => Cluster[Services.Length + random.Next(3)],
        "blackhole" => Lines[random.Next(Lines.Length)],
        "cut" or "clock" => Services[random.Next(Services.Length)],
        _ => "",
    };

    private static int Length(string kind, Random random) => kind switch
    {
        "kill" or "restart" or "leader" or "two-nodes" or "promote" => random.Next(0, 3),
        "partition" => random.Next(5, 16),
        "freeze" => random.Next(2, 8),
        "blackhole" => random.Next(4, 11),
        "disk" or "clock" => random.Next(3, 7),
        "copies" => random.Next(2, 5),
        _ => 0,
    };
}

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
    private static readonly string[] Components = [.. Services, "rabbitmq", "postgres"];
    private static readonly string[] Lines = [.. Services.SelectMany(service => new[] { $"{service}>postgres", $"{service}>rabbitmq" })];

    /// <summary>All kinds of faults.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["kill", "restart", "freeze", "blackhole", "cut", "sessions", "disk", "copies", "clock", "forget"];

    /// <summary>The requested number of kills, spread over the components, and a third as many other faults, in rotation.</summary>
    public static IReadOnlyList<Fault> Of(int seed, int kills, IReadOnlyCollection<string> kinds)
    {
        var random = new Random(seed);
        var others = kinds.Where(kind => kind != "kill").Distinct().Order(StringComparer.Ordinal).ToArray();
        var kinded = Enumerable.Repeat("kill", kinds.Contains("kill") ? kills : 0)
            .Concat(InTurn(random, others, others.Length == 0 ? 0 : Math.Max(kills / 3, Math.Min(kills, 1)))).ToArray();
        random.Shuffle(kinded);
        var victims = new Queue<string>(InTurn(random, Components, kills));
        return [.. kinded.Select((kind, index) => new Fault(
            0.02 + 0.93 * (index + random.NextDouble()) / kinded.Length, kind, Target(kind, random, victims), Length(kind, random),
            random.Next(1_000)))];
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

    private static string Target(string kind, Random random, Queue<string> victims) => kind switch
    {
        "kill" => victims.Dequeue(),
        "restart" => Components[random.Next(Components.Length)],
        "freeze" => random.Next(Services.Length + 1) is var which && which < Services.Length ? Services[which] : "rabbitmq",
        "blackhole" => Lines[random.Next(Lines.Length)],
        "cut" or "clock" => Services[random.Next(Services.Length)],
        _ => "",
    };

    private static int Length(string kind, Random random) => kind switch
    {
        "kill" or "restart" => random.Next(0, 3),
        "freeze" => random.Next(2, 8),
        "blackhole" => random.Next(4, 11),
        "disk" or "clock" => random.Next(3, 7),
        "copies" => random.Next(2, 5),
        _ => 0,
    };
}

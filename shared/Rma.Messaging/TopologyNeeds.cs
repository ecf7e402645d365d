namespace Rma.Messaging;

/// <summary>An exchange or a queue of the broker that a service needs.</summary>
/// <param name="IsQueue">A queue; otherwise an exchange.</param>
/// <param name="ToHear">Whether it leads messages to the service; otherwise the service publishes to it.</param>
public sealed record NeededPart(string Name, bool IsQueue, bool ToHear)
{
    /// <inheritdoc />
    public override string ToString() => $"{(IsQueue ? "queue" : "exchange")} {Name}";
}

/// <summary>What a service needs of the broker, by the description of the topology.</summary>
public static class TopologyNeeds
{
    /// <summary>
    /// Its queues with the exchange in front of each, the exchanges of the messages they read, and those to which it publishes; each once.
    /// </summary>
    public static IReadOnlyList<NeededPart> NeedsOf(this Topology topology, string service)
    {
        var reads = topology.ReadsOf(service).ToArray();
        var writes = topology.Services.FirstOrDefault(one => one.Name == service)?.Writes ?? [];
        return
        [
            new NeededPart(Topology.GivenUpQueueOf(service), IsQueue: true, ToHear: true),
            new NeededPart(Topology.GivenUpQueueOf(service), IsQueue: false, ToHear: true),
            .. reads.Select(read => new NeededPart(read.Queue, IsQueue: true, ToHear: true))
                .Concat(reads.Select(read => new NeededPart(read.Queue, IsQueue: false, ToHear: true)))
                .Concat(reads.Select(read => new NeededPart(read.Exchange, IsQueue: false, ToHear: true)))
                .Concat(topology.ExchangesOf(service).Concat(writes).Select(name => new NeededPart(name, IsQueue: false, ToHear: false)))
                .DistinctBy(part => (part.Name, part.IsQueue)),
        ];
    }
}

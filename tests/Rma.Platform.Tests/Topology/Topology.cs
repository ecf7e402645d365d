using System.Text.Json;
using System.Text.Json.Serialization;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>
/// The services, their neighbours and what passes between them, as <c>deploy/topology.json</c> has it: the only place that lists them.
/// Names follow from a service's own: its database and role are <c>rma_…</c>, its broker user has its name, its queues begin with it.
/// </summary>
/// <param name="Operator">The broker user who may do everything.</param>
internal sealed record Topology(
    IReadOnlyList<TopologyService> Services, TopologyFeed Feed, TopologyFinance Finance, string Operator)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static Topology OfPlatform { get; } = Parse(File.ReadAllText(Path.Combine(Servers.Root, "deploy", "topology.json")));

    /// <summary>All users of the broker.</summary>
    public IEnumerable<string> Users => [.. Services.Select(service => service.Name), Feed.User, Finance.User, Operator];

    /// <exception cref="JsonException">A member is missing, or is not one of the description.</exception>
    public static Topology Parse(string description) => JsonSerializer.Deserialize<Topology>(description, Strict)!;
}

/// <summary>One service.</summary>
/// <param name="Port">Its port on the host when it runs in a container.</param>
/// <param name="Replicas">Least and most in a cluster.</param>
/// <param name="Owns">
/// Whose messages of <c>Rma.Contracts</c> are its own: it publishes the events and obeys the commands in these namespaces.
/// </param>
/// <param name="Writes">Exchanges beyond those of messages that it publishes to.</param>
/// <param name="Folders">Folders under <c>/var/lib/rma</c> that its replicas share.</param>
internal sealed record TopologyService(
    string Name, string Project, int Port, IReadOnlyList<int> Replicas, IReadOnlyList<string> Owns,
    IReadOnlyList<string>? Writes = null, IReadOnlyList<string>? Folders = null)
{
    /// <summary>Database connections of one process: its pool, and some for its health and for people.</summary>
    public const int ConnectionsOfProcess = 60;

    public string ShortProject => Project["Rma.".Length..];

    public string Database => $"rma_{Name}";

    /// <summary>The database connections of its role in a cluster.</summary>
    public int Connections => ConnectionsOfProcess * Replicas[1];
}

/// <summary>What other systems tell us.</summary>
/// <param name="User">The broker user who publishes it, and nothing else.</param>
internal sealed record TopologyFeed(string User, IReadOnlyList<TopologyFeedMessage> Messages)
{
    public string Owners => string.Join('|', Messages.Select(message => message.Owner).Distinct());
}

/// <summary>One message of the feed.</summary>
/// <param name="Owner">Its namespace in <c>Rma.Contracts</c>.</param>
/// <param name="Readers">The services that read it; each has a queue before it starts for the first time.</param>
internal sealed record TopologyFeedMessage(string Owner, string Name, IReadOnlyList<string> Readers)
{
    public string Exchange => $"Rma.Contracts.{Owner}.V1:{Name}";

    public IEnumerable<string> Queues => Readers.Select(reader =>
        $"{reader}-{MassTransit.KebabCaseEndpointNameFormatter.Instance.SanitizeName(Name)}");
}

/// <summary>What finance reads.</summary>
/// <param name="User">The broker user who reads it, and nothing else.</param>
internal sealed record TopologyFinance(string User, string Exchange, IReadOnlyList<TopologyFinanceQueue> Queues);

/// <summary>One queue of finance; its full name begins with the exchange's.</summary>
internal sealed record TopologyFinanceQueue(string Name, string RoutingKey);

using System.Text.Json;
using MassTransit;

namespace Rma.Messaging;

/// <summary>
/// The services, their neighbours and what passes between them, as <c>deploy/topology.json</c> has it: the only place that lists them.
/// Permissions and bindings of the broker and the check of every message's sender are made from it. Names follow from a service's own:
/// its database and role are <c>rma_…</c>, its broker user has its name, its queues begin with it.
/// </summary>
/// <param name="Messages">What our services tell each other.</param>
/// <param name="Operator">The broker user who may do everything.</param>
/// <param name="Monitor">The broker user who sees numbers only: how long the queues are.</param>
public sealed record Topology(
    IReadOnlyList<TopologyService> Services, IReadOnlyList<TopologyMessage> Messages, TopologyFeed Feed, TopologyFinance Finance,
    string Operator, string Monitor)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The platform's.</summary>
    public static Topology OfPlatform { get; } = Parse(Embedded());

    /// <summary>All users of the broker.</summary>
    public IEnumerable<string> Users => [.. Services.Select(service => service.Name), Feed.User, Finance.User, Operator, Monitor];

    /// <exception cref="JsonException">A member is missing, or is not one of the description.</exception>
    public static Topology Parse(string description) => JsonSerializer.Deserialize<Topology>(description, Strict)!;

    /// <summary>The one service that may send to this exchange; null for an exchange of the feed and for an unknown one.</summary>
    public string? SenderTo(string exchange) => Messages.FirstOrDefault(message => message.Exchange == exchange)?.Sender;

    /// <summary>Whether money follows from a message of this exchange; of one that nobody describes it is not known, so yes.</summary>
    public bool IsMoney(string exchange) => Messages.FirstOrDefault(message => message.Exchange == exchange)?.Money
        ?? Feed.Messages.FirstOrDefault(message => message.Exchange == exchange)?.Money ?? true;

    /// <summary>The exchange of every message, of ours and of the feed.</summary>
    public IEnumerable<string> Exchanges =>
        [.. Messages.Select(message => message.Exchange), .. Feed.Messages.Select(message => message.Exchange)];

    /// <summary>Which queue reads which exchange.</summary>
    public IEnumerable<(string Exchange, string Queue)> Reads =>
    [
        .. Messages.SelectMany(message => message.Queues.Select(queue => (message.Exchange, queue))),
        .. Feed.Messages.SelectMany(message => message.Queues.Select(queue => (message.Exchange, queue))),
    ];

    /// <summary>
    /// The queue to which the broker moves what the consumers of a service's queues cannot finish; the exchange before it has the same
    /// name.
    /// </summary>
    public static string GivenUpQueueOf(string service) => $"{service}-given-up";

    /// <summary>
    /// The service that writes the notes: its dead letters have what readers of finance's queues cannot finish. Null where none does.
    /// </summary>
    public string? FinanceWriter => Services.FirstOrDefault(service => service.Writes?.Contains(Finance.Exchange) == true)?.Name;

    /// <summary>The exchanges that a service sends to.</summary>
    public IEnumerable<string> ExchangesOf(string service) =>
        Messages.Where(message => message.Sender == service).Select(message => message.Exchange);

    /// <summary>The exchange of a message type: its namespace and its name.</summary>
    public static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";

    /// <summary>The queues of a service and what they read.</summary>
    public IEnumerable<(string Exchange, string Queue)> ReadsOf(string service) =>
        Reads.Where(read => read.Queue.StartsWith($"{service}-", StringComparison.Ordinal));

    /// <summary>The exchanges that a service's queues read.</summary>
    public IEnumerable<string> HeardBy(string service) => ReadsOf(service).Select(read => read.Exchange).Distinct();

    private static string Embedded()
    {
        using var reader = new StreamReader(typeof(Topology).Assembly.GetManifestResourceStream("topology.json")!);
        return reader.ReadToEnd();
    }
}

/// <summary>One service.</summary>
/// <param name="Port">Its port on the host when it runs in a container.</param>
/// <param name="Replicas">Least and most in a cluster.</param>
/// <param name="Writes">Exchanges beyond those of messages that it publishes to.</param>
/// <param name="Folders">Folders under <c>/var/lib/rma</c> that its replicas share.</param>
/// <param name="Door">The port of the public door, of the service that has it.</param>
public sealed record TopologyService(
    string Name, string Project, int Port, IReadOnlyList<int> Replicas, IReadOnlyList<string>? Writes = null,
    IReadOnlyList<string>? Folders = null, int? Door = null)
{
    /// <summary>Database connections of one process: its pool, and some for its health and for people.</summary>
    public const int ConnectionsOfProcess = 60;

    /// <summary>Database connections of the role that owns the schema: migrations, rebuilds, verifications, people.</summary>
    public const int ConnectionsOfOwner = 20;

    public string ShortProject => Project["Rma.".Length..];

    public string Database => $"rma_{Name}";

    /// <summary>The database connections of its role in a cluster.</summary>
    public int Connections => ConnectionsOfProcess * Replicas[1];
}

/// <summary>A message between our services.</summary>
/// <param name="Owner">Its namespace in <c>Rma.Contracts</c>.</param>
/// <param name="Sender">The only service that sends it.</param>
/// <param name="Queues">Where it is read; nowhere for what only partners or later services read.</param>
/// <param name="Money">Whether money follows from it: as a dead letter it is replayed by two people.</param>
public sealed record TopologyMessage(string Owner, string Name, string Sender, IReadOnlyList<string> Queues, bool Money = false)
{
    public string Exchange => $"Rma.Contracts.{Owner}.V1:{Name}";
}

/// <summary>What other systems tell us.</summary>
/// <param name="User">The broker user who publishes it, and nothing else.</param>
/// <param name="Rejections">The exchange on which a publisher is told, with its user's name as the key, what was not taken.</param>
public sealed record TopologyFeed(string User, string Rejections, IReadOnlyList<TopologyFeedMessage> Messages)
{
    /// <summary>The publisher's queue of what was not taken.</summary>
    public string RejectionsQueue => $"{Rejections}.{User}";

    public string Owners => string.Join('|', Messages.Select(message => message.Owner).Distinct());
}

/// <summary>One message of the feed.</summary>
/// <param name="Owner">Its namespace in <c>Rma.Contracts</c>.</param>
/// <param name="Readers">The services that read it; each has a queue before it starts for the first time.</param>
/// <param name="Money">Whether money follows from it: as a dead letter it is replayed by two people.</param>
public sealed record TopologyFeedMessage(string Owner, string Name, IReadOnlyList<string> Readers, bool Money = false)
{
    public string Exchange => $"Rma.Contracts.{Owner}.V1:{Name}";

    public IEnumerable<string> Queues =>
        Readers.Select(reader => $"{reader}-{KebabCaseEndpointNameFormatter.Instance.SanitizeName(Name)}");
}

/// <summary>What finance reads.</summary>
/// <param name="User">The broker user who reads it, and nothing else.</param>
/// <param name="Exchange">Where notes and totals are published.</param>
public sealed record TopologyFinance(string User, string Exchange, IReadOnlyList<TopologyFinanceOutlet> Queues)
{
    /// <summary>All exchanges that lead to finance, those first that are the platform's own.</summary>
    public IEnumerable<string> Exchanges => Queues.Select(ExchangeOf).Prepend(Exchange).Distinct();

    /// <summary>The exchange that leads to a queue.</summary>
    public string ExchangeOf(TopologyFinanceOutlet queue) => queue.Exchange ?? Exchange;

    /// <summary>The full name of a queue.</summary>
    public string QueueOf(TopologyFinanceOutlet queue) => $"{Exchange}.{queue.Name}";
}

/// <summary>One queue of finance.</summary>
/// <param name="Exchange">The exchange that leads to it when it is not finance's.</param>
public sealed record TopologyFinanceOutlet(string Name, string RoutingKey, string? Exchange = null);

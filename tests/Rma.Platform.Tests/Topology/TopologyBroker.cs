using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rma.Messaging;

namespace Rma.Platform.Tests;

/// <summary>
/// The broker's definitions: users, permissions, and the exchanges and queues that exist before anything of ours starts. The password
/// hashes are filled in by <c>./rma</c>.
/// </summary>
internal static class TopologyBroker
{
    private const string Vhost = "rma";
    private const string Nothing = "^$", Everything = ".*";

    /// <summary>Queues for what nobody finished and what nobody reads.</summary>
    private static readonly string[] Leftovers = ["dead", "unrouted"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Definitions(Topology topology)
    {
        var sections = new (string Name, IEnumerable<object> Items)[]
        {
            ("users", topology.Users.Select(user => User(user, TagsOf(user, topology)))),
            ("vhosts", [new { name = Vhost }]),
            ("permissions", Permissions(topology)),
            ("exchanges", Exchanges(topology)),
            ("queues", Queues(topology).Select(Queue)),
            ("bindings", Bindings(topology)),
            ("policies", Policies(topology)),
        };
        return $"{{\n{string.Join(",\n", sections.Select(section => Section(section.Name, section.Items)))}\n}}\n";

        static string Section(string name, IEnumerable<object> items) =>
            $"  \"{name}\": [\n{string.Join(",\n", items.Select(item => "    " + JsonSerializer.Serialize(item, Plain)))}\n  ]";
    }

    private static string TagsOf(string user, Topology topology) =>
        user == topology.Operator ? "administrator" : user == topology.Monitor ? "monitoring" : "";

    private static object User(string name, string tags) => new
    {
        name, password_hash = $"@{name.ToUpperInvariant()}_PASSWORD_HASH@", hashing_algorithm = "rabbit_password_hashing_sha256", tags,
    };

    // A service may publish only the messages that are its own and read only its own queues. It declares those, and nothing else: what
    // leads messages to them is here.
    private static IEnumerable<object> Permissions(Topology topology)
    {
        foreach (var service in topology.Services)
        {
            var own = $"{service.Name}-.*";
            yield return Permission(service.Name, configure: $"^{own}$",
                write: $"^({string.Join('|', [.. Messages(service), .. service.Writes ?? [], own])})$", read: $"^{own}$");
        }

        var (feed, finance) = (topology.Feed, topology.Finance);
        yield return Permission(feed.User, Nothing, $@"^Rma\.Contracts\.({feed.Owners})\.V1:.*$",
            $"^{Regex.Escape(feed.RejectionsQueue)}$");
        yield return Permission(finance.User, Nothing, Nothing,
            $@"^{Regex.Escape(finance.Exchange)}\.({string.Join('|', finance.Queues.Select(queue => queue.Name))})$");
        yield return Permission(topology.Operator, Everything, Everything, Everything);
        yield return Permission(topology.Monitor, Nothing, Nothing, Nothing);

        IEnumerable<string> Messages(TopologyService service) =>
            topology.Messages.Where(message => message.Sender == service.Name).GroupBy(message => message.Owner)
                .Select(group => $@"Rma\.Contracts\.{group.Key}\.V1:({string.Join('|', group.Select(message => message.Name))})");
    }

    private static object Permission(string user, string configure, string write, string read) =>
        new { user, vhost = Vhost, configure, write, read };

    private static IEnumerable<object> Exchanges(Topology topology) =>
    [
        .. topology.Exchanges.Select(exchange => Exchange(exchange)),
        .. OfServices(topology).Select(queue => Exchange(queue)),
        .. topology.Finance.Exchanges.Append(topology.Feed.Rejections).Select(exchange => Exchange(exchange, "direct")),
        .. Leftovers.Select(name => Exchange(name)),
    ];

    private static object Exchange(string name, string type = "fanout") =>
        new { name, vhost = Vhost, type, durable = true, auto_delete = false, @internal = false, arguments = new { } };

    private static IEnumerable<string> Queues(Topology topology) =>
    [
        .. OfServices(topology),
        .. topology.Finance.Queues.Select(topology.Finance.QueueOf),
        topology.Feed.RejectionsQueue,
        .. Leftovers,
    ];

    private static IEnumerable<string> OfServices(Topology topology) =>
    [
        .. topology.Reads.Select(read => read.Queue).Distinct(),
        .. topology.Services.Select(service => Topology.GivenUpQueueOf(service.Name)),
    ];

    private static object Queue(string name) => new
    {
        name, vhost = Vhost, durable = true, auto_delete = false,
        arguments = new Dictionary<string, string> { ["x-queue-type"] = "quorum" },
    };

    // MassTransit binds the message's exchange to the queue's exchange, and that to the queue.
    private static IEnumerable<object> Bindings(Topology topology) =>
    [
        .. topology.Reads.Select(read => Binding(read.Exchange, read.Queue, "exchange")),
        .. OfServices(topology).Select(queue => Binding(queue, queue)),
        .. topology.Finance.Queues.Select(queue =>
            Binding(topology.Finance.ExchangeOf(queue), topology.Finance.QueueOf(queue), key: queue.RoutingKey)),
        Binding(topology.Feed.Rejections, topology.Feed.RejectionsQueue, key: topology.Feed.User),
        .. Leftovers.Select(name => Binding(name, name)),
    ];

    private static object Binding(string source, string destination, string kind = "queue", string key = "") =>
        new { source, vhost = Vhost, destination, destination_type = kind, routing_key = key, arguments = new { } };

    private static IEnumerable<object> Policies(Topology topology) =>
    [
        Policy("unrouted-feed", $@"^Rma\.Contracts\.({topology.Feed.Owners})\.V1:", "exchanges",
            new() { ["alternate-exchange"] = "unrouted" }),
        .. topology.Services.Select(service => QueuePolicy(
            $"given-up-{service.Name}", $"^{service.Name}-", DeliveriesOfService, Topology.GivenUpQueueOf(service.Name), priority: 1)),
        QueuePolicy("given-up-finance", $@"^{Regex.Escape(topology.Finance.Exchange)}\.", DeliveriesOfOthers,
            topology.FinanceWriter is { } writer ? Topology.GivenUpQueueOf(writer) : null),
        QueuePolicy("given-up-for-good", "-given-up$", DeliveriesOfService, Leftovers[0], priority: 2),
        QueuePolicy("leftovers", $"^({string.Join('|', Leftovers)})$", DeliveriesOfOthers, null),
        QueuePolicy("feed-rejections", $@"^{Regex.Escape(topology.Feed.Rejections)}\.", DeliveriesOfOthers, null, newest: 100_000),
    ];

    /// <summary>A message that kills its consumer so often is moved out of the way of the others.</summary>
    private const int DeliveriesOfService = 50;

    /// <summary>
    /// Whoever reads a queue that is not ours may die as often as it likes and loses nothing. A limit has to be there: from RabbitMQ 4.0 on
    /// it is 20 otherwise, and -1 is not known to 3.10.
    /// </summary>
    private const int DeliveriesOfOthers = 1_000_000;

    /// <param name="givenUp">The exchange that gets what is over the limit, or rejected; null where it goes nowhere.</param>
    /// <param name="newest">So many are kept, and the oldest dropped: only where everything can be read elsewhere.</param>
    private static object QueuePolicy(string name, string pattern, int limit, string? givenUp, int priority = 0, int? newest = null)
    {
        var definition = new Dictionary<string, object> { ["delivery-limit"] = limit };
        if (givenUp is not null)
        {
            definition["dead-letter-exchange"] = givenUp;
            definition["dead-letter-strategy"] = "at-least-once";
            definition["overflow"] = "reject-publish";
        }

        if (newest is { } most) (definition["max-length"], definition["overflow"]) = (most, "drop-head");
        return Policy(name, pattern, "queues", definition, priority);
    }

    private static object Policy(
        string name, string pattern, string applyTo, Dictionary<string, object> definition, int priority = 0) =>
        new Dictionary<string, object>
        {
            ["vhost"] = Vhost, ["name"] = name, ["pattern"] = pattern, ["apply-to"] = applyTo, ["priority"] = priority,
            ["definition"] = definition,
        };
}

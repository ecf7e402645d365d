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
        .. topology.Reads.Select(read => read.Queue).Distinct().Select(queue => Exchange(queue)),
        .. topology.Finance.Exchanges.Append(topology.Feed.Rejections).Select(exchange => Exchange(exchange, "direct")),
        .. Leftovers.Select(name => Exchange(name)),
    ];

    private static object Exchange(string name, string type = "fanout") =>
        new { name, vhost = Vhost, type, durable = true, auto_delete = false, @internal = false, arguments = new { } };

    private static IEnumerable<string> Queues(Topology topology) =>
    [
        .. topology.Reads.Select(read => read.Queue).Distinct(),
        .. topology.Finance.Queues.Select(topology.Finance.QueueOf),
        topology.Feed.RejectionsQueue,
        .. Leftovers,
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
        .. topology.Reads.Select(read => read.Queue).Distinct().Select(queue => Binding(queue, queue)),
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
        Policy("dead-letters", $"^({string.Join('|', topology.Services.Select(service => service.Name))})-", "queues",
            new()
            {
                ["delivery-limit"] = 50, ["dead-letter-exchange"] = "dead", ["dead-letter-strategy"] = "at-least-once",
                ["overflow"] = "reject-publish",
            }),
    ];

    private static object Policy(string name, string pattern, string applyTo, Dictionary<string, object> definition) =>
        new Dictionary<string, object>
        {
            ["vhost"] = Vhost, ["name"] = name, ["pattern"] = pattern, ["apply-to"] = applyTo, ["priority"] = 0,
            ["definition"] = definition,
        };
}

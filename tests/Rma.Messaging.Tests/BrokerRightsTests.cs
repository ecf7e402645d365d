using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Rma.Testing;
using Xunit.Abstractions;

namespace Rma.Messaging.Tests;

/// <summary>
/// Every credential of the deployed definitions at a real broker: each verb on each exchange and queue is tried, and only what is the
/// user's own is granted.
/// </summary>
[Trait(Attack.Trait, Attack.OnBroker)]
public sealed class BrokerRightsTests(BrokerRightsTests.Deployed deployed, ITestOutputHelper output)
    : IClassFixture<BrokerRightsTests.Deployed>
{
    private static readonly Topology Described = Topology.OfPlatform;

    private static readonly string[] Others = [.. Described.Users.Where(user => user != Described.Operator)];

    public static TheoryData<string> Users => [.. Others];

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_user_may_do_what_is_its_own_and_nothing_else(string user)
    {
        await using var connection = await deployed.Connect(user);
        var (tried, wrong) = (0, new List<string>());
        foreach (var (verb, on, deed, granted) in Deeds(user))
        {
            tried++;
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
            var refused = await IsRefused(channel, deed);
            if (refused == granted) wrong.Add($"{user} {(refused ? "may not" : "may")} {verb} {on}");
        }

        Attack.Tried(Attack.OnBroker, tried, wrong.Count);
        output.WriteLine($"{user}: {tried} deeds tried, {wrong.Count} answered wrongly");
        Assert.True(tried > 200, $"only {tried} deeds were tried");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task S12_a_service_may_look_whether_what_it_needs_is_there_and_sees_what_is_not()
    {
        foreach (var service in Described.Services.Select(service => service.Name))
        {
            var needs = Described.NeedsOf(service);
            await using var connection = await deployed.Connect(service);
            Assert.Empty(await TopologyProbe.Missing(connection, needs));
            NeededPart[] wanted = [new($"{service}-of-nobody", IsQueue: true, ToHear: true), .. needs,
                new("of-nobody", IsQueue: false, ToHear: false)];
            Assert.Equal([wanted[0], wanted[^1]], await TopologyProbe.Missing(connection, wanted));
        }
    }

    [Fact]
    public async Task Nobody_may_publish_in_the_name_of_another()
    {
        foreach (var user in Others)
        {
            foreach (var name in Others.Where(name => name != user))
            {
                await using var connection = await deployed.Connect(user);
                await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
                var properties = new BasicProperties { UserId = deployed.NameOf(name) };
                Assert.True(await IsRefused(channel, open => open.BasicPublishAsync(
                    Written(user).FirstOrDefault("none"), "", false, properties, "{}"u8.ToArray()).AsTask()), $"{user} as {name}");
            }
        }
    }

    // Binding needs the right to write to what is bound and to read what it is bound to: its own queues to its own exchanges.
    private static IEnumerable<(string Verb, string On, Func<IChannel, Task> Deed, bool Granted)> Deeds(string user)
    {
        var written = Written(user).ToHashSet();
        foreach (var exchange in Deployed.Exchanges)
        {
            var own = IsOwn(user, exchange);
            yield return ("publish to", exchange, channel => channel.BasicPublishAsync(
                exchange, "nobody-reads-this", false, "{}"u8.ToArray()).AsTask(), written.Contains(exchange) || own);
            if (own) continue;
            yield return ("delete", exchange, channel => channel.ExchangeDeleteAsync(exchange, ifUnused: true), false);
            yield return ("declare", exchange, channel =>
                channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true), false);
            yield return ("bind a queue of its own to", exchange, channel =>
                channel.QueueBindAsync(OwnQueue(user), exchange, "nobody-reads-this"), false);
            yield return ("lead away from", exchange, channel =>
                channel.ExchangeBindAsync(OwnQueue(user), exchange, "nobody-reads-this"), false);
            yield return ("unbind from", exchange, channel => channel.QueueUnbindAsync(OwnQueue(user), exchange, ""), false);
        }

        foreach (var queue in Deployed.Queues)
        {
            var own = IsOwn(user, queue);
            yield return ("read", queue, channel => channel.BasicGetAsync(queue, autoAck: false),
                own || user == Described.Finance.User && queue.StartsWith("finance.", StringComparison.Ordinal)
                || user == Described.Feed.User && queue == Described.Feed.RejectionsQueue);
            if (own) continue;
            yield return ("delete", queue, channel => channel.QueueDeleteAsync(queue, ifUnused: true, ifEmpty: true), false);
            yield return ("declare", queue, channel => channel.QueueDeclareAsync(queue, true, false, false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }), false);
        }

        yield return ("publish past the exchanges to", "finance.credit-notes", channel =>
            channel.BasicPublishAsync("", "finance.credit-notes", false, "{}"u8.ToArray()).AsTask(), false);
        yield return ("make", "an exchange", channel => channel.ExchangeDeclareAsync("mine", ExchangeType.Fanout), false);
        yield return ("make", "a queue", channel => channel.QueueDeclareAsync("mine", true, false, false), false);
    }

    private static bool IsOwn(string user, string name) =>
        Described.Services.Any(service => service.Name == user) && name.StartsWith($"{user}-", StringComparison.Ordinal);

    private static IEnumerable<string> Written(string user) => user == Described.Feed.User
        ? Described.Feed.Messages.Select(message => message.Exchange)
        : Described.ExchangesOf(user)
            .Concat(Described.Services.SingleOrDefault(service => service.Name == user)?.Writes ?? []);

    private static string OwnQueue(string user) =>
        Deployed.Queues.FirstOrDefault(queue => queue.StartsWith($"{user}-", StringComparison.Ordinal)) ?? "finance.credit-notes";

    private static async Task<bool> IsRefused(IChannel channel, Func<IChannel, Task> deed)
    {
        try
        {
            await deed(channel).WaitAsync(TimeSpan.FromSeconds(10));
            return false;
        }
        catch (Exception exception) when (exception is OperationInterruptedException or AlreadyClosedException or PublishException)
        {
            var reason = channel.CloseReason ?? (exception as OperationInterruptedException)?.ShutdownReason;
            Assert.True(reason?.ReplyCode is 403 or 406, $"{reason?.ReplyCode} {reason?.ReplyText}");
            return true;
        }
    }

    /// <summary>A virtual host with what the deployed definitions have, and users of its own with the deployed permissions.</summary>
    public sealed class Deployed : IAsyncLifetime
    {
        private static readonly JsonNode Definitions =
            JsonNode.Parse(File.ReadAllText(Path.Combine(Servers.Root, "deploy", "rabbitmq", "definitions.json")))!;

        private readonly string suffix = Guid.CreateVersion7().ToString("N");
        private string vhost = "";

        public string Vhost => vhost;

        public static IReadOnlyList<string> Exchanges { get; } = Names("exchanges");

        public static IReadOnlyList<string> Queues { get; } = Names("queues");

        public string NameOf(string user) => $"{user}-{suffix}";

        public async Task InitializeAsync()
        {
            var servers = await Servers.Ready;
            vhost = await servers.NewVhost();
            using var http = servers.Management();
            foreach (var permission in Definitions["permissions"]!.AsArray().Where(one => Text(one, "user") != Described.Operator))
            {
                var name = NameOf(Text(permission, "user"));
                await Send(http, HttpMethod.Put, $"api/users/{name}", new { password = suffix, tags = "" });
                await Send(http, HttpMethod.Put, $"api/permissions/{vhost}/{name}", new
                {
                    configure = Text(permission, "configure"), write = Text(permission, "write"), read = Text(permission, "read"),
                });
            }

            await Send(http, HttpMethod.Post, $"api/definitions/{vhost}", new
            {
                exchanges = Definitions["exchanges"], queues = Definitions["queues"], bindings = Definitions["bindings"],
                policies = Definitions["policies"],
            });
        }

        public async Task DisposeAsync()
        {
            using var http = (await Servers.Ready).Management();
            foreach (var user in Others) (await http.DeleteAsync(new Uri($"api/users/{NameOf(user)}", UriKind.Relative))).Dispose();
            (await http.DeleteAsync(new Uri($"api/vhosts/{vhost}", UriKind.Relative))).Dispose();
        }

        public async Task<IConnection> Connect(string user)
        {
            var factory = (await Servers.Ready).Connecting(vhost);
            (factory.UserName, factory.Password, factory.AutomaticRecoveryEnabled) = (NameOf(user), suffix, false);
            return await factory.CreateConnectionAsync();
        }

        private static string[] Names(string section) => [.. Definitions[section]!.AsArray().Select(one => Text(one, "name"))];

        private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

        private static async Task Send(HttpClient http, HttpMethod method, string path, object body)
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
            {
                Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json"),
            };
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>The feed's and finance's users at a real broker, with the deployed permissions: the broker refuses everything else.</summary>
public sealed class BrokerDoorTests(BrokerDoorTests.House house) : IClassFixture<BrokerDoorTests.House>
{
    private const string Fact = "Rma.Contracts.Shipping.V1:UnitShipped";
    private const string Command = "Rma.Contracts.Credit.V1:AssessCredit";
    private const string Notes = "finance.credit-notes";

    private static readonly Dictionary<string, (string User, Func<IChannel, Task> Deed)> Deeds = new()
    {
        ["the feed publishes a command of ours"] =
            ("feed", channel => channel.BasicPublishAsync(Command, "", false, "{}"u8.ToArray()).AsTask()),
        ["the feed publishes past the exchanges"] =
            ("feed", channel => channel.BasicPublishAsync("", Notes, false, "{}"u8.ToArray()).AsTask()),
        ["the feed publishes to finance"] =
            ("feed", channel => channel.BasicPublishAsync("finance", "credit-note", false, "{}"u8.ToArray()).AsTask()),
        ["the feed publishes under another name"] =
            ("feed", channel => channel.BasicPublishAsync(Fact, "", false, new BasicProperties { UserId = "credit" }, "{}"u8.ToArray())
            .AsTask()),
        ["the feed makes a queue"] = ("feed", channel => channel.QueueDeclareAsync("mine", true, false, false)),
        ["the feed listens in on facts"] = ("feed", channel => channel.QueueBindAsync(Notes, Fact, "")),
        ["the feed reads notes"] = ("feed", channel => channel.BasicGetAsync(Notes, autoAck: true)),
        ["the feed deletes an exchange"] = ("feed", channel => channel.ExchangeDeleteAsync(Fact)),
        ["the feed empties a queue"] = ("feed", channel => channel.QueuePurgeAsync(Notes)),
        ["finance publishes a note"] =
            ("finance", channel => channel.BasicPublishAsync("finance", "credit-note", false, "{}"u8.ToArray()).AsTask()),
        ["finance publishes a fact"] = ("finance", channel => channel.BasicPublishAsync(Fact, "", false, "{}"u8.ToArray()).AsTask()),
        ["finance makes an exchange"] = ("finance", channel => channel.ExchangeDeclareAsync("mine", ExchangeType.Fanout)),
        ["finance deletes its queue"] = ("finance", channel => channel.QueueDeleteAsync(Notes)),
        ["finance reads what a service hears"] = ("finance", channel => channel.BasicGetAsync("credit-assess-credit", autoAck: true)),
    };

    public static TheoryData<string> Names => BadInput.Names(Deeds.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_broker_refuses_and_nothing_is_there_afterwards(string name)
    {
        var (user, deed) = Deeds[name];
        await using var connection = await house.Connect(user);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await deed(channel).WaitAsync(TimeSpan.FromSeconds(10));
        });
        var reason = channel.CloseReason ?? (refused as OperationInterruptedException)?.ShutdownReason;
        Assert.True(reason?.ReplyCode is 403 or 406, $"{name}: {reason?.ReplyCode} {reason?.ReplyText} {refused.Message}");
        await using var own = await house.Connect(null);
        await using var look = await own.CreateChannelAsync();
        Assert.Equal(0u, (await look.QueueDeclarePassiveAsync(Notes)).MessageCount);
    }

    [Fact]
    public async Task What_they_are_there_for_they_may()
    {
        await using var feed = await house.Connect("feed");
        await using var publishing = await feed.CreateChannelAsync(new CreateChannelOptions(true, true));
        await publishing.BasicPublishAsync(Fact, "", false, new BasicProperties { UserId = house.NameOf("feed") }, "{}"u8.ToArray());
        await using var finance = await house.Connect("finance");
        await using var reading = await finance.CreateChannelAsync();
        foreach (var queue in new[] { Notes, "finance.charge-notes", "finance.control-totals" })
            Assert.Null(await reading.BasicGetAsync(queue, autoAck: false));
    }

    /// <summary>A virtual host with the exchanges, queues and permissions of the deployed definitions, and users of its own.</summary>
    public sealed class House : IAsyncLifetime
    {
        private readonly string suffix = Guid.CreateVersion7().ToString("N");
        private string vhost = "";

        public string NameOf(string user) => $"{user}-{suffix}";

        public async Task InitializeAsync()
        {
            var servers = await Servers.Ready;
            vhost = await servers.NewVhost();
            var definitions = JsonNode.Parse(
                await File.ReadAllTextAsync(Path.Combine(Servers.Root, "deploy", "rabbitmq", "definitions.json")))!;
            using var http = servers.Management();
            foreach (var permission in definitions["permissions"]!.AsArray()
                .Where(permission => permission!["user"]!.GetValue<string>() is "feed" or "finance"))
            {
                var name = NameOf(permission!["user"]!.GetValue<string>());
                await Put(http, $"api/users/{name}", new { password = suffix, tags = "" });
                await Put(http, $"api/permissions/{vhost}/{name}",
                    new { configure = permission["configure"]!.GetValue<string>(), write = permission["write"]!.GetValue<string>(),
                    read = permission["read"]!.GetValue<string>() });
            }

            await using var connection = await Connect(null);
            await using var channel = await connection.CreateChannelAsync();
            foreach (var exchange in definitions["exchanges"]!.AsArray())
                await channel.ExchangeDeclareAsync(
                exchange!["name"]!.GetValue<string>(), exchange["type"]!.GetValue<string>(), durable: true);
            await channel.ExchangeDeclareAsync(Command, ExchangeType.Fanout, durable: true);
            foreach (var queue in definitions["queues"]!.AsArray().Select(queue => queue!["name"]!.GetValue<string>())
                .Append("credit-assess-credit"))
                await channel.QueueDeclareAsync(queue, true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        }

        public async Task DisposeAsync()
        {
            using var http = (await Servers.Ready).Management();
            foreach (var path in new[] { $"api/users/{NameOf("feed")}", $"api/users/{NameOf("finance")}", $"api/vhosts/{vhost}" })
                (await http.DeleteAsync(new Uri(path, UriKind.Relative))).Dispose();
        }

        /// <summary>As this user; null = as the administrator.</summary>
        public async Task<IConnection> Connect(string? user)
        {
            var address = new Uri((await Servers.Ready).RabbitMq(vhost));
            var factory = new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false };
            if (user is not null) (factory.UserName, factory.Password) = (NameOf(user), suffix);
            return await factory.CreateConnectionAsync();
        }

        private static async Task Put(HttpClient http, string path, object body)
        {
            using var answer = await http.PutAsync(
                new Uri(path, UriKind.Relative), new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));
            answer.EnsureSuccessStatusCode();
        }
    }
}

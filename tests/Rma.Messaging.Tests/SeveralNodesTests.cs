using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Brokers and databases of several nodes, of which some are away, silent, or not the one that is looked for.</summary>
public sealed class SeveralNodesTests
{
    [Theory]
    [InlineData("amqps://rma:p%40ss@one:5671,two,[::1]:5673/rma", "rma", "p@ss", "rma", true, "one:5671 two:5671 ::1:5673")]
    [InlineData("amqp://127.0.0.1", "", "", "/", false, "127.0.0.1:5672")]
    [InlineData("AMQP://u:p@h:1/a%2Fb", "u", "p", "a/b", false, "h:1")]
    public void R6_an_address_may_name_several_nodes(
        string text, string user, string password, string vhost, bool isSecured, string nodes)
    {
        var address = BrokerAddress.Parse(text);
        Assert.Equal((user, password, vhost, isSecured), (address.User, address.Password, address.VirtualHost, address.IsSecured));
        Assert.Equal(nodes, string.Join(' ', address.Nodes.Select(node => $"{node.Host}:{node.Port}")));
    }

    [Theory]
    [InlineData("http://u:secret@h")]
    [InlineData("amqp://u:secret@")]
    [InlineData("amqp://u:secret@one,,two")]
    [InlineData("amqp://u:secret@one:0")]
    [InlineData("amqp://u:secret@one:70000")]
    [InlineData("amqp://u:secret@one:port")]
    [InlineData("amqp://u:secret@one/a/b")]
    [InlineData("")]
    public void R6_what_is_no_address_is_refused_without_its_password(string text) => Assert.DoesNotContain(
        "secret", Assert.Throws<FormatException>(() => BrokerAddress.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void R4_the_address_of_now_counts()
    {
        var text = "amqp://u:first@h/rma";
        var options = new MessagingOptions { Service = "probe", RabbitMq = () => text };
        Assert.Equal("first", options.Broker.Password);
        text = "amqp://u:second@h/rma";
        Assert.Equal("second", options.Broker.Password);
    }

    [Fact]
    public async Task R5_a_broker_that_greets_and_says_no_more_holds_nobody_for_longer_than_ten_seconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var held = new List<Socket>();
        var greeting = Task.Run(async () =>
        {
            // The first caller is the one who looks whether somebody is there.
            while (true)
            {
                held.Add(await listener.AcceptSocketAsync());
                if (held.Count == 1) await held[0].SendAsync(new byte[] { 1 });
            }
        });
        var options = new MessagingOptions { Service = "probe", RabbitMq = () => $"amqp://u:p@{listener.LocalEndpoint}/rma" };
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await BrokerChannel.Open(options, new(), default)).DisposeAsync());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 12);
        watch.Restart();
        await Assert.ThrowsAsync<IOException>(async () => await (await BrokerChannel.Open(options, new(), default)).DisposeAsync());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        listener.Stop();
        await Task.WhenAny(greeting);
        foreach (var socket in held) socket.Dispose();
    }

    [Fact]
    public async Task R3_a_database_without_a_primary_is_away_and_not_wrong()
    {
        var primary = new NpgsqlConnectionStringBuilder((await Servers.Ready).Postgres("postgres")) { Timeout = 3, Pooling = false };
        // The one that is there is not what is looked for; then, in addition, nobody is at another address.
        foreach (var hosts in new[] { $"{primary.Host}:{primary.Port}", $"{primary.Host}:{primary.Port},{primary.Host}:{FreePort()}" })
        {
            await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(primary.ToString())
            {
                Host = $"{primary.Host}:{FreePort()},{hosts}", TargetSessionAttributes = "standby",
            });
            var failure = await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await database.OpenConnectionAsync());
            Assert.True(Transient.Is(failure), failure.ToString());
        }

        Assert.True(Transient.Is(new NpgsqlException("No suitable host was found.")));
        Assert.False(Transient.Is(new NpgsqlException("x", new AggregateException(new InvalidOperationException("wrong")))));
    }

    /// <summary>A service whose first broker node and first database host are away.</summary>
    [Fact]
    public async Task R3_R6_a_service_begins_with_the_nodes_that_are_there()
    {
        var service = new HalfAway();
        await service.InitializeAsync();
        try
        {
            Assert.Equal(200, (await service.Get("operator", "/outbox")).Status);
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class HalfAway : ServiceUnderTest
    {
        protected override string Name => "halfaway";

        protected override WebApplication Build(string[] args) => RmaService.Build("halfaway", [.. args.Select(WithAnother)], _ => { });

        private static string WithAnother(string argument)
        {
            const string Broker = "--ConnectionStrings:RabbitMq=", Postgres = "--ConnectionStrings:Postgres=";
            if (argument.StartsWith(Broker, StringComparison.Ordinal))
                return argument.Replace("@", $"@localhost:{FreePort()},", StringComparison.Ordinal);
            if (!argument.StartsWith(Postgres, StringComparison.Ordinal)) return argument;
            var database = new NpgsqlConnectionStringBuilder(argument[Postgres.Length..]);
            database.Host = $"{database.Host}:{FreePort()},{database.Host}:{database.Port}";
            database.TargetSessionAttributes = "primary";
            return Postgres + database;
        }
    }
}

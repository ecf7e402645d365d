using System.Net;
using System.Net.Sockets;
using Rma.Testing;

namespace Rma.Messaging.Tests;

public sealed class BrokerProbeTests
{
    private static readonly Certificates NoTls = new(null, null);

    [Fact]
    public async Task The_broker_greets()
    {
        var servers = await Servers.Ready;
        Assert.NotNull(await BrokerProbe.Answering(BrokerAddress.Parse(servers.RabbitMq("rma")),
            new Certificates(servers.AuthorityFile, servers.CertificateFile), CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_there_somebody_who_says_nothing_and_somebody_who_hangs_up_are_no_broker()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = BrokerAddress.Parse($"amqp://{listener.LocalEndpoint}");
        Assert.Null(await BrokerProbe.Answering(address, NoTls, CancellationToken.None)); // accepted by the backlog, without an answer
        (await listener.AcceptSocketAsync()).Dispose();
        var asked = BrokerProbe.Answering(address, NoTls, CancellationToken.None);
        (await listener.AcceptSocketAsync()).Dispose();
        Assert.Null(await asked);
        listener.Stop();
        Assert.Null(await BrokerProbe.Answering(address, NoTls, CancellationToken.None));
    }

    [Fact]
    public async Task It_is_waited_for_and_not_for_longer_than_the_process_lives()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = BrokerAddress.Parse($"amqp://{listener.LocalEndpoint}");
        listener.Stop();
        var options = new MessagingOptions { Service = "probe", RabbitMq = () => $"amqp://127.0.0.1:{address.Nodes[0].Port}" };
        using var stopping = new CancellationTokenSource();
        var waiting = BrokerProbe.WaitUntilAvailable(options, Assert.Fail, stopping.Token);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(700)));
        using var late = new TcpListener(IPAddress.Loopback, address.Nodes[0].Port);
        late.Start();
        using (var caller = await late.AcceptSocketAsync()) await caller.SendAsync(new byte[] { 1 });
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));

        late.Stop();
        var abandoned = BrokerProbe.WaitUntilAvailable(options, Assert.Fail, stopping.Token);
        await stopping.CancelAsync();
        await abandoned.WaitAsync(TimeSpan.FromSeconds(10));
    }
}

using System.Net;
using System.Net.Sockets;
using Rma.Testing;

namespace Rma.Chaos.Tests;

public sealed class ProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Commit = [(byte)'Q', 0, 0, 0, 11, .. "COMMIT"u8, 0];
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly List<byte[]> heard = [];
    private Proxy proxy = null!;

    public Task InitializeAsync()
    {
        server.Start();
        proxy = new Proxy([((IPEndPoint)server.LocalEndpoint).Port]);
        _ = Task.Run(Echo);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task What_is_said_arrives_and_so_does_the_answer()
    {
        using var client = await Connect();
        await client.SendAsync("hello"u8.ToArray());
        Assert.Equal("hello"u8.ToArray(), await Answer(client));
    }

    [Fact]
    public async Task A_held_wire_lets_nothing_pass_and_refuses_nothing_until_it_is_released()
    {
        using var client = await Connect();
        await client.SendAsync("one"u8.ToArray());
        await Answer(client);
        proxy.Hold();
        using var another = await Connect();
        await client.SendAsync("two"u8.ToArray());
        var answer = Answer(client);
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(200)));
        proxy.Release();
        Assert.Equal("two"u8.ToArray(), await answer);
    }

    [Fact]
    public async Task A_commit_cut_off_before_it_never_arrives()
    {
        proxy.CutCommits(before: 1, after: 0);
        using var client = await Connect();
        await client.SendAsync(Commit);
        await Assert.ThrowsAsync<SocketException>(() => Answer(client));
        lock (heard) Assert.Empty(heard);
        Assert.Equal((1, 0), (proxy.Cut, proxy.AnswersLost));
    }

    [Fact]
    public async Task A_commit_cut_off_after_it_has_happened_and_nobody_hears_of_it()
    {
        proxy.CutCommits(before: 0, after: 1);
        using var client = await Connect();
        await client.SendAsync(Commit);
        await Assert.ThrowsAsync<SocketException>(() => Answer(client));
        await Wait.Until(() => { lock (heard) return Task.FromResult(heard.Count == 1); }, "the commit to arrive");
        Assert.Equal((1, 1), (proxy.Cut, proxy.AnswersLost));
        using var next = await Connect();
        await next.SendAsync(Commit);
        Assert.Equal(Commit, await Answer(next));
    }

    [Fact]
    public async Task A_commit_that_was_prepared_is_one_as_well()
    {
        byte[] parse = [(byte)'P', 0, 0, 0, 20, .. "_auto3"u8, 0, .. "COMMIT"u8, 0, 0, 0];
        byte[] bind = [(byte)'B', 0, 0, 0, 18, 0, .. "_auto3"u8, 0, 0, 0, 0, 0, 0, 0];
        byte[] other = [(byte)'B', 0, 0, 0, 18, 0, .. "_auto31"u8, 0, 0, 0, 0, 0, 0];
        using var client = await Connect();
        await client.SendAsync(parse);
        Assert.Equal(parse, await Answer(client));
        proxy.CutCommits(before: 1, after: 0);
        await client.SendAsync(other);
        Assert.Equal(other, await Answer(client));
        await client.SendAsync(bind);
        await Assert.ThrowsAsync<SocketException>(() => Answer(client));
        Assert.Equal(1, proxy.Cut);
    }

    private async Task<Socket> Connect()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, proxy.Ports.Single());
        return client;
    }

    private static async Task<byte[]> Answer(Socket client)
    {
        var buffer = new byte[100];
        var count = await client.ReceiveAsync(buffer);
        return count > 0 ? buffer[..count] : throw new SocketException((int)SocketError.ConnectionReset);
    }

    private async Task Echo()
    {
        while (true)
        {
            var client = await server.AcceptSocketAsync();
            _ = Task.Run(async () =>
            {
                var buffer = new byte[100];
                while (await client.ReceiveAsync(buffer) is var count && count > 0)
                {
                    lock (heard) heard.Add(buffer[..count]);
                    await client.SendAsync(buffer.AsMemory(0, count));
                }
            });
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Rma.Chaos;

/// <summary>One connection through a <see cref="Proxy"/>.</summary>
internal sealed class Wire(Proxy proxy)
{
    private static readonly byte[] Commit = [.. "COMMIT"u8, 0];
    private byte[]? bindsPrepared;
    private volatile bool answerIsLost;

    public static async Task Carry(Socket client, int target, Proxy proxy, CancellationToken closing)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await proxy.Passing;
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), closing);
                var (near, far) = await Legs(client, server, proxy, closing);
                await using var _ = near;
                await using var __ = far;
                var wire = new Wire(proxy);
                await Task.WhenAny(wire.Pass(near, far, isRequest: true, closing), wire.Pass(far, near, isRequest: false, closing));
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // The server is away: the caller sees a closed connection.
            }

            // A failure on one side is passed to the other side at once, without a proper close.
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }
    }

    private static async Task<(Stream Near, Stream Far)> Legs(Socket client, Socket server, Proxy proxy, CancellationToken closing)
    {
        var (near, far) = (new NetworkStream(client), new NetworkStream(server));
        return proxy.Tls is { } tls ? await tls.Open(near, far, closing) : (near, far);
    }

    private static bool IsEnd(Exception exception) => exception is SocketException or IOException or AuthenticationException
        or OperationCanceledException or ObjectDisposedException;

    private async Task Pass(Stream from, Stream to, bool isRequest, CancellationToken closing)
    {
        var buffer = new byte[32_768];
        try
        {
            while (await from.ReadAsync(buffer, closing) is var count && count > 0)
            {
                await proxy.Passing;
                if (isRequest && IsCutOff(buffer.AsSpan(0, count)) || !isRequest && answerIsLost) return;
                await to.WriteAsync(buffer.AsMemory(0, count), closing);
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // One side is closed; close the other one.
        }
    }

    // As a text: in a simple query, in a statement of its own or in one that is prepared ('P', length, its name, zero, text, zero) and from
    // then on only named ('B', length, no portal: zero, its name, zero).
    private bool Commits(ReadOnlySpan<byte> request)
    {
        if (bindsPrepared is not null && request.IndexOf(bindsPrepared) >= 0) return true;
        var at = request.IndexOf(Commit);
        if (at < 0) return false;
        var name = request[..Math.Max(at - 1, 0)];
        name = name[(name.LastIndexOf((byte)0) + 1)..];
        var parse = at - name.Length - 5; // the last byte of the length is not zero, and stands before the name
        if (name.Length > 1 && parse >= 0 && request[parse] == 'P') bindsPrepared = [0, .. name[1..], 0];
        return true;
    }

    private bool IsCutOff(ReadOnlySpan<byte> request)
    {
        if (!Commits(request)) return false;
        // The rarer one first: there may be few commits while the cut lasts.
        answerIsLost = proxy.TakeCutAfter();
        return !answerIsLost && proxy.TakeCutBefore();
    }
}

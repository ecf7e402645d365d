using System.Net;
using System.Net.Sockets;

namespace Rma.Chaos;

/// <summary>One connection through a <see cref="Proxy"/>.</summary>
internal sealed class Wire(Proxy proxy)
{
    // PostgreSQL's simple query message: 'Q', its length, the text, a zero.
    private static readonly byte[] Commit = [(byte)'Q', 0, 0, 0, 11, .. "COMMIT"u8, 0];
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
                var wire = new Wire(proxy);
                await Task.WhenAny(wire.Pass(client, server, isRequest: true, closing),
                    wire.Pass(server, client, isRequest: false, closing));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The server is away: the caller sees a closed connection.
            }

            // A failure on one side is passed to the other side at once, without a proper close.
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task Pass(Socket from, Socket to, bool isRequest, CancellationToken closing)
    {
        var buffer = new byte[32_768];
        try
        {
            while (await from.ReceiveAsync(buffer, closing) is var count && count > 0)
            {
                await proxy.Passing;
                if (isRequest && IsCutOff(buffer.AsSpan(0, count)) || !isRequest && answerIsLost) return;
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), closing);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is closed; close the other one.
        }
    }

    private bool IsCutOff(ReadOnlySpan<byte> request)
    {
        if (request.IndexOf(Commit) < 0) return false;
        // The rarer one first: there may be few commits while the cut lasts.
        answerIsLost = proxy.TakeCutAfter();
        return !answerIsLost && proxy.TakeCutBefore();
    }
}

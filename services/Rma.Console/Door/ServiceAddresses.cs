using System.Net;
using System.Net.Sockets;

namespace Rma.Console.Door;

/// <summary>
/// Where the processes of one service answer. A connection is made to any of them, and to the next one at once where that one takes none:
/// nothing was sent yet, so nothing is done twice.
/// </summary>
internal sealed class ServiceAddresses(IReadOnlyList<Uri> addresses)
{
    /// <summary>The address that requests name, without a slash at the end.</summary>
    public string Name { get; } = addresses[0].GetLeftPart(UriPartial.Authority);

    /// <summary>A handler of its connections, which gives back what the service answers as it is.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = (_, ct) => Connect(ct),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // new replicas are found
    };

    /// <exception cref="SocketException">None of them takes connections; the last one's reason.</exception>
    public async ValueTask<Stream> Connect(CancellationToken ct)
    {
        var first = Random.Shared.Next(addresses.Count);
        for (var tried = 1; ; tried++)
        {
            var address = addresses[(first + tried) % addresses.Count];
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new DnsEndPoint(address.Host, address.Port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception fault)
            {
                socket.Dispose();
                if (fault is not SocketException || tried == addresses.Count) throw;
            }
        }
    }
}

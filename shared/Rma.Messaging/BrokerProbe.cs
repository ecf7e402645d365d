using System.Net.Sockets;

namespace Rma.Messaging;

/// <summary>Asks whether the broker answers, without a connection of its protocol: it greets whoever sends the protocol's header.</summary>
public static class BrokerProbe
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Header = [.. "AMQP"u8, 0, 0, 9, 1];

    /// <summary>
    /// Whether the broker says something within three seconds. A proxy in front of it would take any connection; behind TLS that has to do.
    /// </summary>
    public static async Task<bool> Answers(Uri broker, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(broker.Host, broker.Port > 0 ? broker.Port : 5672, cancellationToken).AsTask()
                .WaitAsync(Soon, cancellationToken);
            if (broker.Scheme == "amqps") return true;
            var stream = socket.GetStream();
            await stream.WriteAsync(Header, cancellationToken);
            return await stream.ReadAsync(new byte[1], cancellationToken).AsTask().WaitAsync(Soon, cancellationToken) > 0;
        }
        catch (Exception exception) when (exception is SocketException or IOException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits for it, until the process stops. MassTransit asks this before each connection: what it tries in vain makes it wait longer each
    /// time, up to half a minute, and it does not forget that when a connection succeeds.
    /// </summary>
    public static async Task WaitUntilAvailable(Uri broker, CancellationToken stopping)
    {
        try
        {
            while (!await Answers(broker, stopping)) await Task.Delay(Pause, stopping);
        }
        catch (OperationCanceledException)
        {
            // Whoever stops connects no more.
        }
    }
}

using System.Net.Sockets;

namespace Rma.Messaging;

/// <summary>Checks whether the broker answers, without an AMQP connection: it replies to the AMQP protocol header.</summary>
public static class BrokerProbe
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Header = [.. "AMQP"u8, 0, 0, 9, 1];

    /// <summary>
    /// Whether the broker replies within three seconds. Behind TLS, or a proxy that accepts every connection, this cannot be checked
    /// further.
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
    /// Waits until the broker answers or the process stops. Called before each MassTransit connection attempt: MassTransit's own retry
    /// delay grows to half a minute and is not reset when a connection succeeds.
    /// </summary>
    public static async Task WaitUntilAvailable(Uri broker, CancellationToken stopping)
    {
        try
        {
            while (!await Answers(broker, stopping)) await Task.Delay(Pause, stopping);
        }
        catch (OperationCanceledException)
        {
            // The process is stopping: no further connection attempt.
        }
    }
}

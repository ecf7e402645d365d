using System.Net.Sockets;
using System.Security.Authentication;

namespace Rma.Messaging;

/// <summary>Checks whether the broker answers, without an AMQP connection: it replies to the AMQP protocol header.</summary>
public static class BrokerProbe
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Header = [.. "AMQP"u8, 0, 0, 9, 1];

    /// <summary>Whether the broker replies within three seconds, with a certificate that counts.</summary>
    public static async Task<bool> Answers(Uri broker, Certificates certificates, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(broker.Host, PortOf(broker), cancellationToken).AsTask().WaitAsync(Soon, cancellationToken);
            if (!IsSecured(broker)) return await Greets(socket.GetStream(), cancellationToken);
            await using var secured = await Handshake.Shake(socket.GetStream(), broker.Host, certificates, cancellationToken)
                .WaitAsync(Soon, cancellationToken);
            var greets = await Greets(secured, cancellationToken);
            certificates.Note(Certificates.Broker, greets ? null : certificates.OwnFault());
            return greets;
        }
        catch (AuthenticationException exception)
        {
            certificates.Note(Certificates.Broker, exception.Message);
            return false;
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
    /// <param name="refused">Told of each new fault of its certificate.</param>
    public static async Task WaitUntilAvailable(
        Uri broker, Certificates certificates, Action<string> refused, CancellationToken stopping)
    {
        try
        {
            var said = "";
            while (!await Answers(broker, certificates, stopping))
            {
                if (certificates.FaultOf(Certificates.Broker) is { } fault && fault != said) refused(said = fault);
                await Task.Delay(Pause, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping: no further connection attempt.
        }
    }

    /// <summary>Whether this address wants TLS.</summary>
    public static bool IsSecured(Uri broker) => broker.Scheme == "amqps";

    /// <summary>The port of an address, which may leave it out.</summary>
    public static int PortOf(Uri broker) => broker.Port > 0 ? broker.Port : IsSecured(broker) ? 5671 : 5672;

    private static async Task<bool> Greets(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Header, cancellationToken);
        return await stream.ReadAsync(new byte[1], cancellationToken).AsTask().WaitAsync(Soon, cancellationToken) > 0;
    }
}

using System.Net.Sockets;
using System.Security.Authentication;

namespace Rma.Messaging;

/// <summary>Checks whether the broker answers, without an AMQP connection: it replies to the AMQP protocol header.</summary>
public static class BrokerProbe
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Header = [.. "AMQP"u8, 0, 0, 9, 1];

    /// <summary>A node that replies within three seconds, with a certificate that counts; null when none does.</summary>
    public static async Task<BrokerNode?> Answering(BrokerAddress broker, Certificates certificates, CancellationToken cancellationToken)
    {
        // Each caller begins elsewhere, so that connections spread over the nodes.
        var first = Random.Shared.Next(broker.Nodes.Count);
        for (var at = 0; at < broker.Nodes.Count; at++)
        {
            var node = broker.Nodes[(first + at) % broker.Nodes.Count];
            if (await Answers(node, broker.IsSecured, certificates, cancellationToken)) return node;
        }

        return null;
    }

    /// <summary>
    /// Waits until the broker answers, or the process stops: then null. Called before each MassTransit connection attempt: MassTransit's
    /// own retry delay grows to half a minute and is not reset when a connection succeeds.
    /// </summary>
    /// <param name="refused">Told of each new fault of its certificate.</param>
    public static async Task<BrokerNode?> WaitUntilAvailable(
        MessagingOptions options, Action<string> refused, CancellationToken stopping)
    {
        try
        {
            var (said, certificates) = ("", options.Certificates);
            while (true)
            {
                if (await Answering(options.Broker, certificates, stopping) is { } node) return node;
                if (certificates.FaultOf(Certificates.Broker) is { } fault && fault != said) refused(said = fault);
                await Task.Delay(Pause, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            return null; // no further connection attempt
        }
    }

    private static async Task<bool> Answers(
        BrokerNode node, bool isSecured, Certificates certificates, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(node.Host, node.Port, cancellationToken).AsTask().WaitAsync(Soon, cancellationToken);
            if (!isSecured) return await Greets(socket.GetStream(), cancellationToken);
            await using var secured = await Handshake.Shake(socket.GetStream(), node.Host, certificates, cancellationToken)
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

    private static async Task<bool> Greets(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Header, cancellationToken);
        return await stream.ReadAsync(new byte[1], cancellationToken).AsTask().WaitAsync(Soon, cancellationToken) > 0;
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Rma.Messaging;

/// <summary>The handshake of TLS with broker or database, which tells what is wrong with a certificate.</summary>
public static class Handshake
{
    /// <summary>Only these; what is older is refused by both sides.</summary>
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    // PostgreSQL's SSLRequest: its length and its number.
    private static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    /// <summary>The stream after the handshake.</summary>
    /// <exception cref="AuthenticationException">The certificate was refused; the message says why.</exception>
    public static async Task<SslStream> Shake(Stream stream, string host, Certificates certificates, CancellationToken cancellationToken)
    {
        string? fault = null;
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host, EnabledSslProtocols = Protocols, ClientCertificates = certificates.Own is { } own ? [own] : [],
                RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                    (fault = certificates.Fault(shown, chain, host, errors)) is null,
            }, cancellationToken);
            return secured;
        }
        catch (AuthenticationException exception)
        {
            await secured.DisposeAsync();
            throw new AuthenticationException(fault ?? certificates.OwnFault() ?? exception.Message, exception);
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is wrong with the database's certificate; null when nothing is, or when that cannot be said.</summary>
    public static async Task<string?> FaultOfDatabase(
        string host, int port, Certificates certificates, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Soon);
            using var socket = new TcpClient();
            await socket.ConnectAsync(host, port, limit.Token);
            var stream = socket.GetStream();
            await stream.WriteAsync(SslRequest, limit.Token);
            var answer = new byte[1];
            if (await stream.ReadAsync(answer, limit.Token) == 0) return null;
            if (answer[0] != 'S') return "it does not speak TLS";
            await using var secured = await Shake(stream, host, certificates, limit.Token);
            return certificates.OwnFault();
        }
        catch (AuthenticationException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return certificates.OwnFault();
        }
    }

    /// <summary>For a client of the broker that calls back with what it was shown.</summary>
    public static RemoteCertificateValidationCallback Judge(Certificates certificates, string host) => (_, shown, chain, errors) =>
        certificates.Fault(shown, chain, host, errors) is null;

    /// <summary>For a client of the broker that asks which certificate to show.</summary>
    public static LocalCertificateSelectionCallback Choose(Certificates certificates) => (_, _, _, _, _) => certificates.Own!;
}

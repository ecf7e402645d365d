using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Rma.Messaging;

namespace Rma.Testing;

/// <summary>
/// Stands before the real broker or database and answers with a certificate of the test's choice: good, expired, of another host or of
/// another authority.
/// </summary>
public sealed class TlsFront : IAsyncDisposable
{
    private static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly (string Host, int Port) target;
    private readonly bool isDatabase;
    private readonly Certificates? onward;
    private CancellationTokenSource connections = new();
    private volatile X509Certificate2 certificate;

    /// <param name="target">The real server.</param>
    /// <param name="isDatabase">Whether it speaks PostgreSQL's protocol, which asks for TLS first.</param>
    /// <param name="onward">Whom to believe behind; null when the real server speaks without TLS.</param>
    /// <param name="certificate">What is shown first.</param>
    public TlsFront((string Host, int Port) target, bool isDatabase, Certificates? onward, X509Certificate2 certificate)
    {
        (this.target, this.isDatabase, this.onward, this.certificate) = (target, isDatabase, onward, certificate);
        listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>From now on this certificate; open connections are cut.</summary>
    public async Task Show(X509Certificate2 other)
    {
        certificate = other;
        var open = Interlocked.Exchange(ref connections, new CancellationTokenSource());
        await open.CancelAsync();
        open.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await connections.CancelAsync();
        listener.Stop();
    }

    private async Task Listen()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                _ = Carry(await listener.AcceptTcpClientAsync(closing.Token), connections.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task Carry(TcpClient client, CancellationToken cut)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            {
                await using var near = await Answer(client.GetStream(), cut);
                await server.ConnectAsync(target.Host, target.Port, cut);
                await using var far = await Call(server.GetStream(), cut);
                await Task.WhenAny(near.CopyToAsync(far, cut), far.CopyToAsync(near, cut));
            }
        }
        catch (Exception exception) when (
            exception is AuthenticationException or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, or did not believe the certificate.
        }
    }

    private async Task<Stream> Answer(Stream near, CancellationToken cut)
    {
        if (isDatabase)
        {
            await near.ReadExactlyAsync(new byte[SslRequest.Length], cut);
            await near.WriteAsync("S"u8.ToArray(), cut);
        }

        var secured = new SslStream(near);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cut);
        return secured;
    }

    private async Task<Stream> Call(Stream far, CancellationToken cut)
    {
        if (onward is null) return far;
        if (!isDatabase) return await Handshake.Shake(far, target.Host, onward, cut);
        await far.WriteAsync(SslRequest, cut);
        await far.ReadExactlyAsync(new byte[1], cut);
        return await Handshake.Shake(far, target.Host, onward, cut);
    }
}

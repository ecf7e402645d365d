using System.Net;
using System.Net.Sockets;

namespace Rma.Issuance.Webhooks;

/// <summary>The name of a webhook's host led to no address that may be called.</summary>
internal sealed class AddressNotAllowedException() : IOException("The receiver's name leads to no public address.");

/// <summary>
/// The addresses that webhooks are sent to: public ones, on port 443. A name is looked up at each connection and the address is checked
/// afterwards, so that a name which leads to another address tomorrow leads nowhere inside. In Development the networks of
/// <c>Webhooks:AllowedNetworks</c> (default: this machine) are allowed as well, on any port.
/// </summary>
internal sealed class WebhookNetworks
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of IPv6 only 2000::/3 is public, without what carries another address inside it, examples, and protocols.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");
    private readonly bool development;
    private readonly IPNetwork[] named;

    /// <exception cref="InvalidOperationException">Networks are named outside Development.</exception>
    public WebhookNetworks(IConfiguration configuration, bool development)
    {
        this.development = development;
        var networks = configuration.GetSection("Webhooks:AllowedNetworks").Get<string[]>();
        if (networks is { Length: > 0 } && !development)
            throw new InvalidOperationException("Webhooks:AllowedNetworks works in Development only: webhooks go to public addresses.");
        named = development ? [.. (networks ?? ["127.0.0.0/8", "::1/128"]).Select(network => IPNetwork.Parse(network))] : [];
    }

    /// <summary>Whether a webhook may name this port.</summary>
    public bool MayUse(int port) => port == 443 || development;

    /// <summary>Whether this address may be called on this port.</summary>
    public bool MayCall(IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return named.Any(network => network.Contains(plain)) || port == 443 && IsPublic(plain);
    }

    /// <summary>Connects to an address of the name that may be called.</summary>
    /// <exception cref="AddressNotAllowedException">There is none.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] allowed = [.. (await Dns.GetHostAddressesAsync(host, cancellationToken)).Where(address => MayCall(address, port))];
        if (allowed.Length == 0) throw new AddressNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || PublicV6.Contains(address))
        && !NotPublic.Any(network => network.Contains(address));
}

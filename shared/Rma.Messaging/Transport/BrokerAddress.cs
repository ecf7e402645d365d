using System.Globalization;
using System.Text.RegularExpressions;
using RabbitMQ.Client;

namespace Rma.Messaging;

/// <summary>One node of the broker.</summary>
public sealed record BrokerNode(string Host, int Port);

/// <summary>
/// Where the broker is: <c>amqps://user:password@one:5671,two:5671,three:5671/rma</c>. The nodes of a cluster are tried in turn, so none of
/// them is needed to begin with; one node, or one address before all of them, is written the same way.
/// </summary>
public sealed partial record BrokerAddress(
    string User, string Password, string VirtualHost, bool IsSecured, IReadOnlyList<BrokerNode> Nodes)
{
    /// <exception cref="FormatException">It is no such address. The message does not repeat it, since it has a password.</exception>
    public static BrokerAddress Parse(string text)
    {
        var address = Whole().Match(text);
        if (!address.Success) throw NoAddress();
        var isSecured = address.Groups["scheme"].Value.Equals("amqps", StringComparison.OrdinalIgnoreCase);
        var vhost = Part("vhost");
        return new(Part("user"), Part("password"), vhost.Length == 0 ? "/" : vhost, isSecured,
            [.. address.Groups["nodes"].Value.Split(',').Select(node => NodeOf(node.Trim(), isSecured ? 5671 : 5672))]);

        string Part(string name) => Uri.UnescapeDataString(address.Groups[name].Value);
    }

    /// <summary>For a client of the broker: a node, and whom to believe that it is.</summary>
    internal AmqpTcpEndpoint EndpointOf(BrokerNode node, Certificates certificates) => new(
        node.Host, node.Port, IsSecured ? new SslOption(node.Host, enabled: true)
        {
            Version = Handshake.Protocols, CertificateValidationCallback = Handshake.Judge(certificates, node.Host),
            CertificateSelectionCallback = Handshake.Choose(certificates),
        } : new SslOption());

    private static BrokerNode NodeOf(string text, int usualPort)
    {
        var node = OneNode().Match(text);
        if (!node.Success) throw NoAddress();
        var port = node.Groups["port"].Value;
        return new(node.Groups["host"].Value.Trim('[', ']'), port.Length == 0 ? usualPort
            : int.Parse(port, CultureInfo.InvariantCulture) is var number and > 0 and < 65_536 ? number : throw NoAddress());
    }

    private static FormatException NoAddress() => new(
        "ConnectionStrings:RabbitMq is no address such as amqps://user:password@host:5671/rma; several nodes are separated by commas.");

    [GeneratedRegex("^(?<scheme>amqps?)://((?<user>[^:@/]*)(:(?<password>[^@/]*))?@)?(?<nodes>[^/@]+)(/(?<vhost>[^/?]*))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?<host>\[[0-9a-fA-F:.]+\]|[^:\[\]\s]+)(:(?<port>\d{1,5}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex OneNode();
}

/// <summary>Leads a client of the broker to one node.</summary>
internal sealed class OneEndpoint(AmqpTcpEndpoint endpoint) : IEndpointResolver
{
    public IEnumerable<AmqpTcpEndpoint> All() => [endpoint];
}

using System.Globalization;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>The platform with a proxy on every connection between a service and its database and broker.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Dictionary<string, Proxy> proxies = [];

    public Stage(Settings settings)
    {
        Instance = new Instance(settings);
        foreach (var service in Instance.Services)
        {
            // The broker's TLS passes through; a commit can only be seen where the database's ends.
            Lay(service, "postgres", Instance.DatabasePorts, ProxyTls.Of(settings));
            Lay(service, "rabbitmq", Instance.BrokerPorts);
        }

        // Spans are not needed here and cost as much as the returns.
        Instance.Environment["RMA_SPAN_FOLDER"] = "";
        Instance.Environment["OTEL_TRACES_SAMPLER"] = "always_off";
        Instance.Environment["Reconciliation__Pause"] = "00:00:15"; // the check waits for the last round
        Instance.Environment["Logging__LogLevel__Default"] = "Warning";
    }

    public Instance Instance { get; }

    /// <summary>The proxy between a service and a server, e.g. <c>credit>postgres</c>.</summary>
    public Proxy this[string wire] => proxies[wire];

    /// <summary>Commits that lost their connection so far.</summary>
    public int Cut => proxies.Values.Sum(proxy => proxy.Cut);

    /// <summary>Those of them that the database had executed.</summary>
    public int AnswersLost => proxies.Values.Sum(proxy => proxy.AnswersLost);

    public Task Up() => Instance.Rma("up");

    public async ValueTask DisposeAsync()
    {
        await Instance.Rma("down");
        foreach (var proxy in proxies.Values) await proxy.DisposeAsync();
    }

    private void Lay(string service, string server, IReadOnlyList<int> ports, ProxyTls? tls = null)
    {
        var proxy = proxies[$"{service}>{server}"] = new Proxy(ports, tls);
        Instance.Environment[$"RMA_{service.ToUpperInvariant()}_VIA_{server.ToUpperInvariant()}_PORT"] =
            string.Join(',', proxy.Ports.Select(port => port.ToString(CultureInfo.InvariantCulture)));
    }
}

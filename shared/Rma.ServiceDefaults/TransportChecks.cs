using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Rma.ServiceDefaults;

/// <summary>A service that would speak in the open does not start.</summary>
public sealed class UnsafeSettingsException(IReadOnlyList<string> faults)
    : Exception("This service does not start in Production: " + string.Join(" ", faults));

/// <summary>What Production asks of the connections: verified TLS to broker and database, HTTPS for those outside.</summary>
internal static class TransportChecks
{
    /// <summary>Logs each fault and ends the start, unless this is Development.</summary>
    /// <exception cref="UnsafeSettingsException">A setting is weak; the message names it.</exception>
    public static void RefuseUnsafeTransport(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment()) return;
        string[] faults = [.. Faults(builder.Configuration)];
        if (faults.Length == 0) return;
        // The service's own log does not exist yet; disposing this one writes what it holds.
        using (var logging = LoggerFactory.Create(log => log.AddConsole()))
        {
            var log = logging.CreateLogger(typeof(TransportChecks).FullName!);
            foreach (var fault in faults) log.UnsafeSetting(fault);
        }

        throw new UnsafeSettingsException(faults);
    }

    /// <summary>What is weak, each with the setting's name; nothing when all is well.</summary>
    public static IEnumerable<string> Faults(IConfiguration settings) =>
        OfBroker(settings.GetConnectionString("RabbitMq")).Concat(OfDatabase(settings, "Postgres"))
            .Concat(OfDatabase(settings, "Migration"))
            .Concat(OfHttp(settings));

    private static IEnumerable<string> OfBroker(string? address)
    {
        if (address is not null && !address.StartsWith("amqps://", StringComparison.OrdinalIgnoreCase))
            yield return "ConnectionStrings:RabbitMq is not an amqps:// address: passwords and messages could be read on the way.";
    }

    // VerifyCA would take any certificate of the authority, also that of another server or of a client.
    private static IEnumerable<string> OfDatabase(IConfiguration settings, string name)
    {
        if (settings.GetConnectionString(name) is not { Length: > 0 } connectionString) yield break;
        var mode = new NpgsqlConnectionStringBuilder(connectionString).SslMode;
        if (mode != SslMode.VerifyFull)
            yield return $"ConnectionStrings:{name} has Ssl Mode={mode}, not VerifyFull: anybody could answer in the database's place.";
    }

    private static IEnumerable<string> OfHttp(IConfiguration settings)
    {
        if (settings["Http:PublicAddress"] is { Length: > 0 } address && !IsHttps(address))
            yield return $"Http:PublicAddress is {address}, not https: links in notices would be opened in the open.";
        if (ForwardedFrom.Networks(settings).Count > 0) yield break;
        string[] open = [.. Listening(settings).Where(url => !IsHttps(url))];
        if (open.Length > 0)
        {
            yield return $"This service listens at {string.Join(", ", open)} without TLS: name the proxy that ends TLS for it in " +
                "ForwardedHeaders:KnownNetworks, or listen at https:// only, with Tls:CertificateFile.";
        }
    }

    private static IEnumerable<string> Listening(IConfiguration settings)
    {
        string[] endpoints =
            [.. settings.GetSection("Kestrel:Endpoints").GetChildren().Select(one => one["Url"] ?? "an address not given")];
        if (endpoints.Length > 0) return endpoints;
        string[] urls = [.. Listed(settings["urls"])];
        if (urls.Length > 0) return urls;
        string[] ports =
        [
            .. Listed(settings["http_ports"]).Select(port => $"http://*:{port}"),
            .. Listed(settings["https_ports"]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : ["http://localhost:5000"];
    }

    private static string[] Listed(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The networks of the proxies in front: <c>ForwardedHeaders:KnownNetworks</c>.</summary>
internal static class ForwardedFrom
{
    public static IReadOnlyList<string> Networks(IConfiguration settings) =>
        settings.GetSection("ForwardedHeaders:KnownNetworks").Get<string[]>()
            ?? settings.GetSection("Http:Entrances").Get<string[]>() ?? []; // the key of version 0.1, read for one more release
}

namespace Rma.Console.Door;

/// <summary>
/// The public door: <c>Door:Port</c>, one of the ports at which the service listens, and where the others are reached from inside
/// (<c>Door:Services:issuance=http://issuance</c>; further processes of one in <c>Door:Replicas:issuance</c>, with commas between them).
/// Without a port there is no door.
/// </summary>
internal sealed class DoorSettings
{
    // Nothing of theirs is at the door, and pages ask them.
    private static readonly string[] AskedByPages = ["credit"];

    /// <exception cref="InvalidOperationException">A service that the door forwards to has no address, or one that is none.</exception>
    public DoorSettings(IConfiguration configuration)
    {
        Port = configuration.GetValue<int?>("Door:Port");
        if (Port is null) return;
        Services = PublicContract.Forwarded.Select(operation => operation.Service)
            .Concat(AskedByPages.Where(service => configuration[$"Door:Services:{service}"] is not null)).Distinct().ToDictionary(
            service => service, service => new ServiceAddresses(
            [
                Address($"Door:Services:{service}", configuration[$"Door:Services:{service}"]),
                .. (configuration[$"Door:Replicas:{service}"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => Address($"Door:Replicas:{service}", text)),
            ]));
    }

    /// <summary>Null when there is no door.</summary>
    public int? Port { get; }

    /// <summary>Where each service answers.</summary>
    public IReadOnlyDictionary<string, ServiceAddresses> Services { get; } = new Dictionary<string, ServiceAddresses>();

    private static Uri Address(string setting, string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            ? address
            : throw new InvalidOperationException($"{setting} has to be an address such as http://{setting.Split(':')[^1]}.");
}

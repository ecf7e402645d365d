namespace Rma.Console.Door;

/// <summary>
/// The public door: <c>Door:Port</c>, one of the ports at which the service listens, and where the others are reached from inside
/// (<c>Door:Services:issuance=http://issuance</c>). Without a port there is no door.
/// </summary>
internal sealed class DoorSettings
{
    /// <exception cref="InvalidOperationException">A service that the door forwards to has no address.</exception>
    public DoorSettings(IConfiguration configuration)
    {
        Port = configuration.GetValue<int?>("Door:Port");
        if (Port is null) return;
        Services = PublicContract.Forwarded.Select(operation => operation.Service).Distinct().ToDictionary(
            service => service, service => Uri.TryCreate(configuration[$"Door:Services:{service}"], UriKind.Absolute, out var address)
                ? address.GetLeftPart(UriPartial.Authority)
                : throw new InvalidOperationException($"Door:Services:{service} has to be an address such as http://{service}."));
    }

    /// <summary>Null when there is no door.</summary>
    public int? Port { get; }

    /// <summary>Addresses of the services, without a slash at the end.</summary>
    public IReadOnlyDictionary<string, string> Services { get; } = new Dictionary<string, string>();
}

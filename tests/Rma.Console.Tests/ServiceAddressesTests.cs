using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Rma.Console.Door;

namespace Rma.Console.Tests;

/// <summary>Several processes of a service behind the door, of which some take no connections.</summary>
public sealed class ServiceAddressesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_connection_is_made_to_the_one_that_takes_it(int place)
    {
        using var listener = Listener();
        var gone = new[] { Gone(), Gone() }.ToList();
        gone.Insert(place, Address(listener));
        var service = new ServiceAddresses(gone);
        for (var count = 0; count < 20; count++)
        {
            await using var connection = await service.Connect(default);
            using var accepted = await listener.AcceptTcpClientAsync(new CancellationTokenSource(5000).Token);
        }
    }

    [Fact]
    public async Task Both_of_two_get_connections()
    {
        using TcpListener one = Listener(), two = Listener();
        var service = new ServiceAddresses([Address(one), Address(two)]);
        for (var count = 0; count < 64 && !(one.Pending() && two.Pending()); count++) await using (await service.Connect(default)) { }
        Assert.True(one.Pending() && two.Pending());
    }

    [Fact]
    public async Task None_that_takes_one_is_said_after_all_were_tried() =>
        await Assert.ThrowsAsync<SocketException>(async () => await new ServiceAddresses([Gone(), Gone()]).Connect(default));

    [Theory]
    [InlineData("Services", null)]
    [InlineData("Services", "")]
    [InlineData("Services", "issuance")]
    [InlineData("Services", "http://issuance,http://issuance-2")]
    [InlineData("Services", "https://issuance")]
    [InlineData("Replicas", "issuance-2")]
    [InlineData("Replicas", "http://issuance-2,https://issuance-3")]
    public void An_address_that_is_none_ends_the_start(string section, string? setting)
    {
        var settings = PublicContract.Forwarded.Select(operation => operation.Service).Distinct()
            .ToDictionary(service => $"Door:Services:{service}", string? (service) => $"http://{service}");
        settings["Door:Port"] = "8090";
        settings[$"Door:{section}:issuance"] = setting;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var fault = Assert.Throws<InvalidOperationException>(() => new DoorSettings(configuration));
        Assert.Contains($"Door:{section}:issuance", fault.Message, StringComparison.Ordinal);
    }

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static Uri Address(TcpListener listener) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    private static Uri Gone()
    {
        using var listener = Listener();
        return Address(listener);
    }
}

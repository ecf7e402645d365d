using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Rma.Console.Door;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>The console with a public door; behind it nobody answers.</summary>
public sealed class ConsoleWithDoor : ConsoleUnderTest
{
    private static readonly int Port = Ports.Free();
    private static readonly int Nobody = Ports.Free();

    protected override string[] Settings =>
    [
        $"--urls=http://127.0.0.1:0;http://127.0.0.1:{Port}", $"--Door:Port={Port}",
        .. PublicContract.Forwarded.Select(operation => operation.Service).Distinct()
            .Select(service => $"--Door:Services:{service}=http://127.0.0.1:{Nobody}"),
    ];

    /// <summary>Where the door is.</summary>
    public Uri Door { get; } = new($"http://127.0.0.1:{Port}");

    /// <summary>An address inside: the first that is not the door's.</summary>
    public Uri Inside => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
        .First(address => new Uri(address).Port != Port));
}

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    /// <summary>One that nobody listens at.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>What is reached at the public door, and what is not.</summary>
public sealed class DoorTests(ConsoleWithDoor console) : IClassFixture<ConsoleWithDoor>
{
    [Theory]
    [InlineData("/returns", 200, 200)]
    [InlineData("/find?q=abc", 200, 200)]
    [InlineData("/rebuilds", 404, 200)]
    [InlineData("/dead-letters", 404, 200)]
    [InlineData("/platform/clock", 404, 200)]
    [InlineData("/platform/stuck", 404, 200)]
    [InlineData("/outbox", 404, 200)]
    [InlineData("/rmas", 503, 404)]
    [InlineData("/disputes", 503, 404)]
    public async Task What_only_employees_use_is_reached_from_inside_and_what_is_forwarded_at_the_door(string path, int atDoor, int inside)
    {
        Assert.Equal((atDoor, inside), (await Status(console.Door, path), await Status(console.Inside, path)));
    }

    [Theory]
    [InlineData("/rmas/../platform/clock")]
    [InlineData("/rmas/%2e%2e/platform/clock")]
    [InlineData("/rmas/x/..%2f..%2fplatform%2fclock")]
    [InlineData("//platform/clock")]
    [InlineData("/PLATFORM/CLOCK")]
    public async Task No_way_of_writing_a_path_leads_past_the_door(string path)
    {
        var (status, _) = await Raw(console.Door, $"GET {path} HTTP/1.1");
        Assert.True(status is 404 or 503, $"{status}"); // not there, or of a service that is away
    }

    [Fact]
    public async Task A_host_name_that_a_client_makes_up_opens_nothing()
    {
        var (status, _) = await Raw(console.Door, "GET /platform/clock HTTP/1.1", $"127.0.0.1:{console.Inside.Port}");
        Assert.Equal(404, status);
    }

    [Fact]
    public async Task Who_asks_for_a_service_that_is_away_is_told_when_to_come_back()
    {
        using var http = At(console.Door, "partner");
        using var answer = await http.GetAsync(new Uri("/rmas", UriKind.Relative));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "service.away"), (answer.StatusCode, problem["code"]!.GetValue<string>()));
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        Assert.NotNull(problem["traceId"]);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_at_the_door()
    {
        using var http = At(console.Door, "partner");
        using var answer = await http.PostAsync(
            new Uri("/eligibility", UriKind.Relative), new StringContent(new string('x', 262_145), Encoding.UTF8, "application/json"));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((413, "request.too-large"), ((int)answer.StatusCode, problem["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task One_document_describes_the_door_and_another_the_service_inside()
    {
        var atDoor = await Document(console.Door);
        Assert.Equal("Rma.Platform", atDoor["info"]!["title"]!.GetValue<string>());
        Assert.Equal("Rma.Console", (await Document(console.Inside))["info"]!["title"]!.GetValue<string>());
        Assert.Equal(JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(Servers.Root, "shared", "docs", "contracts", "openapi", "public.json")))!.ToJsonString(), atDoor.ToJsonString());
    }

    [Fact]
    public async Task Whoever_develops_reads_it_as_a_page()
    {
        using var http = new HttpClient { BaseAddress = console.Door };
        var page = await http.GetStringAsync(new Uri("/docs/", UriKind.Relative));
        Assert.Contains("<title>Rma.Platform</title>", page, StringComparison.Ordinal);
        using var inside = await http.GetAsync(new Uri(console.Inside, "/docs/"));
        Assert.Equal(HttpStatusCode.Unauthorized, inside.StatusCode);
    }

    private static async Task<JsonNode> Document(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
    }

    private async Task<int> Status(Uri address, string path)
    {
        using var http = At(address, "operator");
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }

    private HttpClient At(Uri address, string role)
    {
        using var inside = console.As(role);
        var http = new HttpClient(new CheckedAnswers(address == console.Door ? "public" : "console")) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Api-Key", inside.DefaultRequestHeaders.GetValues("X-Api-Key"));
        return http;
    }

    // As it is written: an HttpClient would tidy it up.
    private async Task<(int Status, string Text)> Raw(Uri address, string line, string? host = null)
    {
        using var http = console.As("operator");
        var key = http.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{line}\r\nHost: {host ?? address.Authority}\r\nX-Api-Key: {key}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        return (int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), text);
    }
}

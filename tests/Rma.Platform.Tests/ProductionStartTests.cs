using System.Diagnostics;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>A service with the settings of Production starts only when all of its connections are verified TLS.</summary>
public sealed class ProductionStartTests
{
    private const string Database = "Host=nowhere.invalid;Database=rma;Username=rma;Password=secret";

    private static readonly Dictionary<string, string> Good = new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["ConnectionStrings__RabbitMq"] = "amqps://issuance:secret@nowhere.invalid/rma",
        ["ConnectionStrings__Postgres"] = $"{Database};Ssl Mode=VerifyFull", ["Http__PublicAddress"] = "https://returns.example.com",
        ["ForwardedHeaders__KnownNetworks__0"] = "10.0.0.0/8",
    };

    public static TheoryData<string, string, string> Weak => new()
    {
        {
            "ConnectionStrings__RabbitMq", "amqp://issuance:secret@nowhere.invalid/rma",
            "ConnectionStrings:RabbitMq is not an amqps:// address"
        },
        { "ConnectionStrings__Postgres", Database, "ConnectionStrings:Postgres has Ssl Mode=Prefer, not VerifyFull" },
        { "ConnectionStrings__Postgres", $"{Database};Ssl Mode=Require", "ConnectionStrings:Postgres has Ssl Mode=Require" },
        { "ConnectionStrings__Postgres", $"{Database};Ssl Mode=VerifyCA", "ConnectionStrings:Postgres has Ssl Mode=VerifyCA" },
        { "Http__PublicAddress", "http://returns.example.com", "Http:PublicAddress is http://returns.example.com, not https" },
        { "ForwardedHeaders__KnownNetworks__0", "", "This service listens at http://127.0.0.1:0 without TLS" },
    };

    [Theory]
    [MemberData(nameof(Weak))]
    public async Task S8_A_service_in_Production_ends_at_once_and_names_the_weak_setting(string setting, string value, string fault)
    {
        using var service = Start("Credit", new Dictionary<string, string>(Good) { [setting] = value });
        var said = Task.WhenAll(service.StandardOutput.ReadToEndAsync(), service.StandardError.ReadToEndAsync());
        await service.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        Assert.NotEqual(0, service.ExitCode);
        Assert.Contains($"{fault}", (await said)[0], StringComparison.Ordinal);
        Assert.Contains("crit: Rma.ServiceDefaults.TransportChecks[2011]", (await said)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Concat(await said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S8_With_verified_connections_behind_a_named_proxy_it_starts_and_waits_for_its_database()
    {
        using var service = Start("Credit", Good);
        try
        {
            var line = "";
            while (line is not null && !line.Contains("Database not ready", StringComparison.Ordinal))
                line = await service.StandardOutput.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            Assert.NotNull(line);
        }
        finally
        {
            service.Kill();
        }
    }

    public static TheoryData<string> Services => [.. House.Services.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void S8_No_service_is_built_for_Production_with_open_connections(string service)
    {
        var build = House.Services[service].GetType($"Rma.{service}.{service}Service", throwOnError: true)!.GetMethod("Build")!;
        string[] settings =
        [
            "--environment=Production", "--ConnectionStrings:Postgres=Host=nowhere", "--ConnectionStrings:RabbitMq=amqp://a:b@nowhere/rma",
        ];
        var refused = Assert.Throws<System.Reflection.TargetInvocationException>(() => build.Invoke(null, [settings])).InnerException;
        var fault = Assert.IsType<UnsafeSettingsException>(refused).Message;
        Assert.All(["ConnectionStrings:RabbitMq", "ConnectionStrings:Postgres", "ForwardedHeaders:KnownNetworks"],
            setting => Assert.Contains(setting, fault, StringComparison.Ordinal));
    }

    private static Process Start(string service, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [House.Services[service].Location])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            WorkingDirectory = Path.Combine(Servers.Root, "services", $"Rma.{service}"),
        };
        foreach (var (name, value) in settings)
        {
            if (value.Length > 0) start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

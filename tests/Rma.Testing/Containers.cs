using System.Globalization;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Rma.Testing;

/// <summary>The production images in throwaway containers, one pair for each test process.</summary>
internal static class Containers
{
    private const ushort Amqp = 5672;
    private const ushort Management = 15672;
    private const ushort Sql = 5432;

    // The tests' own servers, reachable only from this machine, so a fixed password is sufficient.
    private const string Password = "rma-test-servers";

    /// <summary>Whether a Docker engine is available.</summary>
    public static bool DockerAnswers() => TestcontainersSettings.OS.DockerEndpointAuthConfig is not null;

    /// <summary>Starts both; they are gone with the process (and, if it is killed, with Testcontainers' resource reaper).</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Start()
    {
        var postgres = new PostgreSqlBuilder("postgres:17").WithUsername("postgres").WithPassword(Password)
            .WithCommand("-c", "max_connections=300", "-c", "timezone=UTC").Build();
        // The port answers once the definitions are imported; the tests create virtual hosts through the management plugin.
        var rabbit = new RabbitMqBuilder("rabbitmq:4-management").WithUsername("operator").WithPassword(Password)
            .WithPortBinding(Management, true)
            .WithWaitStrategy(DotNet.Testcontainers.Builders.Wait.ForUnixContainer()
                .UntilHttpRequestIsSucceeded(request =>
                request.ForPort(Management).ForPath("/api/overview").WithBasicAuthentication("operator", Password)))
            .Build();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.WhenAll(Dispose(postgres), Dispose(rabbit)).Wait(TimeSpan.FromSeconds(20));
        await Task.WhenAll(postgres.StartAsync(), rabbit.StartAsync());
        return new Dictionary<string, string>
        {
            ["RMA_POSTGRES_HOST"] = postgres.Hostname, ["RMA_POSTGRES_PORT"] = Port(postgres, Sql),
            ["RMA_POSTGRES_SUPERUSER"] = "postgres", ["RMA_POSTGRES_SUPERUSER_PASSWORD"] = Password,
            ["RMA_RABBITMQ_HOST"] = rabbit.Hostname, ["RMA_RABBITMQ_PORT"] = Port(rabbit, Amqp),
            ["RMA_RABBITMQ_MANAGEMENT_PORT"] = Port(rabbit, Management),
            ["RMA_RABBITMQ_ADMIN_USER"] = "operator", ["RMA_RABBITMQ_ADMIN_PASSWORD"] = Password,
        };
    }

    private static string Port(IContainer container, ushort port) =>
        container.GetMappedPublicPort(port).ToString(CultureInfo.InvariantCulture);

    private static async Task Dispose(IContainer container) => await container.DisposeAsync();
}

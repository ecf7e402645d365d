using System.Collections;

namespace Rma.Testing;

/// <summary>
/// The source of the tests' PostgreSQL and RabbitMQ, set by <c>RMA_TEST_INFRA</c>: <c>given</c> (addresses in the environment, named as in
/// <c>platform.env</c>), <c>containers</c> (Testcontainers) or <c>native</c> (<c>./rma servers</c>). Default: given when there is an
/// address, containers when a Docker engine answers, native otherwise. Makes no difference to the tests.
/// </summary>
internal static class Infrastructure
{
    public static Task<IReadOnlyDictionary<string, string>> Start() => Choice() switch
    {
        "given" => Task.FromResult(Given()),
        "native" => Native(),
        "containers" => InContainers(),
        var other => throw new InvalidOperationException($"RMA_TEST_INFRA is given, native or containers, not '{other}'."),
    };

    private static string Choice() => Environment.GetEnvironmentVariable("RMA_TEST_INFRA") is { Length: > 0 } said ? said
        : Environment.GetEnvironmentVariable("RMA_POSTGRES_PORT") is not null ? "given"
        : DockerAnswers() ? "containers" : "native";

    private static IReadOnlyDictionary<string, string> Given() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    private static async Task<IReadOnlyDictionary<string, string>> Native()
    {
        await Servers.Rma("test", new Dictionary<string, string> { ["RMA_INFRA"] = "native" }, "servers");
        return Servers.ReadEnvironment("test");
    }

#if TESTCONTAINERS
    private static bool DockerAnswers() => Containers.DockerAnswers();

    private static Task<IReadOnlyDictionary<string, string>> InContainers() => Containers.Start();
#else
    private static bool DockerAnswers() => false;

    private static Task<IReadOnlyDictionary<string, string>> InContainers() =>
        throw new InvalidOperationException("This build has no Testcontainers (Testcontainers=false). RMA_TEST_INFRA=native or given.");
#endif
}

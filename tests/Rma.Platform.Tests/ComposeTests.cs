using System.Text.Json.Nodes;
using Rma.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Rma.Platform.Tests;

/// <summary>The compose file, the broker's definitions and the code name the same services, databases and users.</summary>
public sealed class ComposeTests
{
    private static readonly Dictionary<object, object> Compose = Read(File.ReadAllText(House.File("docker-compose.yml")));

    private static readonly string[] Names = [.. House.Services.Keys.Select(name => name.ToLowerInvariant())];
    private static readonly HashSet<string> Plain = ["databases", "postgres", "rabbitmq", "secrets", .. Names];

    public static TheoryData<string> Services => [.. Names];

    internal static Dictionary<object, object> Read(string text) => (Dictionary<object, object>)new DeserializerBuilder().Build()
        .Deserialize(new MergingParser(new Parser(new StringReader(text))))!;

    internal static Dictionary<object, object> Map(object from, params string[] path) =>
        path.Aggregate((Dictionary<object, object>)from, (map, name) => (Dictionary<object, object>)map[name]);

    private static IEnumerable<string> Containers => Map(Compose, "services").Keys.Cast<string>();

    internal static IReadOnlyList<string> Mounts(Dictionary<object, object> compose, string container) =>
        Map(compose, "services", container).TryGetValue("volumes", out var volumes) ? [.. ((List<object>)volumes).Cast<string>()] : [];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_built_by_name_and_waits_for_its_servers_and_its_secrets(string service)
    {
        var container = Map(Compose, "services", service);
        Assert.Equal(House.Services.Keys.Single(name => name.Equals(service, StringComparison.OrdinalIgnoreCase)),
            Map(container, "build", "args")["SERVICE"]);
        Assert.Equal("service_healthy", Map(container, "depends_on", "rabbitmq")["condition"]);
        Assert.Equal("service_completed_successfully", Map(container, "depends_on", "databases")["condition"]);
        Assert.Equal("service_completed_successfully", Map(container, "depends_on", "secrets")["condition"]);
        Assert.Equal("true", container["read_only"]);
        Assert.Contains(service, (List<object>)Map(Compose, "services", "databases")["entrypoint"]);
        Assert.Contains($"policies:{Map(container, "environment")["Policy__Folder"]}:ro", Mounts(Compose, service));
        Assert.Contains($"secrets-{service}:/secrets/for/{service}", Mounts(Compose, "secrets"));
    }

    // What is in the volumes is looked at by ContainerSecretsTests.
    [Fact]
    public void S14_A_container_mounts_its_own_secrets_and_nothing_else_of_this_machine_but_files_of_the_repository()
    {
        foreach (var container in Containers.Where(name => name != "secrets"))
        {
            var mounts = Mounts(Compose, container);
            var secrets = mounts.Where(mount => mount.StartsWith("secrets", StringComparison.Ordinal));
            Assert.All(secrets, mount => Assert.Equal($"secrets-{container}:/run/secrets:ro", mount));
            Assert.All(mounts.Where(mount => mount.StartsWith('.')), mount => Assert.EndsWith(":ro", mount, StringComparison.Ordinal));
            Assert.DoesNotContain(mounts, mount => mount.StartsWith('/') || mount.StartsWith('$'));
        }

        Assert.DoesNotContain("secrets", Compose.Keys);
        Assert.Equal("none", Map(Compose, "services", "secrets")["network_mode"]);
    }

    [Fact]
    public void Everything_that_is_not_asked_for_by_a_profile_starts_without_a_file_or_a_variable_given_before()
    {
        Assert.DoesNotMatch(@"\$\{\w+\}|\$\{\w+:?\?|env_file", File.ReadAllText(House.File("docker-compose.yml")));
        Assert.Equal(Plain, Containers.Where(name => !Map(Compose, "services", name).ContainsKey("profiles")).ToHashSet());
        string[] once = ["databases", "secrets"];
        foreach (var container in Plain.Except(["secrets"]))
        {
            var after = Map(Compose, "services", container, "depends_on");
            Assert.Subset(Plain, after.Keys.Cast<string>().ToHashSet());
            // `up --wait` takes the end of a container for a failure unless somebody waits for it.
            Assert.All(after, other => Assert.Equal(once.Contains((string)other.Key) ? "service_completed_successfully" : "service_healthy",
                Map(other.Value)["condition"]));
        }
    }

    [DockerComposeFact]
    public async Task Compose_reads_the_file_with_an_empty_environment()
    {
        var config = await Programs.Run("env",
            ["-i", .. new[] { "PATH", "HOME" }.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}"),
                "docker", "compose", "--file", House.File("docker-compose.yml"), "config", "--services"], House.File());
        Assert.True(config.ExitCode == 0, config.Output);
        Assert.Equal(Plain, config.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).ToHashSet());
    }

    [Fact]
    public void S8_Broker_and_database_answer_with_TLS_only()
    {
        var command = ((List<object>)Map(Compose, "services", "postgres")["command"]).Cast<string>().ToArray();
        Assert.Contains("ssl=on", command);
        Assert.Contains("hba_file=/var/lib/postgresql/tls/pg_hba.conf", command);
        var rules = File.ReadAllLines(House.File("deploy", "postgres", "pg_hba.conf")).Where(line => !line.StartsWith('#')).ToArray();
        Assert.All(rules, rule => Assert.Matches("^(local|hostssl) ", rule));
        Assert.EndsWith("clientcert=verify-ca", rules[^1], StringComparison.Ordinal);
        var broker = File.ReadAllLines(House.File("deploy", "rabbitmq", "rabbitmq.conf"));
        Assert.Contains("listeners.tcp = none", broker);
        Assert.Contains("ssl_options.verify = verify_peer", broker);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_broker_has_a_user_for_the_service_and_no_password_is_written_down(string service)
    {
        var users = JsonNode.Parse(File.ReadAllText(House.File("deploy", "rabbitmq", "definitions.json")))!["users"]!.AsArray();
        var user = Assert.Single(users, user => user!["name"]!.GetValue<string>() == service)!;
        Assert.Equal($"@{service.ToUpperInvariant()}_PASSWORD_HASH@", user["password_hash"]!.GetValue<string>());
    }
}

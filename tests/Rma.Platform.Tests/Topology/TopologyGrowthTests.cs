using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Rma.Messaging;

namespace Rma.Platform.Tests;

/// <summary>Two services that do not exist are added to the description: then everything that has to name them does.</summary>
public sealed class TopologyGrowthTests
{
    private static readonly TopologyService Plain = new("sundial", "Rma.Sundial", 8998, [2, 5]);
    private static readonly TopologyService Special = new("lantern", "Rma.Lantern", 8999, [3, 9], ["finance"], ["scans"]);
    private static readonly Topology Today = Topology.OfPlatform;
    private static readonly Topology Grown = Today with
    {
        Services = [.. Today.Services, Plain, Special],
        Messages = [.. Today.Messages, new("Lantern", "LampLit", "lantern", ["sundial-lamp-lit"]),
            new("Sundial", "HourTold", "sundial", [])],
        Feed = Today.Feed with { Messages = [.. Today.Feed.Messages.Select(message => message.Name != "UnitShipped" ? message
            : message with { Readers = [.. message.Readers, Special.Name] })] },
    };

    private static readonly IReadOnlyDictionary<string, string> Files = TopologyFiles.Of(Grown);

    [Fact]
    public void A_service_is_named_as_often_as_another_one_that_has_nothing_special()
    {
        var repair = Today.Services.Single(service => service.Name == "repair");
        // What they tell each other is their own; everything else is not.
        var silent = Grown with { Messages = [] };
        var made = TopologyFiles.Of(silent);
        var without = TopologyFiles.Of(silent with { Services = [.. silent.Services.Except([repair])] });
        Assert.Equal(
            Renamed(repair, Files[TopologyFiles.ManifestOf(repair)]), Renamed(Plain, Files[TopologyFiles.ManifestOf(Plain)]));
        string[] shared =
        [
            TopologyFiles.Definitions, TopologyFiles.Compose, TopologyFiles.Scripts, $"{TopologyFiles.Base}/kustomization.yaml",
            $"{TopologyFiles.Base}/postgres.yaml", $"{TopologyFiles.Base}/certificates.yaml", $"{TopologyFiles.Production}/ingress.yaml",
            $"{TopologyFiles.Production}/kustomization.yaml",
        ];
        Assert.All(shared, file =>
        {
            var named = Times(repair, made[file]) - Times(repair, without[file]);
            Assert.True(named > 0, $"{file} does not name the service");
            Assert.Equal(named, Times(Plain, made[file]));
        });

        static string Renamed(TopologyService service, string text) => text.Replace(service.ShortProject, "X", StringComparison.Ordinal)
            .Replace(service.Name, "x", StringComparison.Ordinal);
        static int Times(TopologyService service, string text) => Regex.Count(text, service.Name, RegexOptions.IgnoreCase);
    }

    [Fact]
    public void The_broker_has_its_user_its_permissions_its_policy_and_its_queues_of_the_feed()
    {
        var definitions = JsonNode.Parse(Files[TopologyFiles.Definitions])!;
        foreach (var name in new[] { "sundial", "lantern" })
        {
            Assert.Equal($"@{name.ToUpperInvariant()}_PASSWORD_HASH@", Text(Assert.Single(Of("users", "name", name)), "password_hash"));
            var permission = Assert.Single(Of("permissions", "user", name));
            Assert.All(new[] { "configure", "write", "read" }, right =>
            {
                Assert.Matches(Text(permission, right), $"{name}-something");
                Assert.DoesNotMatch(Text(permission, right), "credit-something");
            });
            Assert.Equal(name == Special.Name, Regex.IsMatch("finance", Text(permission, "write")));
            Assert.Equal(name == Special.Name, Regex.IsMatch("Rma.Contracts.Lantern.V1:LampLit", Text(permission, "write")));
            Assert.All(new[] { "configure", "read" }, right =>
                Assert.DoesNotMatch(Text(permission, right), "Rma.Contracts.Lantern.V1:LampLit"));
            Assert.Matches(Text(Assert.Single(Of("policies", "name", $"given-up-{name}")), "pattern"), $"{name}-something");
        }

        Assert.Single(Of("queues", "name", "lantern-unit-shipped"));
        Assert.Single(Of("queues", "name", "sundial-lamp-lit"));
        Assert.Equal(["Rma.Contracts.Lantern.V1:LampLit", "sundial-lamp-lit"],
            Of("bindings", "destination", "sundial-lamp-lit").Select(binding => Text(binding, "source")).Order());
        Assert.Single(Of("exchanges", "name", "lantern-unit-shipped"));
        Assert.Equal(["lantern-unit-shipped", "Rma.Contracts.Shipping.V1:UnitShipped"],
            Of("bindings", "destination", "lantern-unit-shipped").Select(binding => Text(binding, "source")).Order());

        JsonNode[] Of(string section, string member, string value) =>
            [.. definitions[section]!.AsArray().OfType<JsonNode>().Where(item => Text(item, member) == value)];
        static string Text(JsonNode item, string member) => item[member]!.GetValue<string>();
    }

    [Fact]
    public void Compose_builds_and_starts_it_with_its_secrets_its_database_and_its_folder()
    {
        var compose = ComposeTests.Read(Files[TopologyFiles.Compose]);
        foreach (var service in new[] { Plain, Special })
        {
            var container = ComposeTests.Map(compose, "services", service.Name);
            Assert.Equal(service.ShortProject, ComposeTests.Map(container, "build", "args")["SERVICE"]);
            Assert.Equal([$"127.0.0.1:${{RMA_{service.Name.ToUpperInvariant()}_PORT:-{service.Port}}}:8080"],
                (List<object>)container["ports"]);
            Assert.Contains(service.Name, (List<object>)ComposeTests.Map(compose, "services", "databases")["entrypoint"]);
            Assert.Contains($"secrets-{service.Name}:/run/secrets:ro", ComposeTests.Mounts(compose, service.Name));
            Assert.Contains($"secrets-{service.Name}:/secrets/for/{service.Name}", ComposeTests.Mounts(compose, "secrets"));
            Assert.Contains($"secrets-{service.Name}", ComposeTests.Map(compose, "volumes").Keys);
            Assert.Contains($"{service.Name.ToUpperInvariant()}_PORT",
                ComposeTests.Map(compose, "services", "secrets", "environment").Keys);
            Assert.Equal(service == Special, ((List<object>)container["volumes"]).Contains("scans:/var/lib/rma/scans"));
        }

        Assert.Contains("scans", ComposeTests.Map(compose, "volumes").Keys);
        Assert.Contains("/var/lib/rma/scans\n", Files["deploy/Dockerfile"], StringComparison.Ordinal);
        Assert.Contains($"max_connections=${{RMA_MAX_CONNECTIONS:-{60 + 60 * Grown.Services.Count}}}",
            (List<object>)ComposeTests.Map(compose, "services", "postgres")["command"]);
    }

    [Fact]
    public void The_cluster_runs_it_with_its_role_its_database_and_its_address()
    {
        foreach (var service in new[] { Plain, Special })
        {
            var parts = Load(TopologyFiles.ManifestOf(service)).ToArray();
            string[] kinds = ["ServiceAccount", "Job", "Deployment", "Service", "PodDisruptionBudget", "ScaledObject", "Database"];
            Assert.Equal(service == Special ? [.. kinds, "PersistentVolumeClaim"] : kinds, parts.Select(part => part.Kind));
            var scaled = parts.OfType<ScaledObject>().Single().Spec!;
            Assert.Equal((service.Replicas[0], service.Replicas[1]), (scaled.MinReplicaCount, scaled.MaxReplicaCount));
            var owner = Assert.Single(Cluster().Managed!.Roles!, role => role.Name == $"{service.Database}_owner");
            Assert.Equal(owner.Name, parts.OfType<PostgresDatabase>().Single().Spec!.Owner);
            Assert.Equal($"rma-{service.Name}-owner", owner.PasswordSecret!.Name);
            var role = Assert.Single(Cluster().Managed!.Roles!, role => role.Name == service.Database);
            Assert.Equal((60 * service.Replicas[1], $"rma-{service.Name}-role"), (role.ConnectionLimit, role.PasswordSecret!.Name));
            Assert.Contains($"{service.Name}.yaml", Kustomization(TopologyFiles.Base).Resources);
            Assert.Contains(Kustomization(TopologyFiles.Production).Images, image => image.Name == $"rma-{service.Name}");
            var entrance = Load($"{TopologyFiles.Production}/ingress.yaml").OfType<V1Ingress>()
                .Single(ingress => ingress.Metadata.Name == "rma").Spec;
            Assert.Contains($"{service.Name}.rma.example.com", entrance.Tls.Single().Hosts);
            Assert.Contains(entrance.Rules, rule => rule.Http.Paths.Single().Backend.Service.Name == service.Name);
        }

        Assert.Equal($"{100 + Cluster().Managed!.Roles!.Sum(role => role.ConnectionLimit)}",
            Cluster().Postgresql!.Parameters!["max_connections"]);

        static PostgresClusterSpec Cluster() => Load($"{TopologyFiles.Base}/postgres.yaml").OfType<PostgresCluster>().Single().Spec!;
        static Kustomization Kustomization(string folder) =>
            KubernetesYaml.Deserialize<Kustomization>(Files[$"{folder}/kustomization.yaml"], strict: true);
        static IEnumerable<IKubernetesObject<V1ObjectMeta>> Load(string file) =>
            KubernetesYaml.LoadAllFromString(Files[file], KubernetesTests.Operators, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>();
    }

    // Its database, password, ports, processes and logs follow from these lists.
    [Fact]
    public async Task The_scripts_know_it()
    {
        var script = Files[TopologyFiles.Scripts] + """
            printf '%s\n' "${SERVICES[*]}" "${BROKER_USERS[*]}" "${PROJECTS[sundial]} ${PROJECTS[lantern]}"
            """;
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-euc", script]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        var all = string.Join(' ', Today.Services.Select(service => service.Name)) + " sundial lantern";
        Assert.Equal($"{all}\n{all} feed finance operator monitor\nRma.Sundial Rma.Lantern\n", said);
    }
}

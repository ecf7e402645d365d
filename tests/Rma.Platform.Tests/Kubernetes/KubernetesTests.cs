using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Rma.Platform.Tests;

/// <summary>
/// The manifests under <c>deploy/kubernetes</c>, read strictly into the API's own types (and those of the operators, as far as used): an
/// unknown member or a wrong type is an error. Then what types cannot express: that the parts match each other and the code.
/// </summary>
public sealed class KubernetesTests
{
    internal static readonly Dictionary<string, Type> Operators = new()
    {
        ["rabbitmq.com/v1beta1/RabbitmqCluster"] = typeof(RabbitmqCluster), ["postgresql.cnpg.io/v1/Cluster"] = typeof(PostgresCluster),
        ["postgresql.cnpg.io/v1/Database"] = typeof(PostgresDatabase), ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
        ["cert-manager.io/v1/Issuer"] = typeof(CertificateIssuer), ["cert-manager.io/v1/Certificate"] = typeof(IssuedCertificate),
    };

    private static readonly Lazy<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>> All = new(() =>
        [.. Folders.SelectMany(folder =>
            Read(folder).Resources.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal))
            .SelectMany(file => Load(Path.Combine(folder, file))))]);

    private static string[] Folders =>
        [House.File("deploy", "kubernetes", "base"), House.File("deploy", "kubernetes", "overlays", "production")];

    public static TheoryData<string> Services => [.. House.Services.Keys.Select(name => name.ToLowerInvariant())];

    private static Kustomization Read(string folder) =>
        KubernetesYaml.Deserialize<Kustomization>(File.ReadAllText(Path.Combine(folder, "kustomization.yaml")), strict: true);

    private static IEnumerable<IKubernetesObject<V1ObjectMeta>> Load(string file) =>
        KubernetesYaml.LoadAllFromString(File.ReadAllText(file), Operators, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>();

    private static T Get<T>(string name) where T : IKubernetesObject<V1ObjectMeta> =>
        Assert.Single(All.Value.OfType<T>(), resource => resource.Metadata.Name == name);

    [Fact]
    public void Every_manifest_is_listed_and_is_what_the_cluster_understands()
    {
        Assert.True(All.Value.Count >= 40, $"only {All.Value.Count} resources");
        foreach (var folder in Folders)
        {
            var listed = Read(folder);
            var known = listed.Resources.Concat(listed.ConfigMapGenerator.SelectMany(map => map.Files)).Append("kustomization.yaml")
                .ToHashSet();
            Assert.All(Directory.GetFiles(folder), file => Assert.Contains(Path.GetFileName(file), known));
            Assert.All(listed.Resources, resource => Assert.True(Path.Exists(Path.Combine(folder, resource)), resource));
            Assert.All(listed.Patches, patch =>
                Assert.Contains(All.Value, resource => resource.Kind == patch.Target.Kind && resource.Metadata.Name == patch.Target.Name));
            Assert.All(listed.Images, image => Assert.Contains(Containers(), container => container.Image == image.Name));
        }

        Assert.Equal(All.Value.Count, All.Value.Select(resource => (resource.Kind, resource.Metadata.Name)).Distinct().Count());
    }

    [Fact]
    public void A_member_that_does_not_exist_is_noticed()
    {
        Assert.ThrowsAny<Exception>(() =>
            KubernetesYaml.LoadAllFromString(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: { replica: 2 }\n", Operators, strict: true));
        Assert.ThrowsAny<Exception>(() =>
            KubernetesYaml.LoadAllFromString(
            "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: x }\nspec: { minReplicas: 2 }\n", Operators,
        strict: true));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_has_replicas_that_are_probed_protected_and_scaled_by_their_queues(string service)
    {
        var deployment = Get<V1Deployment>(service);
        var container = Assert.Single(deployment.Spec.Template.Spec.Containers);
        Assert.Equal(("/health/live", "/health/ready"), (container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path));
        Assert.Equal(deployment.Spec.Selector.MatchLabels[Label], deployment.Spec.Template.Metadata.Labels[Label]);
        Assert.Equal(service, Get<V1Service>(service).Spec.Selector[Label]);
        Assert.Equal(service, Get<V1PodDisruptionBudget>(service).Spec.Selector.MatchLabels[Label]);
        // Longer than the host's own forty seconds, otherwise work in progress would be cut off.
        Assert.True(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds >= 45 + container.Lifecycle.PreStop.Sleep.Seconds);
        var scaled = Get<ScaledObject>(service).Spec!;
        Assert.Equal(service, scaled.ScaleTargetRef!.Name);
        Assert.True(scaled.MinReplicaCount >= 2 && scaled.MaxReplicaCount > scaled.MinReplicaCount);
        Assert.Equal(["prometheus", "rabbitmq"], scaled.Triggers!.Select(trigger => trigger.Type));
        Assert.Contains($"queue=~\"{service}-.+\"", scaled.Triggers![0].Metadata!["query"], StringComparison.Ordinal);
        Assert.Equal($"^{service}-", scaled.Triggers![1].Metadata!["queueName"]);
        Assert.Equal(Get<TriggerAuthentication>("queue-depth").Metadata.Name, scaled.Triggers![1].AuthenticationRef!.Name);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_migration_and_the_replicas_have_the_same_image_and_secrets_and_different_parts(string service)
    {
        var replicas = Get<V1Deployment>(service).Spec.Template.Spec;
        var migration = Get<V1Job>($"{service}-migration").Spec.Template.Spec;
        Assert.Equal(replicas.Containers[0].Image, migration.Containers[0].Image);
        Assert.Equal([$"rma-{service}"], SecretsOf(replicas));
        Assert.Equal([$"rma-{service}", $"rma-{service}-migration"], SecretsOf(migration)); // the owner's password is with the job alone
        Assert.Equal("MigrateAndEnd", Assert.Single(migration.Containers[0].Env).Value);
        Assert.Equal("Wait", Get<V1ConfigMap>("rma").Data["Schema__AtStart"]);

        static string[] SecretsOf(V1PodSpec pod) => pod.Volumes.Single(volume => volume.Name == "secrets") is { Projected: { } several }
            ? [.. several.Sources.Select(source => source.Secret.Name)]
            : [pod.Volumes.Single(volume => volume.Name == "secrets").Secret.SecretName];
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_database_has_a_role_and_room_for_all_replicas_of_a_service(string service)
    {
        var cluster = Get<PostgresCluster>("postgres").Spec!;
        var role = Assert.Single(cluster.Managed!.Roles!, role => role.Name == $"rma_{service}");
        var database = Get<PostgresDatabase>($"rma-{service}").Spec!;
        Assert.Equal(($"rma_{service}", $"{role.Name}_owner"), (database.Name, database.Owner));
        var pool = new Npgsql.NpgsqlConnectionStringBuilder(
            House.Applications.Single(application => application.Key.Equals(service, StringComparison.OrdinalIgnoreCase))
            .Value.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().ConnectionString).MaxPoolSize;
        // One more than the maximum: during a rollout old and new replicas overlap.
        Assert.True(role.ConnectionLimit >= pool * Get<ScaledObject>(service).Spec!.MaxReplicaCount);
        Assert.True(int.Parse(cluster.Postgresql!.Parameters!["max_connections"],
            System.Globalization.CultureInfo.InvariantCulture) >= cluster.Managed.Roles!.Sum(each => each.ConnectionLimit));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Policy_versions_may_be_added_where_the_service_looks_for_them(string service)
    {
        var pod = Get<V1Deployment>(service).Spec.Template.Spec;
        var policies = Assert.Single(pod.Volumes, volume => volume.ConfigMap?.Name == "rma-policies");
        Assert.True(policies.ConfigMap.Optional);
        Assert.Equal(Get<V1ConfigMap>("rma").Data["Policy__Folder"],
            Assert.Single(pod.Containers[0].VolumeMounts, mount => mount.Name == policies.Name).MountPath);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void S8_A_service_shows_its_certificate_and_believes_only_those_of_the_authority(string service)
    {
        var issued = Get<IssuedCertificate>(service).Spec!;
        Assert.Equal(["client auth", "server auth"], issued.Usages!.Order());
        Assert.Equal("CombinedPEM", Assert.Single(issued.AdditionalOutputFormats!).Type);
        var settings = Get<V1ConfigMap>("rma").Data;
        foreach (var pod in new[]
            { Get<V1Deployment>(service).Spec.Template.Spec, Get<V1Job>($"{service}-migration").Spec.Template.Spec })
        {
            Assert.Equal(issued.SecretName, pod.Volumes.Single(volume => volume.Name == "tls").Secret.SecretName);
            var mounted = pod.Containers[0].VolumeMounts.Single(mount => mount.Name == "tls").MountPath;
            Assert.Equal(($"{mounted}/ca.crt", $"{mounted}/tls-combined.pem"),
                (settings["Tls__AuthorityFile"], settings["Tls__CertificateFile"]));
        }

        Assert.Equal("Production", settings["ASPNETCORE_ENVIRONMENT"]);
        Assert.Empty(ServiceDefaults.TransportChecks.Faults(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal),
                (string?)pair.Value))).Build()));
    }

    [Fact]
    public void S8_Broker_and_database_speak_TLS_only_with_certificates_of_the_authority()
    {
        var (broker, database) = (Get<RabbitmqCluster>("rabbitmq").Spec!, Get<PostgresCluster>("postgres").Spec!);
        Assert.True(broker.Tls!.DisableNonTLSListeners);
        Assert.Equal(broker.Tls.SecretName, Get<IssuedCertificate>("rabbitmq").Spec!.SecretName);
        Assert.Equal(database.Certificates!.ServerTLSSecret, Get<IssuedCertificate>("postgres").Spec!.SecretName);
        Assert.Equal(database.Certificates.ClientCASecret, Get<IssuedCertificate>("postgres-replication").Spec!.SecretName);
        Assert.Equal(["hostssl all all all scram-sha-256 clientcert=verify-ca", "host all all all reject"], database.Postgresql!.PgHba!);
        Assert.All(All.Value.OfType<IssuedCertificate>().Where(one => one.Spec!.IsCA != true), one =>
            Assert.Equal(Get<CertificateIssuer>("rma").Metadata.Name, one.Spec!.IssuerRef!.Name));
        Assert.DoesNotContain(All.Value.OfType<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Ingress ?? [])
            .SelectMany(rule => rule.Ports ?? []), port => port.Port.Value is "5672" or "15672");
    }

    [Fact]
    public void S17_Nothing_leaves_but_to_named_addresses() => Assert.All(
        All.Value.OfType<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Egress ?? []), rule =>
        {
            var peers = rule.To ?? [];
            Assert.NotEmpty(peers);
            Assert.All(peers.Where(to => to.IpBlock is not null), to =>
                Assert.EndsWith("/32", to.IpBlock.Cidr, StringComparison.Ordinal));
        });

    [Fact]
    public void Nothing_runs_as_root_writes_to_its_image_or_talks_to_the_cluster() => Assert.All(Pods(), pod =>
    {
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.All(pod.Containers, container =>
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.True(container.Resources.Limits.ContainsKey("memory"));
        });
    });

    [Fact]
    public void Traffic_is_closed_but_for_what_is_named()
    {
        var closed = Get<V1NetworkPolicy>("nobody").Spec;
        Assert.Equal(["Egress", "Ingress"], closed.PolicyTypes.Order());
        Assert.Null(closed.Ingress);
        Assert.Null(closed.Egress);
        Assert.All(All.Value.OfType<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules), rule =>
            Assert.NotNull(Get<V1Service>(Assert.Single(rule.Http.Paths).Backend.Service.Name)));
    }

    private const string Label = "app.kubernetes.io/name";

    private static IEnumerable<V1PodSpec> Pods() =>
        All.Value.OfType<V1Deployment>().Select(deployment => deployment.Spec.Template.Spec)
            .Concat(All.Value.OfType<V1Job>().Select(job => job.Spec.Template.Spec));

    private static IEnumerable<V1Container> Containers() => Pods().SelectMany(pod => pod.Containers);
}

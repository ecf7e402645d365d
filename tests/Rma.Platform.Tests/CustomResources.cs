using k8s;
using k8s.Models;

namespace Rma.Platform.Tests;

// What we use of the operators' resources, member by member as their definitions have it: RabbitMQ cluster operator 2.x (rabbitmq.com/v1beta1),
// CloudNativePG 1.25 (postgresql.cnpg.io/v1), KEDA 2.16 (keda.sh/v1alpha1). Reading is strict, so a member that is not here is an error.

/// <summary>A resource of an operator.</summary>
public abstract class CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>
    where TSpec : class
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public TSpec? Spec { get; set; }
}

public sealed class RabbitmqCluster : CustomResource<RabbitmqClusterSpec>;

public sealed class RabbitmqClusterSpec
{
    public int? Replicas { get; set; }

    public string? Image { get; set; }

    public long? TerminationGracePeriodSeconds { get; set; }

    public RabbitmqPersistence? Persistence { get; set; }

    public V1ResourceRequirements? Resources { get; set; }

    public RabbitmqSettings? Rabbitmq { get; set; }

    public RabbitmqOverride? Override { get; set; }
}

public sealed class RabbitmqPersistence
{
    public string? StorageClassName { get; set; }

    public string? Storage { get; set; }
}

public sealed class RabbitmqSettings
{
    public IList<string>? AdditionalPlugins { get; set; }

    public string? AdditionalConfig { get; set; }
}

public sealed class RabbitmqOverride
{
    public RabbitmqStatefulSet? StatefulSet { get; set; }
}

public sealed class RabbitmqStatefulSet
{
    public RabbitmqStatefulSetSpec? Spec { get; set; }
}

public sealed class RabbitmqStatefulSetSpec
{
    public V1PodTemplateSpec? Template { get; set; }
}

public sealed class PostgresCluster : CustomResource<PostgresClusterSpec>;

public sealed class PostgresClusterSpec
{
    public int? Instances { get; set; }

    public string? ImageName { get; set; }

    public PostgresStorage? Storage { get; set; }

    public PostgresSettings? Postgresql { get; set; }

    public PostgresManaged? Managed { get; set; }

    public V1ResourceRequirements? Resources { get; set; }
}

public sealed class PostgresStorage
{
    public string? Size { get; set; }

    public string? StorageClass { get; set; }
}

public sealed class PostgresSettings
{
    public IDictionary<string, string>? Parameters { get; set; }

    public PostgresSynchronous? Synchronous { get; set; }
}

public sealed class PostgresSynchronous
{
    public string? Method { get; set; }

    public int? Number { get; set; }

    public string? DataDurability { get; set; }
}

public sealed class PostgresManaged
{
    public IList<PostgresRole>? Roles { get; set; }
}

public sealed class PostgresRole
{
    public string? Name { get; set; }

    public string? Ensure { get; set; }

    public bool? Login { get; set; }

    public int? ConnectionLimit { get; set; }

    public V1LocalObjectReference? PasswordSecret { get; set; }
}

public sealed class PostgresDatabase : CustomResource<PostgresDatabaseSpec>;

public sealed class PostgresDatabaseSpec
{
    public V1LocalObjectReference? Cluster { get; set; }

    public string? Name { get; set; }

    public string? Owner { get; set; }

    public string? Ensure { get; set; }

    public string? DatabaseReclaimPolicy { get; set; }
}

public sealed class ScaledObject : CustomResource<ScaledObjectSpec>;

public sealed class ScaledObjectSpec
{
    public V1LocalObjectReference? ScaleTargetRef { get; set; }

    public int? MinReplicaCount { get; set; }

    public int? MaxReplicaCount { get; set; }

    public int? PollingInterval { get; set; }

    public int? CooldownPeriod { get; set; }

    public IList<ScaleTrigger>? Triggers { get; set; }
}

public sealed class ScaleTrigger
{
    public string? Type { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public V1LocalObjectReference? AuthenticationRef { get; set; }
}

public sealed class TriggerAuthentication : CustomResource<TriggerAuthenticationSpec>;

public sealed class TriggerAuthenticationSpec
{
    public IList<SecretTargetRef>? SecretTargetRef { get; set; }
}

public sealed class SecretTargetRef
{
    public string? Parameter { get; set; }

    public string? Name { get; set; }

    public string? Key { get; set; }
}

public sealed class Kustomization
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? Namespace { get; set; }

    public IList<string> Resources { get; set; } = [];

    public IList<KustomizeImage> Images { get; set; } = [];

    public IList<KustomizePatch> Patches { get; set; } = [];

    public IList<KustomizeConfigMap> ConfigMapGenerator { get; set; } = [];
}

public sealed class KustomizeImage
{
    public string Name { get; set; } = "";

    public string? NewName { get; set; }

    public string? NewTag { get; set; }
}

public sealed class KustomizePatch
{
    public KustomizeTarget Target { get; set; } = new();

    public string Patch { get; set; } = "";
}

public sealed class KustomizeTarget
{
    public string Kind { get; set; } = "";

    public string Name { get; set; } = "";
}

public sealed class KustomizeConfigMap
{
    public string Name { get; set; } = "";

    public IList<string> Files { get; set; } = [];

    public KustomizeOptions? Options { get; set; }
}

public sealed class KustomizeOptions
{
    public bool DisableNameSuffixHash { get; set; }
}

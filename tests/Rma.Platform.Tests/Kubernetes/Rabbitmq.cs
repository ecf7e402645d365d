using k8s.Models;

namespace Rma.Platform.Tests;

public sealed class RabbitmqCluster : CustomResource<RabbitmqClusterSpec>;

public sealed class RabbitmqClusterSpec
{
    public int? Replicas { get; set; }

    public string? Image { get; set; }

    public long? TerminationGracePeriodSeconds { get; set; }

    public RabbitmqPersistence? Persistence { get; set; }

    public V1ResourceRequirements? Resources { get; set; }

    public RabbitmqTls? Tls { get; set; }

    public RabbitmqSettings? Rabbitmq { get; set; }

    public RabbitmqOverride? Override { get; set; }
}

public sealed class RabbitmqTls
{
    public string? SecretName { get; set; }

    public string? CaSecretName { get; set; }

    public bool? DisableNonTLSListeners { get; set; }
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

using k8s.Models;

namespace Rma.Platform.Tests;

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

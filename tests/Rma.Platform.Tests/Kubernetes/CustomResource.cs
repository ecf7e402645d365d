using k8s;
using k8s.Models;

namespace Rma.Platform.Tests;

// What we use of the operators' resources, member by member as their definitions have it: RabbitMQ cluster operator 2.x
// (rabbitmq.com/v1beta1), CloudNativePG 1.25 (postgresql.cnpg.io/v1), KEDA 2.16 (keda.sh/v1alpha1). Reading is strict, so a member that is
// not here is an error.

/// <summary>A resource of an operator.</summary>
public abstract class CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>
    where TSpec : class
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public TSpec? Spec { get; set; }
}

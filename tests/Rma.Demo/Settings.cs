namespace Rma.Demo;

/// <summary>Where everything is: the instance's <c>platform.env</c>, exported.</summary>
internal sealed class Settings(IReadOnlyDictionary<string, string>? given = null)
{
    public string this[string name] => Find(name)
        ?? throw new InvalidOperationException($"{name} is not set. Start this with ./rma demo.");

    private string? Find(string name) => given is null ? Environment.GetEnvironmentVariable(name) : given.GetValueOrDefault(name);

    public Uri Broker(string user) => new(
        $"amqp://{this[$"RMA_{user}_USER"]}:{this[$"RMA_{user}_PASSWORD"]}@{this["RMA_RABBITMQ_HOST"]}:{this["RMA_RABBITMQ_PORT"]}/{this["RMA_RABBITMQ_VHOST"]}");

    /// <summary>Where a service's replicas are: <c>RMA_…_URL</c>, <c>RMA_…_2_URL</c> and so on.</summary>
    public IEnumerable<Uri> Replicas(string service)
    {
        yield return new Uri(this[$"RMA_{service}_URL"]);
        for (var replica = 2; Find($"RMA_{service}_{replica}_URL") is { } address; replica++) yield return new Uri(address);
    }

    public string Folder => this["RMA_INSTANCE_DIR"];
}

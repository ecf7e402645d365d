namespace Rma.Demo;

/// <summary>Where everything is: the instance's <c>platform.env</c>, exported.</summary>
internal sealed class Settings(IReadOnlyDictionary<string, string>? given = null)
{
    public string this[string name] => (given is null ? Environment.GetEnvironmentVariable(name) : given.GetValueOrDefault(name))
        ?? throw new InvalidOperationException($"{name} is not set. Start this with ./rma demo.");

    public Uri Broker(string user) => new(
        $"amqp://{this[$"RMA_{user}_USER"]}:{this[$"RMA_{user}_PASSWORD"]}@{this["RMA_RABBITMQ_HOST"]}:{this["RMA_RABBITMQ_PORT"]}/{this["RMA_RABBITMQ_VHOST"]}");

    public string Folder => this["RMA_INSTANCE_DIR"];
}

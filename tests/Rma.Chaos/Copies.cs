using RabbitMQ.Client;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// Listens in on everything the services tell each other, and says some of it again: the same bytes under the same message id, late and in
/// another order. Its broker user may speak in the name of others, which no user of the platform may.
/// </summary>
internal sealed class Copies(Settings settings)
{
    private const string User = "chaos-copies";
    private const int AtMost = 3_000;
    private readonly string password = Guid.CreateVersion7().ToString("N");
    private int said;

    /// <summary>How many messages were said again so far.</summary>
    public int Said => Volatile.Read(ref said);

    /// <summary>Makes the user.</summary>
    public Task Introduce() => new Broker(settings).MakeUser(User, password);

    /// <summary>Everything that was said within a time is said again, shuffled.</summary>
    public Task Repeat(TimeSpan listening, Random random, CancellationToken ct) =>
        Repeat(() => Task.Delay(listening, ct), random, "Rma.Contracts.", ct);

    /// <summary>What was said to these exchanges until something has come about is said again, shuffled.</summary>
    /// <param name="exchanges">Part of the exchanges' names.</param>
    public async Task Repeat(Func<Task> listening, Random random, string exchanges, CancellationToken ct)
    {
        // What nobody hears is not said again either.
        var names = (await new Broker(settings).HeardExchanges()).Where(name => name.Contains(exchanges, StringComparison.Ordinal))
            .ToArray();
        await using var connection = await new ConnectionFactory { Uri = Address, AutomaticRecoveryEnabled = false,
            ClientProvidedName = "chaos copies" }.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), CancellationToken.None);
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: ct))
            .QueueName;
        foreach (var exchange in names) await channel.QueueBindAsync(queue, exchange, "", cancellationToken: ct);
        await listening();
        // Or it would hear itself.
        foreach (var exchange in names) await channel.QueueUnbindAsync(queue, exchange, "", cancellationToken: CancellationToken.None);
        var heard = new List<BasicGetResult>();
        while (heard.Count < AtMost && await channel.BasicGetAsync(queue, true, CancellationToken.None) is { } message) heard.Add(message);
        var copies = heard.ToArray();
        random.Shuffle(copies);
        foreach (var batch in copies.Chunk(50))
        {
            await Task.WhenAll(batch.Select(copy =>
                channel.BasicPublishAsync(copy.Exchange, copy.RoutingKey, true, new BasicProperties(copy.BasicProperties), copy.Body,
                CancellationToken.None).AsTask()));
            Interlocked.Add(ref said, batch.Length);
        }
    }

    private Uri Address =>
        new($"amqp://{User}:{password}@{settings["RMA_RABBITMQ_HOST"]}:{settings["RMA_RABBITMQ_PORT"]}/{settings["RMA_RABBITMQ_VHOST"]}");
}

using RabbitMQ.Client;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// Records all messages between the services and republishes some of them: the same bytes with the same message id, late and in another
/// order. Its broker user may publish with another user-id, which no user of the platform may.
/// </summary>
internal sealed class Copies(Settings settings)
{
    private const string User = "chaos-copies";
    private const int AtMost = 3_000;
    private readonly string password = Guid.CreateVersion7().ToString("N");
    private int said;

    /// <summary>The number of duplicates published so far.</summary>
    public int Said => Volatile.Read(ref said);

    /// <summary>Creates the user.</summary>
    public Task Introduce() => new Broker(settings).MakeUser(User, password);

    /// <summary>Republishes everything recorded within a time, shuffled.</summary>
    public Task Repeat(TimeSpan listening, Random random, CancellationToken ct) =>
        Repeat(() => Task.Delay(listening, ct), random, "Rma.Contracts.", ct);

    /// <summary>Republishes what was sent to these exchanges until a condition holds, shuffled.</summary>
    /// <param name="exchanges">Part of the exchanges' names.</param>
    public async Task Repeat(Func<Task> listening, Random random, string exchanges, CancellationToken ct)
    {
        // Messages without a subscriber are not recorded.
        var names = (await new Broker(settings).HeardExchanges()).Where(name => name.Contains(exchanges, StringComparison.Ordinal))
            .ToArray();
        var factory = settings.Connecting(settings.Broker("FINANCE"));
        (factory.UserName, factory.Password) = (User, password);
        (factory.AutomaticRecoveryEnabled, factory.ClientProvidedName) = (false, "chaos copies");
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), CancellationToken.None);
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: ct))
            .QueueName;
        foreach (var exchange in names) await channel.QueueBindAsync(queue, exchange, "", cancellationToken: ct);
        await listening();
        // Otherwise it would record its own messages.
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
}

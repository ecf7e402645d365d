namespace Rma.Messaging;

/// <summary>Connection and limits of one service's messaging.</summary>
public sealed record MessagingOptions
{
    private volatile Known? broker;

    private sealed record Known(string Text, BrokerAddress Address);

    /// <summary>The service's short name; prefix of its queues and name of its schema.</summary>
    public required string Service { get; init; }

    /// <summary><c>ConnectionStrings:RabbitMq</c>, as <see cref="BrokerAddress"/> reads it.</summary>
    public required Func<string> RabbitMq { get; init; }

    /// <summary>Where the broker is now: a rotated password is picked up with the next connection.</summary>
    /// <exception cref="FormatException">The setting is no address.</exception>
    public BrokerAddress Broker
    {
        get
        {
            var text = RabbitMq();
            return broker is { } known && known.Text == text ? known.Address : (broker = new(text, BrokerAddress.Parse(text))).Address;
        }
    }

    /// <summary>Whom to believe that it is the broker or the database, and what to show them.</summary>
    public Certificates Certificates { get; init; } = new(null, null);

    /// <summary>The broker user of this service, from <see cref="RabbitMq"/>.</summary>
    public string BrokerUser => Broker.User;

    /// <summary>Who sends which message to whom.</summary>
    public Topology Topology { get; init; } = Topology.OfPlatform;

    /// <summary><c>Messaging:SigningKeyFile</c>, PEM: the private key of this service, with which it signs its messages.</summary>
    public string? SigningKeyFile { get; init; }

    /// <summary><c>Messaging:SenderKeysFile</c>, JSON Web Key Set: the public keys of all services.</summary>
    public string? SenderKeysFile { get; init; }

    /// <summary>
    /// <c>Messaging:AcceptUnsignedUntil</c>: until then messages that a release before signatures has sent are accepted by the broker's
    /// word alone. Only for the hours of an update.
    /// </summary>
    public DateTimeOffset? AcceptUnsignedUntil { get; init; }

    /// <summary><c>History:KeysFile</c>, JSON: the secrets with which this service proves its events.</summary>
    public string? HistoryKeysFile { get; init; }

    /// <summary><c>History:SealEvery</c>: the pause between two seals over the events that were stored meanwhile.</summary>
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>Messaging:TopologyEvery</c>: the pause between two looks whether the broker has what this service needs.</summary>
    public TimeSpan TopologyEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Broker users of services whose user has another name than the service.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>Broker users that may publish to the feed queues.</summary>
    public IReadOnlyList<string> FeedUsers { get; init; } = ["feed"];

    /// <summary>Callers of the HTTP API by the broker user they publish as, where the names differ.</summary>
    public IReadOnlyDictionary<string, string> FeedOwners { get; init; } = new Dictionary<string, string>();

    /// <summary>Attempts after which a message that cannot be sent is parked until an operator retries it.</summary>
    public int ParkAfter { get; init; } = 20;

    /// <summary>Messages fetched ahead per queue; bounds memory while consumers wait during an outage.</summary>
    public ushort PrefetchCount { get; init; } = 32;

    /// <summary>
    /// Upper limit of messages of one queue handled at the same time, each on its own database connection. A service with many queues gets
    /// fewer per queue, so that all of them, HTTP and the dispatcher fit into the pool.
    /// </summary>
    public int ConcurrentMessageLimit { get; init; } = 5;

    /// <summary>The broker users that a caller publishes as.</summary>
    public IReadOnlyList<string> PublishersOf(string caller) =>
        [.. FeedUsers.Where(user => FeedOwners.GetValueOrDefault(user, user) == caller)];

    /// <summary>The broker user of a service.</summary>
    public string UserOf(string service) => Users.GetValueOrDefault(service, service);

    /// <summary>The service with this broker user, or null.</summary>
    public string? ServiceOf(string user) =>
        Topology.Services.Select(service => service.Name).FirstOrDefault(service => UserOf(service) == user);
}

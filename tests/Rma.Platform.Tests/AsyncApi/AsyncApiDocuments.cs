using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Feed.V1;
using Rma.Contracts.Finance.V1;
using Rma.Messaging;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>
/// The contract of the bus as AsyncAPI 3.0, made from <c>deploy/topology.json</c>, the records of <c>Rma.Contracts</c> with what they say
/// of themselves, and messages that were recorded from the demo.
/// </summary>
internal static class AsyncApiDocuments
{
    /// <summary>By the name of the file in <c>shared/docs/contracts/asyncapi</c>.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject>> All { get; } = new Dictionary<string, Func<JsonObject>>
    {
        ["feed.json"] = Feed, ["events.json"] = Events, ["finance.json"] = Finance,
    };

    private const string Version = "1.0.0";

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Topology Described => Topology.OfPlatform;

    public static IEnumerable<Type> FeedMessages => Described.Feed.Messages.Select(message => House.TypeOf(message.Exchange));

    /// <summary>What is told to whoever cares: commands, deadlines and questions between the services are not.</summary>
    public static IEnumerable<TopologyMessage> PublicEvents => Described.Messages.Where(message =>
        message.Queues.Contains("console-listener") || House.Applications.Values.Any(application =>
            application.Services.GetRequiredService<OptionalSubscribers>().Contains(House.TypeOf(message.Exchange))));

    public static IEnumerable<(Type Type, TopologyFinanceOutlet Outlet)> FinanceMessages =>
        Described.Finance.Queues.Select(outlet => (outlet.Name switch
        {
            "credit-notes" => typeof(CreditNote), "charge-notes" => typeof(ChargeNote), "control-totals" => typeof(ControlTotal),
            "histories" => typeof(HistoryAnchor), var other => throw new InvalidOperationException($"What is on {other}?"),
        }, outlet));

    public static string Text(JsonObject document) => document.ToJsonString(Readable) + "\n";

    public static string FileOf(string name) => House.File("shared", "docs", "contracts", "asyncapi", name);

    private static JsonObject Feed()
    {
        var parts = new DocumentParts(new RecordSchema(strict: true));
        foreach (var type in FeedMessages)
        {
            parts.Add(type, Channel.OfExchange(type), "receive", new("application/json", type.Name)
            {
                Properties = MessageProperties.OfPublisher, Payload = parts.Schemas.Of(type),
            });
        }

        parts.Add(typeof(FeedMessageRejected), Channel.OfRejections(Described.Feed), "send",
            new("application/json", nameof(FeedMessageRejected))
            {
                Properties = MessageProperties.OfService(null), Headers = MessageHeaders.OfNote,
                Payload = parts.Schemas.Of(typeof(FeedMessageRejected)),
            });
        return parts.Document("Rma.Platform: the feed", Version,
            "What internal systems tell the platform: accounts, products, shipments, invoices, orders and activations. Publish to the " +
            "exchange of the message, with an empty routing key. The platform receives; what its strict reading refuses becomes a dead " +
            "letter, and you are told so on a queue of your own. The rules in words: `shared/docs/feed.md`.", Described.Feed.User);
    }

    private static JsonObject Events()
    {
        var parts = new DocumentParts(new RecordSchema(strict: false));
        foreach (var message in PublicEvents)
        {
            var type = House.TypeOf(message.Exchange);
            parts.Add(type, Channel.OfExchange(type), "send", new("application/vnd.masstransit+json", type.Name)
            {
                Properties = MessageProperties.OfService(message.Sender), Headers = MessageHeaders.OfEvent,
                Payload = parts.Enveloped(type), Tag = message.Sender,
            });
        }

        return parts.Document("Rma.Platform: public events", Version,
            "What the services tell whoever cares: bind a queue of your own to the exchange of an event. Each message is in " +
            "MassTransit's envelope. A message may come twice (the same message id), late, or out of order; members and words may be " +
            "added. Who may read and write what: `shared/docs/access.md`.", null);
    }

    private static JsonObject Finance()
    {
        var parts = new DocumentParts(new RecordSchema(strict: false));
        foreach (var (type, outlet) in FinanceMessages)
        {
            parts.Add(type, Channel.OfQueue(Described.Finance, outlet), "send", new("application/json", type.Name)
            {
                Properties = MessageProperties.OfService(outlet.Exchange is null ? "credit" : null),
                Headers = MessageHeaders.OfNote, Payload = parts.Schemas.Of(type),
            });
        }

        return parts.Document("Rma.Platform: finance", Version,
            "What finance reads: a note for each credit and each charge, a control total for each business date, and where each " +
            "service's history ends. Read the queue, check the signature (`shared/docs/access.md`), store, acknowledge. The same id is " +
            "the same fact. Amounts are exact decimals: `shared/docs/contracts/asyncapi/README.md` says how to read them without " +
            "losing cents.",
            Described.Finance.User);
    }
}

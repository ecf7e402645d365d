using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Rma.Contracts.Repair.V1;
using Rma.Messaging;

namespace Rma.Console.Facts;

/// <summary>A message that was heard, as it is kept.</summary>
/// <param name="Type">Its exchange without the beginning that all have: <c>Credit.V1:CreditIssued</c>.</param>
/// <param name="At">Business time of what it says.</param>
/// <param name="Actor">Who caused it; null when it is not known.</param>
/// <param name="Message">The contract message.</param>
internal sealed record Fact(
    Guid MessageId, string Type, Guid? RmaId, Guid? ReturnId, DateTimeOffset At, string? Actor, object Message)
{
    private const string Beginning = "Rma.Contracts.";

    private static readonly FrozenDictionary<string, FactShape> Shapes = Topology.OfPlatform.HeardBy("console")
        .Where(exchange => !exchange.EndsWith(":PastTold", StringComparison.Ordinal))
        .ToFrozenDictionary(exchange => exchange[Beginning.Length..], FactShape.Of);

    /// <summary>The types of messages that are kept.</summary>
    public static IEnumerable<string> Types => Shapes.Keys;

    /// <summary>The contract type of a kept message.</summary>
    public static Type TypeOf(string type) => Shapes[type].Type;

    /// <summary>A message that was just heard.</summary>
    public static Fact Of(Guid messageId, object message, string? actor)
    {
        var type = Topology.ExchangeOf(message.GetType())[Beginning.Length..];
        var shape = Shapes[type];
        return new(
            messageId, type, shape.RmaIdOf(message), shape.ReturnIdOf(message), FactTimes.Of(message), actor, WithoutKeys(message));
    }

    /// <summary>A message of a service's past.</summary>
    /// <param name="exchange">Its full exchange.</param>
    /// <exception cref="JsonException">Its body is not one of its type.</exception>
    public static Fact OfPast(Guid messageId, string exchange, string body, string? actor) =>
        Of(messageId, Read(exchange[Beginning.Length..], body), actor);

    /// <summary>A message that was kept.</summary>
    public static Fact OfKept(Guid messageId, string type, DateTimeOffset at, string? actor, string body)
    {
        var (shape, message) = (Shapes[type], Read(type, body));
        return new(messageId, type, shape.RmaIdOf(message), shape.ReturnIdOf(message), at, actor, message);
    }

    /// <summary>Whether messages of this exchange are kept.</summary>
    public static bool Keeps(string exchange) =>
        exchange.StartsWith(Beginning, StringComparison.Ordinal) && Shapes.ContainsKey(exchange[Beginning.Length..]);

    /// <summary>As it is stored.</summary>
    public string Body() => JsonSerializer.Serialize(Message, Message.GetType(), PastReader.Json);

    private static object Read(string type, string body) => JsonSerializer.Deserialize(body, Shapes[type].Type, PastReader.Json)!;

    // A quote's link is the customer's key to it: nobody who reads here may have it.
    private static object WithoutKeys(object message) => message switch
    {
        RepairQuoted quoted => quoted with { Link = "" },
        QuoteReminded reminded => reminded with { Link = "" },
        _ => message,
    };
}

/// <summary>Where a message says which request and which return it is about.</summary>
internal sealed record FactShape(Type Type, PropertyInfo? RmaId, PropertyInfo? ReturnId)
{
    public static FactShape Of(string exchange)
    {
        var type = typeof(RepairQuoted).Assembly.GetType(exchange.Replace(':', '.'), throwOnError: true)!;
        return new(type, type.GetProperty("RmaId"), type.GetProperty("ReturnId"));
    }

    public Guid? RmaIdOf(object message) => (Guid?)RmaId?.GetValue(message);

    public Guid? ReturnIdOf(object message) => (Guid?)ReturnId?.GetValue(message);
}

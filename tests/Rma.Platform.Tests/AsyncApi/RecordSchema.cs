using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Rma.Policy;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>
/// JSON Schemas (draft 7, which AsyncAPI's own schemas extend) of contract records, collected by name. A member is required when its
/// constructor parameter has no default value, and may be null when its type says so.
/// </summary>
/// <param name="strict">
/// As the platform reads the feed: no unknown members, and the limits of <see cref="FeedLimits"/>. Otherwise, and of what publishers are
/// told, the schema is that of what the platform writes, to which members may be appended.
/// </param>
internal sealed class RecordSchema(bool strict)
{
    public const string Components = "#/components/schemas/";

    private static readonly JsonSerializerOptions Wire = MakeWire();
    private readonly SortedDictionary<string, JsonObject> found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> named = new(StringComparer.Ordinal);

    /// <summary>All schemas that were asked for, and those that they refer to.</summary>
    public JsonObject All => new(found.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Key, schema.Value.DeepClone())));

    /// <summary>A reference to the schema of a record.</summary>
    public JsonObject Of(Type record)
    {
        if (!named.TryAdd(record.Name, record))
            return named[record.Name] == record ? Reference(record.Name)
                : throw new InvalidOperationException($"Two records are called {record.Name}.");
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => IsOwn(context.Path) ? Member(record, context, schema.AsObject()) : schema,
        };
        var made = Wire.GetJsonSchemaAsNode(record, options).AsObject();
        var schema = new JsonObject { ["type"] = "object" };
        if (ContractDocs.Of(record) is { } said) schema["description"] = said;
        schema["properties"] = made["properties"]!.DeepClone();
        if (made["required"] is { } required) schema["required"] = required.DeepClone();
        if (IsRead(record)) schema["additionalProperties"] = false;
        if (IsRead(record) && FeedLimits.Between(record) is { } between) schema["anyOf"] = between;
        found[record.Name] = schema;
        return Reference(record.Name);
    }

    /// <summary>A schema that others refer to by name.</summary>
    public JsonObject Shared(string name, Func<JsonObject> make)
    {
        if (!found.ContainsKey(name)) found[name] = make();
        return Reference(name);
    }

    private bool IsRead(Type record) => strict && record.Namespace != typeof(Contracts.Feed.V1.FeedMessageRejected).Namespace;

    // A member, or the item of one that is a list; what is deeper belongs to another record.
    private static bool IsOwn(ReadOnlySpan<string> path) => path.Length == 2 || path.Length == 3 && path[2] == "items";

    private static JsonObject Reference(string name) => new() { ["$ref"] = Components + name };

    private JsonNode Member(Type record, JsonSchemaExporterContext context, JsonObject schema)
    {
        var (type, isItem) = (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type, context.PropertyInfo is null);
        // The path of an item of a list is properties, the member, items; lists have no null elements.
        var member = NameIn(record, context.Path[1]);
        var mayBeNull = !isItem && schema["type"] is JsonArray;
        var value = Value(record, member, type, schema);
        value.Remove("default");
        if (isItem) return value;
        if (mayBeNull) value = OrNull(value);
        return ContractDocs.Of(record, member) is { } said ? Described(value, said) : value;
    }

    private JsonObject Value(Type record, string member, Type type, JsonObject schema)
    {
        if (type.Assembly == House.Contracts && !type.IsArray) return Of(type);
        if (type == typeof(string) && member == "Currency") return Shared("Currency", Currency);
        if (type == typeof(string) && Vocabularies.Of(record, member) is { } words)
            return new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };
        if (IsRead(record) && FeedLimits.Of(record, member, type) is { } limit)
            return limit.Name is { } name ? Shared(name, limit.Make) : limit.Make();
        var plain = schema.DeepClone().AsObject();
        if (plain["type"] is JsonArray types) plain["type"] = types.First(one => one!.GetValue<string>() != "null")!.DeepClone();
        if (type == typeof(decimal)) plain["format"] = "decimal";
        if (IsRead(record) && type.IsArray) FeedLimits.Bound(record, member, plain);
        return plain;
    }

    // What stands beside a reference is ignored in draft 7.
    private static JsonObject Described(JsonObject value, string said)
    {
        var described = new JsonObject { ["description"] = said };
        if (value.ContainsKey("$ref")) described["allOf"] = new JsonArray(value);
        else foreach (var (name, node) in value) described[name] = node?.DeepClone();
        return described;
    }

    private static JsonObject OrNull(JsonObject value)
    {
        if (!value.ContainsKey("type")) return new() { ["anyOf"] = new JsonArray(value, new JsonObject { ["type"] = "null" }) };
        value["type"] = new JsonArray(value["type"]!.DeepClone(), "null");
        if (value["enum"] is JsonArray words) words.Add(null);
        return value;
    }

    private static JsonObject Currency() => new()
    {
        ["type"] = "string", ["description"] = "A code of ISO 4217 that has a minor unit, in capitals.",
        ["enum"] = new JsonArray([.. Currencies.MinorUnits.Keys.Order(StringComparer.Ordinal).Select(code => JsonValue.Create(code))]),
    };

    private static string NameIn(Type record, string json) =>
        record.GetProperties().Single(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == json).Name;

    private static JsonSerializerOptions MakeWire()
    {
        var wire = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        wire.MakeReadOnly();
        return wire;
    }
}

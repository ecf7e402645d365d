using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Schemas of records. A request is described as it is read: no unknown members, null where it may be null, the longest text. An answer is
/// described as it is written: members that are null are left out, and more members may come with a later release.
/// </summary>
internal sealed class SchemaBook(OpenApiDocument document, JsonSerializerOptions json)
{
    private readonly Dictionary<(Type Type, bool IsRequest), string> names = [];
    private readonly Dictionary<string, Type> owners = [];

    /// <summary>The schema of a type, by reference when it is a record.</summary>
    /// <exception cref="InvalidOperationException">Two records of one document have the same name.</exception>
    public IOpenApiSchema Of(Type type, bool isRequest, ICustomAttributeProvider? attributes = null, string name = "")
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(plain, isRequest, attributes, name) is { } scalar) return scalar;
        if (plain == typeof(object) || plain == typeof(JsonElement) || typeof(JsonNode).IsAssignableFrom(plain)) return new OpenApiSchema();
        if (Generic(plain, typeof(IReadOnlyDictionary<,>)) is [_, var value])
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(value, isRequest) };
        if (Generic(plain, typeof(IEnumerable<>)) is [var item])
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(item, isRequest, attributes, name) };
        return Record(plain, isRequest);
    }

    /// <summary>The members of a record of an answer, for a schema that has others as well.</summary>
    public IDictionary<string, IOpenApiSchema> MembersOf(Type record) => Members(record, isRequest: false).Properties!;

    /// <summary>The schema of a query parameter or a key of a path.</summary>
    public IOpenApiSchema OfParameter(Type type, string name, ICustomAttributeProvider? attributes, int longest)
    {
        var schema = Of(type, isRequest: true, attributes, name);
        if (schema is OpenApiSchema { Type: JsonSchemaType.String, Format: null, Enum: null } text) text.MaxLength = longest;
        return schema;
    }

    private OpenApiSchema? Scalar(Type type, bool isRequest, ICustomAttributeProvider? attributes, string name) => type switch
    {
        _ when type == typeof(string) => Text(isRequest, attributes, name),
        _ when type == typeof(Guid) => new() { Type = JsonSchemaType.String, Format = "uuid" },
        _ when type == typeof(DateOnly) => new() { Type = JsonSchemaType.String, Format = "date" },
        _ when type == typeof(DateTimeOffset) || type == typeof(DateTime) => new() { Type = JsonSchemaType.String, Format = "date-time" },
        _ when type == typeof(TimeSpan) => new()
        {
            Type = JsonSchemaType.String, Pattern = @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$",
        },
        _ when type == typeof(bool) => new() { Type = JsonSchemaType.Boolean },
        _ when type == typeof(int) || type == typeof(short) => new() { Type = JsonSchemaType.Integer, Format = "int32" },
        _ when type == typeof(long) => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        _ when type == typeof(decimal) || type == typeof(double) => new() { Type = JsonSchemaType.Number },
        _ when type.IsEnum => new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, json)!)],
        },
        _ when type.GetCustomAttribute<JsonConverterAttribute>() is not null && Generic(type, typeof(IEnumerable<>)) is null =>
            Text(isRequest, attributes, type.Name),
        _ => null,
    };

    private static OpenApiSchema Text(bool isRequest, ICustomAttributeProvider? attributes, string name)
    {
        var words = attributes?.GetCustomAttributes(typeof(OneOfAttribute), false).OfType<OneOfAttribute>().FirstOrDefault()?.Words;
        var schema = new OpenApiSchema { Type = JsonSchemaType.String };
        if (words is not null) schema.Enum = [.. words.Select(word => (JsonNode)word)];
        else if (TextFormats.PatternOf(name, isRequest) is { } pattern) schema.Pattern = pattern;
        else if (isRequest) schema.MaxLength = StrictReading.LongestText;
        return schema;
    }

    private OpenApiSchemaReference Record(Type type, bool isRequest)
    {
        if (!names.TryGetValue((type, isRequest), out var name))
        {
            name = names[(type, isRequest)] = NameOf(type, isRequest);
            document.Components!.Schemas![name] = Members(type, isRequest);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private string NameOf(Type type, bool isRequest)
    {
        var name = type.Name.Split('`')[0];
        if (names.ContainsKey((type, !isRequest))) name += isRequest ? "Request" : "Answer";
        if (owners.TryGetValue(name, out var owner) && owner != type)
            throw new InvalidOperationException($"{owner.FullName} and {type.FullName} have the same name.");
        owners[name] = type;
        return name;
    }

    private OpenApiSchema Members(Type type, bool isRequest)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Description = XmlDocs.Of(type), AdditionalPropertiesAllowed = !isRequest,
            Properties = new Dictionary<string, IOpenApiSchema>(), Required = new SortedSet<string>(StringComparer.Ordinal),
        };
        foreach (var property in json.GetTypeInfo(type).Properties
            .Where(property => isRequest ? IsRead(property) : property.Get is not null))
        {
            var written = property.AttributeProvider as PropertyInfo;
            var attributes = (ICustomAttributeProvider?)property.AssociatedParameter?.AttributeProvider ?? property.AttributeProvider;
            var member = Of(property.PropertyType, isRequest, attributes, property.Name);
            if (isRequest ? property.IsRequired : !property.IsGetNullable) schema.Required.Add(property.Name);
            if (isRequest && property.IsSetNullable) member = OrNull(member);
            if (written is not null && XmlDocs.Of(type, written.Name) is { } said)
            {
                if (member is OpenApiSchema own) own.Description = said;
                else if (member is OpenApiSchemaReference reference) reference.Description = said;
            }

            schema.Properties[property.Name] = member;
        }

        return schema;
    }

    private static bool IsRead(JsonPropertyInfo property) => property.AssociatedParameter is not null || property.Set is not null;

    private static IOpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema own)
            return new OpenApiSchema { AnyOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        if (own.Type is not { } type) return own;
        own.Type = type | JsonSchemaType.Null;
        own.Enum?.Add(JsonNullSentinel.JsonNull);
        return own;
    }

    private static Type[]? Generic(Type type, Type definition) => type == typeof(string) ? null
        : type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition)
            ?.GetGenericArguments();
}

/// <summary>Texts that have one form everywhere, by the name of their member.</summary>
internal static class TextFormats
{
    /// <summary>A regular expression; null when the name says nothing.</summary>
    /// <param name="isRequest">A request may write a number in lower case or without its dashes.</param>
    public static string? PatternOf(string name, bool isRequest) => name switch
    {
        "currency" => isRequest ? null : "^[A-Z]{3}$",
        "sha256" => "^[0-9a-f]{64}$",
        "hash" or "payeeHash" or "documentHash" or "sourceHash" => "^[0-9a-f]{64}$",
        _ => null,
    };
}

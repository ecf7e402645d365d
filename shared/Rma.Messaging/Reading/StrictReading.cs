using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rma.Messaging;

/// <summary>
/// Strict reading of all input, over HTTP and over the bus: compares a JSON text with the record that it is read into and reports the first
/// deviating member. It runs before deserialization.
/// </summary>
/// <param name="UnknownMembers">Whether members that the record does not have are ignored, as between our own services while one is
/// newer.</param>
/// <param name="Texts">Whether texts and the ranges of dates and numbers are checked as well; over the bus the consumer does that, with its
/// own code.</param>
/// <param name="RefuseNul">Whether a NUL in a text is a fault already here: where no consumer checks texts.</param>
public sealed record StrictReading(bool UnknownMembers, bool Texts, bool RefuseNul = false)
{
    /// <summary>The maximum length of a text, in characters.</summary>
    public const int LongestText = 4_000;

    private const int LongestFound = 60;
    private static readonly JsonDocumentOptions Plain = new() { MaxDepth = 32 };

    /// <summary>The parsed JSON, or its fault.</summary>
    public static (JsonDocument? Document, JsonFault? Fault) Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (utf8.IsEmpty) return (null, new("$", "nothing", "a JSON object"));
        try
        {
            return (JsonDocument.Parse(utf8, Plain), null);
        }
        catch (JsonException exception)
        {
            return (null, new("$", $"text that is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})",
                "a JSON object"));
        }
    }

    /// <summary>The first fault, or null.</summary>
    public JsonFault? Check(JsonElement value, Type type) => Check(value, type, null, TextKind.Identifying, "$");

    private JsonFault? Check(JsonElement value, Type type, NullabilityInfo? info, TextKind text, string path)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(JsonElement) || typeof(System.Text.Json.Nodes.JsonNode).IsAssignableFrom(plain) || plain == typeof(object))
            return null;
        var item = ItemOf(plain);
        var wanted = JsonScalar.Wanted(plain) ?? (item is not null ? "a list" : "an object");
        if (value.ValueKind == JsonValueKind.Null) return MayBeNull(type, plain, info) ? null : new(path, "null", wanted);
        if (JsonScalar.Wanted(plain) is not null) return Scalar(value, plain, wanted, text, path);
        if (item is not null) return Items(value, item, info?.ElementType ?? info?.GenericTypeArguments.FirstOrDefault(), text, path);
        if (plain.IsPrimitive || plain.IsEnum || plain.IsValueType
            || plain.Namespace?.StartsWith("System", StringComparison.Ordinal) == true) return null;
        return value.ValueKind == JsonValueKind.Object ? Members(value, JsonShape.Of(plain), path) : new(path, Found(value), wanted);
    }

    private JsonFault? Scalar(JsonElement value, Type type, string wanted, TextKind kind, string path)
    {
        try
        {
            if (!JsonScalar.Is(value, type)) return new(path, Found(value), wanted);
            if (type != typeof(string))
                return Texts && kind is not (TextKind.Scanned or TextKind.Label) ? JsonScalar.OutOfRange(value, type, path) : null;
            var text = value.GetString()!;
            // PostgreSQL text cannot hold it.
            if (kind == TextKind.Label) return null;
            if ((RefuseNul || kind == TextKind.Scanned) && text.Contains('\0', StringComparison.Ordinal))
                return new(path, "a text with a control character (U+0000)", "a text without it");
            if (!Texts || kind == TextKind.Scanned) return null;
            if (text.Length > LongestText) return new(path, $"a text of {text.Length} characters", $"a text of at most {LongestText}");
            var fault = kind == TextKind.Prose ? IdentifyingText.FaultOfProse(text) : IdentifyingText.Fault(text.Trim(' '));
            return fault is null ? null : new(path, $"a text with {fault}", "a text without it");
        }
        catch (InvalidOperationException)
        {
            return new(path, "a text that is not valid Unicode", wanted);
        }
    }

    private JsonFault? Items(JsonElement value, Type item, NullabilityInfo? info, TextKind text, string path)
    {
        if (value.ValueKind != JsonValueKind.Array) return new(path, Found(value), "a list");
        var at = 0;
        foreach (var one in value.EnumerateArray())
        {
            // A list has no null elements.
            if (one.ValueKind == JsonValueKind.Null && !item.IsValueType)
                return new($"{path}[{at}]", "null", JsonScalar.Wanted(item) ?? "an object");
            if (Check(one, item, info, text, $"{path}[{at++}]") is { } fault) return fault;
        }

        return null;
    }

    private JsonFault? Members(JsonElement value, IReadOnlyDictionary<string, JsonMember> members, string path)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in value.EnumerateObject())
        {
            if (NameOf(property) is not { } name) return new(path, "a member whose name is not valid Unicode", "an object");
            if (members.TryGetValue(name, out var member))
            {
                if (!seen.Add(name)) return new($"{path}.{member.Name}", "the member a second time", "it once");
                if (Check(property.Value, member.Type, member.Info, member.Text, $"{path}.{member.Name}") is { } fault) return fault;
            }
            else if (!UnknownMembers)
            {
                var known = string.Join(", ", members.Values.Select(one => one.Name));
                return new($"{path}.{Safe(name)}", "a member that is not known here", known.Length == 0 ? "no member"
                    : $"one of: {known}", JsonFaultKind.UnknownMember);
            }
        }

        return members.Values.FirstOrDefault(member => member.IsRequired && !seen.Contains(member.Name)) is { } missing
            ? new($"{path}.{missing.Name}", "nothing", JsonScalar.Wanted(Nullable.GetUnderlyingType(missing.Type) ?? missing.Type)
                ?? (ItemOf(missing.Type) is null ? "an object" : "a list"))
            : null;
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool MayBeNull(Type type, Type plain, NullabilityInfo? info) =>
        type != plain || !type.IsValueType && info?.WriteState is NullabilityState.Nullable;

    private static Type? ItemOf(Type type) => type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    /// <summary>The value found, in a form that is safe to print.</summary>
    public static string Found(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text {Quoted(value)}",
        JsonValueKind.Number => $"the number {Cut(value.GetRawText())}",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static string Quoted(JsonElement text)
    {
        try
        {
            return $"\"{Safe(text.GetString()!)}\"";
        }
        catch (InvalidOperationException)
        {
            return "that is not valid Unicode";
        }
    }

    /// <summary>Truncated, with an escape for every character that is not plain.</summary>
    public static string Safe(string text) =>
        Cut(JavaScriptEncoder.Default.Encode(text.Length > LongestFound ? text[..LongestFound] : text));

    private static string Cut(string text) => text.Length > LongestFound ? text[..LongestFound] + "…" : text;
}

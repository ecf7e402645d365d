using System.Text.Json.Nodes;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>
/// What a document takes back that an earlier one promised, each in a sentence that names the place. Of what the platform receives, nothing
/// that was taken may be refused; of what it sends, nothing that was there may go or be of another kind. Additions are no break.
/// </summary>
internal sealed class BreakingChanges
{
    private static readonly string[] Least = ["minimum", "minLength", "minItems"];
    private static readonly string[] Most = ["maximum", "maxLength", "maxItems"];

    private readonly JsonObject before;
    private readonly JsonObject now;
    private readonly List<string> found = [];

    private BreakingChanges(JsonObject before, JsonObject now) => (this.before, this.now) = (before, now);

    public static IReadOnlyList<string> Between(JsonObject before, JsonObject now)
    {
        var changes = new BreakingChanges(before, now);
        foreach (var (name, operation) in before["operations"]!.AsObject()) changes.Operation(name, operation!.AsObject());
        return changes.found;
    }

    private void Operation(string name, JsonObject operation)
    {
        var receives = Text(operation, "action") == "receive";
        var channel = Text(operation["channel"]!, "$ref")!.Split('/')[^1];
        if (now["operations"]![name] is null || now["channels"]![channel] is not { } other)
        {
            found.Add($"{name}: the message is gone.");
            return;
        }

        var (was, is_) = (before["channels"]![channel]!, other);
        Same($"{name}: the address", was["address"], is_["address"]);
        Same($"{name}: the binding", was["bindings"], is_["bindings"]);
        var message = was["messages"]!.AsObject().Single().Value!["$ref"]!.GetValue<string>().Split('/')[^1];
        if (now["components"]!["messages"]![message] is not JsonObject after)
        {
            found.Add($"{name}: the message is gone.");
            return;
        }

        var earlier = before["components"]!["messages"]![message]!.AsObject();
        Same($"{name}: the content type", earlier["contentType"], after["contentType"]);
        Schema($"{message} header", earlier["headers"], after["headers"], receives);
        Schema(message, earlier["payload"], after["payload"], receives);
    }

    private void Schema(string place, JsonNode? was, JsonNode? is_, bool receives)
    {
        if (was is null) return;
        var (old, other) = (Flat(was, before), is_ is null ? [] : Flat(is_, now));
        Types(place, old, other, receives);
        Words(place, old, other, receives);
        Same($"{place}: the format", old["format"], other["format"]);
        if (receives) Limits(place, old, other);
        Members(place, old, other, receives);
        if (old["items"] is { } item) Schema($"{place}[]", item, other["items"], receives);
    }

    private void Types(string place, JsonObject was, JsonObject is_, bool receives)
    {
        string[] old = [.. Texts(was["type"])], other = [.. Texts(is_["type"])];
        if (old.Length == 0 || old.Order().SequenceEqual(other.Order())) return;
        if (other.Length > 0 && (receives ? old : other).All((receives ? other : old).Contains)) return;
        found.Add($"{place} was {string.Join(" or ", old)} and is {(other.Length == 0 ? "anything" : string.Join(" or ", other))}.");
    }

    // What is sent may get further words: readers are told to expect that.
    private void Words(string place, JsonObject was, JsonObject is_, bool receives)
    {
        if (!receives || is_["enum"] is not JsonArray taken) return;
        if (was["enum"] is not JsonArray words)
        {
            found.Add($"{place} took any text and takes only some words.");
            return;
        }

        foreach (var word in words.Where(word => !taken.Any(other => JsonNode.DeepEquals(word, other))))
            found.Add($"{place} no longer takes {word?.ToJsonString() ?? "null"}.");
    }

    private void Limits(string place, JsonObject was, JsonObject is_)
    {
        foreach (var limit in Least)
            if (Number(is_[limit]) is { } least && (Number(was[limit]) is not { } old || least > old))
                found.Add($"{place}: {limit} was {Shown(was[limit])} and is {least}.");
        foreach (var limit in Most)
            if (Number(is_[limit]) is { } most && (Number(was[limit]) is not { } old || most < old))
                found.Add($"{place}: {limit} was {Shown(was[limit])} and is {most}.");
        if (is_["pattern"] is not null) Same($"{place}: the pattern", was["pattern"], is_["pattern"]);
        if (is_["anyOf"] is not null) Same($"{place}: what holds between its members", was["anyOf"], is_["anyOf"]);
    }

    private void Members(string place, JsonObject was, JsonObject is_, bool receives)
    {
        var (old, other) = (was["properties"] as JsonObject ?? [], is_["properties"] as JsonObject ?? []);
        string[] hadToBe = [.. Texts(was["required"])], hasToBe = [.. Texts(is_["required"])];
        foreach (var (name, member) in old)
        {
            if (other[name] is { } still) Schema($"{place}.{name}", member, still, receives);
            else found.Add($"{place}.{name} is gone.");
        }

        foreach (var name in receives ? hasToBe.Except(hadToBe) : [])
            found.Add($"{place}.{name} has to be there now.");
        foreach (var name in receives ? [] : hadToBe.Except(hasToBe).Where(other.ContainsKey))
            found.Add($"{place}.{name} need not be there any more.");
    }

    private void Same(string what, JsonNode? was, JsonNode? is_)
    {
        if (!JsonNode.DeepEquals(was, is_)) found.Add($"{what} was {Shown(was)} and is {Shown(is_)}.");
    }

    // References and allOf are resolved; "this or null" becomes one more type.
    private static JsonObject Flat(JsonNode schema, JsonObject document)
    {
        var flat = new JsonObject();
        foreach (var (name, value) in schema.AsObject())
        {
            if (name == "$ref") Merge(flat, Flat(document["components"]!["schemas"]![value!.GetValue<string>().Split('/')[^1]]!, document));
            else if (name == "allOf") foreach (var part in value!.AsArray()) Merge(flat, Flat(part!, document));
            else if (name == "anyOf" && OrNull(value!.AsArray()) is { } either)
            {
                var real = Flat(either, document);
                real["type"] = new JsonArray([.. Texts(real["type"]).Append("null").Select(type => JsonValue.Create(type))]);
                if (real["enum"] is JsonArray words) words.Add(null);
                Merge(flat, real);
            }
            else Merge(flat, new() { [name] = value?.DeepClone() });
        }

        return flat;
    }

    private static JsonNode? OrNull(JsonArray any) =>
        any is [{ } value, JsonObject { Count: 1 } none] && Text(none, "type") == "null" ? value : null;

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (name == "properties" && into[name] is JsonObject known)
            {
                foreach (var (member, schema) in value!.AsObject())
                    known[member] = known[member] is { } first
                        ? new JsonObject { ["allOf"] = new JsonArray(first.DeepClone(), schema!.DeepClone()) } : schema!.DeepClone();
            }
            else into[name] = value?.DeepClone();
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.Select(one => one!.GetValue<string>()),
        _ => [node.GetValue<string>()],
    };

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();

    private static decimal? Number(JsonNode? node) => node?.GetValue<decimal>();

    private static string Shown(JsonNode? node) => node?.ToJsonString() ?? "nothing";
}

using System.Text.Json.Nodes;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>
/// What of a document breaks whoever wrote a client for an earlier one. A request may only be widened, an answer only grow. More codes of
/// refusals, more routes, more members of answers and more optional members of requests are no break.
/// </summary>
internal sealed class DocumentChanges
{
    private readonly JsonObject before;
    private readonly JsonObject after;
    private readonly HashSet<string> compared = [];
    private readonly List<string> broken = [];

    private DocumentChanges(JsonObject before, JsonObject after) => (this.before, this.after) = (before, after);

    /// <summary>A sentence for each break, which names the place.</summary>
    public static IReadOnlyList<string> Breaking(JsonObject before, JsonObject after)
    {
        var changes = new DocumentChanges(before, after);
        foreach (var operation in ServiceDocuments.OperationsOf("", before))
        {
            if (after["paths"]![operation.Path]?[operation.Method] is JsonObject now) changes.Compare(operation, now);
            else changes.Say(operation, "the route is gone");
        }

        return changes.broken;
    }

    private void Compare(Operation operation, JsonObject now)
    {
        if (operation.Id != now["operationId"]!.GetValue<string>())
            Say(operation, $"it is named {now["operationId"]} instead of {operation.Id}");
        foreach (var role in Words(operation.Json["x-roles"]).Except(Words(now["x-roles"])))
            Say(operation, $"the role {role} may not call it any more");
        if (Words(operation.Json["x-roles"]).Count == 0 && Words(now["x-roles"]).Count > 0) Say(operation, "it needs a role now");
        if (operation.Json["x-door"] is not null && now["x-door"] is null) Say(operation, "it is not at the public door any more");
        Parameters(operation, Named(operation.Json), Named(now));
        Body(operation, operation.Json["requestBody"], now["requestBody"]);
        foreach (var (status, response) in operation.Responses.Where(response => response.Key[0] == '2'))
        {
            if (now["responses"]![status] is not { } answer)
            {
                Say(operation, $"status {status} is gone");
                continue;
            }

            foreach (var (type, media) in Content(before, response!))
            {
                if (Content(after, answer)[type] is not { } other) Say(operation, $"{status} has no {type} any more");
                else Schemas($"{operation} answers {status} {type}", "$", media!["schema"]!, other["schema"]!, isRequest: false);
            }
        }
    }

    private void Parameters(Operation operation, Dictionary<string, JsonNode> was, Dictionary<string, JsonNode> now)
    {
        foreach (var (name, parameter) in was)
        {
            if (!now.TryGetValue(name, out var other)) Say(operation, $"the parameter {name} is gone");
            else
            {
                if (!IsTrue(parameter["required"]) && IsTrue(other["required"])) Say(operation, $"the parameter {name} is required now");
                Schemas($"{operation} {name}", "$", parameter["schema"]!, other["schema"]!, isRequest: true);
            }
        }

        foreach (var (name, _) in now.Where(parameter => IsTrue(parameter.Value["required"]) && !was.ContainsKey(parameter.Key)))
            Say(operation, $"the new parameter {name} is required");
    }

    private void Body(Operation operation, JsonNode? was, JsonNode? now)
    {
        if (now is null)
        {
            if (was is not null) Say(operation, "it takes no body any more");
            return;
        }

        if (IsTrue(now["required"]) && !IsTrue(was?["required"])) Say(operation, "the body is required now");
        foreach (var (type, media) in was?["content"]?.AsObject() ?? [])
        {
            if (now["content"]![type] is not { } other) Say(operation, $"it reads no {type} any more");
            else Schemas($"{operation} reads {type}", "$", media!["schema"]!, other["schema"]!, isRequest: true);
        }
    }

    private void Schemas(string where, string path, JsonNode wasNode, JsonNode nowNode, bool isRequest)
    {
        // A record may hold itself, and stands in many places.
        if (RecordOf(wasNode) is { } one && RecordOf(nowNode) is { } other && !compared.Add($"{one} {other} {isRequest}")) return;
        var (was, wasNull) = Plain(before, wasNode);
        var (now, nowNull) = Plain(after, nowNode);
        void Broken(string what) => broken.Add($"{where}: {path} {what}.");
        if (was.Count == 0 && !isRequest || now.Count == 0 && isRequest) return;
        var (wasType, nowType) = (TypeOf(was), TypeOf(now));
        if (wasType != nowType && !(isRequest && wasType == "integer" && nowType == "number"
            || !isRequest && wasType == "number" && nowType == "integer")) Broken($"was {wasType} and is {nowType}");
        if (isRequest ? wasNull && !nowNull : !wasNull && nowNull) Broken(isRequest ? "may not be null any more" : "may be null now");
        if (Text(was["format"]) != Text(now["format"])) Broken($"has the format {Text(now["format"])} instead of {Text(was["format"])}");
        if (isRequest) Narrowed(was, now, Broken);
        Members(where, path, was, now, isRequest);
        if (was["items"] is { } wasItems && now["items"] is { } nowItems) Schemas(where, $"{path}[]", wasItems, nowItems, isRequest);
        if (was["additionalProperties"] is JsonObject wasValues && now["additionalProperties"] is JsonObject nowValues)
            Schemas(where, $"{path}.*", wasValues, nowValues, isRequest);
    }

    private static void Narrowed(JsonObject was, JsonObject now, Action<string> broken)
    {
        if (now["enum"] is not null && was["enum"] is null) broken("is one of a closed set now");
        if (now["enum"] is not null)
        {
            foreach (var word in Words(was["enum"]).Except(Words(now["enum"]))) broken($"may not be {word} any more");
        }

        if (now["pattern"] is not null && Text(was["pattern"]) != Text(now["pattern"])) broken($"has to match {now["pattern"]}");
        if (now["maxLength"]?.GetValue<int>() is { } most && !(was["maxLength"]?.GetValue<int>() <= most))
            broken($"has at most {most} characters now");
    }

    private void Members(string where, string path, JsonObject was, JsonObject now, bool isRequest)
    {
        var (wasMembers, nowMembers) = (was["properties"]?.AsObject() ?? [], now["properties"]?.AsObject() ?? []);
        var (wasRequired, nowRequired) = (Words(was["required"]), Words(now["required"]));
        foreach (var (name, member) in wasMembers)
        {
            if (nowMembers[name] is not { } other) broken.Add($"{where}: {path}.{name} is gone.");
            else Schemas(where, $"{path}.{name}", member!, other, isRequest);
        }

        if (isRequest)
            broken.AddRange(nowRequired.Except(wasRequired).Select(name => $"{where}: {path}.{name} is required now."));
        else
            broken.AddRange(wasRequired.Except(nowRequired).Where(nowMembers.ContainsKey)
                .Select(name => $"{where}: {path}.{name} may be missing now."));
    }

    // A record or null is written as a choice of the two.
    private static (JsonObject Schema, bool MayBeNull) Plain(JsonObject document, JsonNode node)
    {
        var schema = ServiceDocuments.Resolved(document, node);
        if (schema["anyOf"] is JsonArray { Count: 2 } choice && choice.Any(IsNull)
            && choice.FirstOrDefault(one => !IsNull(one)) is { } other)
            return (ServiceDocuments.Resolved(document, other), true);
        return (schema, schema["type"] is JsonArray types && types.Any(type => Text(type) == "null"));
    }

    private static string? RecordOf(JsonNode node) =>
        node["$ref"]?.ToString()
        ?? (node["anyOf"] as JsonArray)?.Select(one => one!["$ref"]?.ToString()).FirstOrDefault(one => one is not null);

    private static bool IsNull(JsonNode? node) => node?["type"] is JsonValue type && Text(type) == "null";

    private static string TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => string.Join(" or ", types.Select(Text).Where(type => type != "null")),
        null => "anything",
        var type => Text(type),
    };

    private static Dictionary<string, JsonNode> Named(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? []).ToDictionary(
            parameter => $"{parameter!["in"]} {parameter["name"]}", parameter => parameter!);

    private static JsonObject Content(JsonObject document, JsonNode response) =>
        ServiceDocuments.Resolved(document, response)["content"]?.AsObject() ?? [];

    private static HashSet<string> Words(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(Text)];

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    private static bool IsTrue(JsonNode? node) => node?.GetValue<bool>() == true;

    private void Say(Operation operation, string what) => broken.Add($"{operation.Method} {operation.Path}: {what}.");
}

using System.Reflection;
using System.Text.Json.Nodes;

namespace Rma.Testing;

/// <summary>Values at the edges of every type, as JSON text; and one good value of any record.</summary>
public static class Edges
{
    private static readonly string[] Kinds = ["null", "true", "5", "1.5", "\"1\"", "[]", "{}", "[[]]"];
    private static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"A\\u0000B\"", "\"A\\u001dB\"", "\"\\ud83d\\udcb8\"", "\"\\ufeffA\"", "\"A\\u202eB\"", "\"A\\ud800\"", "\"A/B\"",
        "\"';--\"", Spoiled.Letters(65), Spoiled.Letters(10_000),
    ];
    private static readonly string[] Wholes =
        ["-1", "0", "2147483647", "-2147483648", "2147483648", "-9223372036854775808", "9223372036854775807", "1e400"];
    private static readonly string[] Amounts =
        ["-0.01", "0", "79228162514264337593543950335", "999999999999", "1e-28", "1e400", "0.12345678901234567890123456789", "\"1,5\""];
    private static readonly string[] Days =
        ["\"0001-01-01\"", "\"9999-12-31\"", "\"1900-01-01\"", "\"2199-12-31\"", "\"2015-07-31\"", "\"2026-02-30\"", "\"04/03/2026\""];
    private static readonly string[] Instants =
        ["\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"1900-01-01T00:00:00Z\"",
            "\"2199-12-31T23:59:59Z\"", "\"2026-01-01T00:00:00\""];

    /// <summary>Invalid values for a type.</summary>
    public static IEnumerable<string> Of(Type type) => Kinds.Concat(Plain(type) switch
    {
        var plain when plain == typeof(string) => Texts,
        var plain when plain == typeof(int) || plain == typeof(long) => Wholes,
        var plain when plain == typeof(decimal) => Amounts,
        var plain when plain == typeof(DateOnly) => Days,
        var plain when plain == typeof(DateTimeOffset) => Instants,
        var plain when plain == typeof(Guid) => ["\"00000000-0000-0000-0000-000000000000\"", "\"return\""],
        { IsArray: true } list =>
            ["[null]", $"[{string.Join(',', Enumerable.Repeat(Good(list.GetElementType()!)?.ToJsonString() ?? "null", 1_000))}]"],
        _ => [],
    });

    /// <summary>The same as query text, escaped.</summary>
    public static IEnumerable<string> InQuery(Type type) => Of(type).Where(json => json.Length < 1_000)
        .Select(json => json.StartsWith('"') ? JsonNode.Parse(json.Replace("\\ud800", "", StringComparison.Ordinal))!.GetValue<string>()
            : json).Append("").Distinct().Select(Uri.EscapeDataString);

    /// <summary>A valid value of a type.</summary>
    public static JsonNode? Good(Type type, string name = "x")
    {
        var plain = Plain(type);
        if (plain == typeof(string)) return name.Contains("rmaNumber", StringComparison.OrdinalIgnoreCase) ? "RMA-222222-2" : "EDGE";
        if (plain == typeof(bool)) return false;
        if (plain == typeof(int) || plain == typeof(long)) return 1;
        if (plain == typeof(decimal)) return 1.5m;
        if (plain == typeof(Guid)) return "0195f000-0000-7000-8000-000000000001";
        if (plain == typeof(DateOnly)) return "2026-03-02";
        if (plain == typeof(DateTimeOffset)) return "2026-03-02T17:30:00Z";
        if (plain == typeof(System.Text.Json.JsonElement)) return new JsonObject();
        if (plain.IsArray) return new JsonArray(Good(plain.GetElementType()!));
        var record = new JsonObject();
        foreach (var (member, of) in MembersOf(plain)) record[member] = Good(of, member);
        return record;
    }

    /// <summary>The JSON members of a record.</summary>
    public static IEnumerable<(string Name, Type Type)> MembersOf(Type record) =>
        (record.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [])
            .Select(parameter => (char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..], parameter.ParameterType));

    /// <summary>A record with an invalid value in each member in turn, including nested members, and as a whole.</summary>
    public static IEnumerable<(string How, string Json)> Spoil(Type record)
    {
        var good = Good(record)!.AsObject();
        yield return ("good", good.ToJsonString());
        foreach (var (member, type) in MembersOf(record))
        {
            yield return ($"without {member}", good.Without(member));
            foreach (var edge in Of(type)) yield return ($"{member}: {(edge.Length > 60 ? edge[..60] : edge)}", good.With(member, edge));
            var inner = type.IsArray ? type.GetElementType()! : Plain(type);
            if (Good(inner) is not JsonObject || inner == typeof(System.Text.Json.JsonElement)) continue;
            foreach (var (how, json) in Spoil(inner).Where(spoiled => spoiled.Json.Length < 4_000))
                yield return ($"{member}.{how}", good.With(member, type.IsArray ? $"[{json}]" : json));
        }
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}

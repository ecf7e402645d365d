using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Testing;

/// <summary>Valid JSON, made invalid in one place.</summary>
public static class Spoiled
{
    /// <summary>The message as JSON, to be changed.</summary>
    public static JsonObject Json(object good) =>
        JsonSerializer.SerializeToNode(good, good.GetType(), JsonSerializerOptions.Web)!.AsObject();

    /// <summary>Another value for a member, as JSON text, so that it can be one that no object would serialize to.</summary>
    public static string With(this JsonObject good, string member, string json)
    {
        const string mark = "\"@@@\"";
        var copy = good.DeepClone().AsObject();
        copy[member] = "@@@";
        return copy.ToJsonString().Replace(mark, json, StringComparison.Ordinal);
    }

    /// <summary>Without a member.</summary>
    public static string Without(this JsonObject good, string member)
    {
        var copy = good.DeepClone().AsObject();
        copy.Remove(member);
        return copy.ToJsonString();
    }

    /// <summary>With a member twice, with different values.</summary>
    public static string Twice(this JsonObject good, string member, string json) => $"{good.ToJsonString()[..^1]},\"{member}\":{json}}}";

    /// <summary>JSON of this depth.</summary>
    public static string Deep(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    /// <summary>A JSON text of so many letters.</summary>
    public static string Letters(int count) => $"\"{new string('x', count)}\"";
}

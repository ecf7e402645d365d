using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Rma.Messaging;

/// <summary>Which text rule a member follows.</summary>
public enum TextKind
{
    /// <summary>It names something; see <see cref="IdentifyingText.Fault(ReadOnlySpan{char})"/>.</summary>
    Identifying,

    /// <summary>Sentences that people wrote.</summary>
    Prose,

    /// <summary>What a device read from a label; whoever records it judges it.</summary>
    Scanned,

    /// <summary>The label itself, which has a reader of its own: even a NUL in it is a recorded answer.</summary>
    Label,
}

/// <summary>
/// Marks a request whose texts come from a scanner: whatever stands on a label is taken as it is, and judged by whoever records it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AsScannedAttribute : Attribute;

/// <summary>A member of a record as it stands in JSON.</summary>
/// <param name="Info">Says whether null may stand here, and in the things inside.</param>
internal sealed record JsonMember(string Name, Type Type, NullabilityInfo Info, bool IsRequired, TextKind Text);

/// <summary>
/// What the members of a record are in JSON: its constructor's parameters, and the properties that can be set beside them.
/// </summary>
internal static class JsonShape
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, JsonMember>> Known = new();
    private static readonly HashSet<string> Prose = new(StringComparer.OrdinalIgnoreCase)
    {
        "reason", "defect", "note", "findings", "description", "resolution", "otherExclusion", "because", "comment", "url",
    };

    public static IReadOnlyDictionary<string, JsonMember> Of(Type type) => Known.GetOrAdd(type, Read);

    private static Dictionary<string, JsonMember> Read(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var scanned = type.GetCustomAttribute<AsScannedAttribute>() is not null;
        var labels = type.GetProperties()
            .Where(property => property.GetCustomAttribute<System.Text.Json.Serialization.JsonConverterAttribute>() is not null)
            .Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var parameters = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [];
        var members = parameters.Select(parameter =>
            Member(parameter.Name!, parameter.ParameterType, nullability.Create(parameter), !parameter.HasDefaultValue, scanned, labels))
            .ToDictionary(member => member.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod?.IsPublic == true))
        {
            var required = property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;
            members.TryAdd(property.Name, Member(
                property.Name, property.PropertyType, nullability.Create(property), required, scanned, labels));
        }

        return members;
    }

    private static JsonMember Member(string name, Type type, NullabilityInfo info, bool required, bool scanned, HashSet<string> labels) =>
        new(
        JsonNamingPolicy.CamelCase.ConvertName(name), type, info, required, scanned && labels.Contains(name) ? TextKind.Label : scanned
            ? TextKind.Scanned : Prose.Contains(name) ? TextKind.Prose : TextKind.Identifying);
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Rma.Messaging;

/// <summary>Which text rule a member follows.</summary>
public enum TextKind
{
    /// <summary>Identifying text; see <see cref="IdentifyingText.Fault(ReadOnlySpan{char})"/>.</summary>
    Identifying,

    /// <summary>Free text.</summary>
    Prose,

    /// <summary>Text that a device read from a label; the slice that records it validates it.</summary>
    Scanned,

    /// <summary>The raw label, which has its own parser: even a NUL in it is a recorded answer.</summary>
    Label,
}

/// <summary>
/// Marks a request whose texts come from a scanner: the text of a label is accepted as it is and validated by the slice that records it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AsScannedAttribute : Attribute;

/// <summary>A member of a record in JSON.</summary>
/// <param name="Info">Whether null is allowed here and in the elements.</param>
internal sealed record JsonMember(string Name, Type Type, NullabilityInfo Info, bool IsRequired, TextKind Text);

/// <summary>The JSON members of a record: its constructor parameters and its settable properties.</summary>
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

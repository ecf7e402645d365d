using System.Collections.Frozen;
using System.Text.Json;

namespace Rma.EventSourcing;

/// <summary>
/// Stored name ↔ event type, pinned by each service. A stored name never changes and is never used for another shape.
/// </summary>
public sealed class EventNames
{
    /// <summary>
    /// JSON as Marten 9 writes it by default: members as declared, enums as numbers.
    /// </summary>
    public static JsonSerializerOptions Json { get; } = new() { MaxDepth = 32 };

    private readonly FrozenDictionary<string, Type> typeByName;
    private readonly FrozenDictionary<Type, string> nameByType;

    /// <exception cref="ArgumentException">A name or a type is registered twice.</exception>
    public EventNames(IEnumerable<(string Name, Type Type)> pinned)
    {
        var all = pinned.ToArray();
        typeByName = all.ToDictionary(pin => pin.Name, pin => pin.Type, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        nameByType = all.ToDictionary(pin => pin.Type, pin => pin.Name).ToFrozenDictionary();
    }

    /// <summary>All pinned names, for snapshot tests.</summary>
    public IEnumerable<KeyValuePair<string, Type>> All => typeByName;

    /// <exception cref="UnknownStoredEventException">The type was never pinned.</exception>
    public string NameOf(Type type) => nameByType.TryGetValue(type, out var name) ? name : throw new UnknownStoredEventException(type.Name);

    /// <summary>Deserializes a stored event.</summary>
    /// <exception cref="UnknownStoredEventException">The name is not pinned here; a stream is never folded with events left
    /// out.</exception>
    public object Read(string name, string json) =>
        typeByName.TryGetValue(name, out var type)
            ? JsonSerializer.Deserialize(json, type, Json) ?? throw new UnknownStoredEventException(name)
            : throw new UnknownStoredEventException(name);
}

/// <summary>A stored event that this version of the service does not know.</summary>
public sealed class UnknownStoredEventException(string name) : Exception($"The stored event '{name}' is not known here.")
{
    public UnknownStoredEventException() : this("?") { }

    public UnknownStoredEventException(string name, Exception inner) : this(name) => _ = inner;
}

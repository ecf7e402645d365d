using System.Text.Json;

namespace Rma.Console.Door;

/// <summary>An operation that the door forwards.</summary>
/// <param name="Path">Its template.</param>
/// <param name="MaximumBody">In bytes; null when the service takes no body.</param>
internal sealed record ForwardedOperation(string Service, string Method, string Path, long? MaximumBody);

/// <summary>
/// The contract of the public door: one OpenAPI document, merged of those of the services, of what partners and devices may use. The door
/// forwards what stands in it, and nothing else.
/// </summary>
internal static class PublicContract
{
    private const string Resource = "openapi/public.json";

    /// <summary>The document.</summary>
    public static byte[] Document { get; } = Read();

    /// <summary>What is forwarded to other services.</summary>
    public static IReadOnlyList<ForwardedOperation> Forwarded { get; } = [.. Operations()];

    private static IEnumerable<ForwardedOperation> Operations()
    {
        using var document = JsonDocument.Parse(Document);
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                if (operation.Value.TryGetProperty("x-service", out var service) && service.GetString() is { } name and not "console")
                    yield return new(name, operation.Name.ToUpperInvariant(), path.Name, BodyOf(operation.Value));
    }

    private static long? BodyOf(JsonElement operation) =>
        operation.GetProperty("x-limits").TryGetProperty("maximumBodyBytes", out var bytes) ? bytes.GetInt64() : null;

    private static byte[] Read()
    {
        using var stream = typeof(PublicContract).Assembly.GetManifestResourceStream(Resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

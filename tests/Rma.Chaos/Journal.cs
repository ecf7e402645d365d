using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Chaos;

/// <summary>An append-only file, one JSON object per line. Entries are observations and are never changed.</summary>
internal sealed class Journal : IDisposable
{
    private readonly Lock gate = new();
    private readonly StreamWriter file;

    public Journal(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    public string Path { get; }

    public void Write(object entry) => Write(JsonSerializer.Serialize(entry, entry.GetType(), JsonSerializerOptions.Web));

    public void Write(string line)
    {
        lock (gate) file.WriteLine(line);
    }

    public void Dispose() => file.Dispose();

    public static IEnumerable<JsonNode> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return JsonNode.Parse(line)!;
    }
}

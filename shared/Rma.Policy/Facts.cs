using System.Globalization;

namespace Rma.Policy;

/// <summary>Lists the facts of a decision; unknown facts are left out, never listed as empty values.</summary>
internal static class Facts
{
    public static ValueList<Fact> Known(params IEnumerable<(string Name, object? Value, string Source)> facts) =>
        [.. facts.Where(fact => fact.Value is not null).Select(fact => new Fact(fact.Name, InWords(fact.Value!), fact.Source))];

    private static string InWords(object value) => value switch
    {
        bool yes => yes ? "yes" : "no",
        DateOnly date => date.Iso(),
        DateTimeOffset instant => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        string word => word,
        IEnumerable<string> words => words.Any() ? string.Join(", ", words) : "none",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>Finance's check of a day: the notes it received against the book of credits, and the book against the control total.</summary>
internal sealed class Books(Doors doors)
{
    private readonly Doors.Visitor finance = doors.With("RMA_FINANCE_KEY");

    /// <summary>What does not agree, in words; nothing when all does.</summary>
    public async Task<IReadOnlyList<string>> Differences(IEnumerable<JsonNode> received, CancellationToken ct)
    {
        var differences = new List<string>();
        foreach (var day in received.GroupBy(note => Text(note, "businessDate")))
        {
            var book = await Book(day.Key, ct);
            var total = (await finance.Get("CREDIT", $"/control-totals/{day.Key}", ct)).Body!;
            if (!JsonNode.DeepEquals(total, TotalOf(day.Key, book))) differences.Add($"the control total of {day.Key}");
            var byId = book.ToDictionary(note => Text(note, "creditId"));
            differences.AddRange(day.Where(note => !JsonNode.DeepEquals(note, byId.GetValueOrDefault(Text(note, "creditId")))).Select(note => $"note {Text(note, "creditId")}"));
        }

        return differences;
    }

    /// <summary>The control total as finance computes it: the format is in the README of Rma.Credit.</summary>
    public static JsonObject TotalOf(string businessDate, IEnumerable<JsonNode> notes)
    {
        var ordered = notes.OrderBy(note => Text(note, "creditId"), StringComparer.Ordinal).ToArray();
        var lines = string.Concat(ordered.Select(note => string.Create(CultureInfo.InvariantCulture, $"{Text(note, "creditId")}:{Amount(note)}:{Text(note, "currency")}\n")));
        var totals = ordered.GroupBy(note => Text(note, "currency")).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (JsonNode)new JsonObject { ["currency"] = group.Key, ["count"] = group.Count(), ["amount"] = group.Sum(Amount) });
        return new JsonObject
        {
            ["businessDate"] = businessDate, ["totals"] = new JsonArray([.. totals]),
            ["hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))),
        };
    }

    private async Task<List<JsonNode>> Book(string businessDate, CancellationToken ct)
    {
        var book = new List<JsonNode>();
        while (true)
        {
            var after = book.Count == 0 ? "" : $"&after={Text(book[^1], "creditId")}";
            var page = (await finance.Get("CREDIT", $"/credits?businessDate={businessDate}&limit=100{after}", ct)).Body!.AsArray();
            if (page.Count == 0) return book;
            book.AddRange(page.Select(note => note!));
        }
    }

    private static string Text(JsonNode note, string member) => note[member]!.GetValue<string>();

    private static decimal Amount(JsonNode note) => note["amount"]!.GetValue<decimal>();
}

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
    public async Task<IReadOnlyList<string>> Differences(IReadOnlyCollection<JsonNode> credits, IReadOnlyCollection<JsonNode> charges, CancellationToken ct)
    {
        var differences = new List<string>();
        foreach (var day in credits.Concat(charges).Select(note => Text(note, "businessDate")).Distinct())
        {
            var (credited, charged) = (await Book("credits", "creditId", day, ct), await Book("charges", "chargeId", day, ct));
            var total = (await finance.Get("CREDIT", $"/control-totals/{day}", ct)).Body!;
            if (!JsonNode.DeepEquals(total, TotalOf(day, credited, charged))) differences.Add($"the control total of {day}");
            differences.AddRange(Unknown(credits, credited, "creditId", day));
            differences.AddRange(Unknown(charges, charged, "chargeId", day));
        }

        return differences;
    }

    private static IEnumerable<string> Unknown(IEnumerable<JsonNode> received, IEnumerable<JsonNode> book, string id, string day)
    {
        var byId = book.ToDictionary(note => Text(note, id));
        return received.Where(note => Text(note, "businessDate") == day && !JsonNode.DeepEquals(note, byId.GetValueOrDefault(Text(note, id)))).Select(note => $"note {Text(note, id)}");
    }

    /// <summary>The control total as finance computes it: the format is in the README of Rma.Credit.</summary>
    public static JsonObject TotalOf(string businessDate, IEnumerable<JsonNode> credits, IEnumerable<JsonNode> charges)
    {
        var total = TotalOf(credits, "creditId");
        total["businessDate"] = businessDate;
        total["charges"] = TotalOf(charges, "chargeId");
        return total;
    }

    private static JsonObject TotalOf(IEnumerable<JsonNode> notes, string id)
    {
        var ordered = notes.OrderBy(note => Text(note, id), StringComparer.Ordinal).ToArray();
        var lines = string.Concat(ordered.Select(note => string.Create(CultureInfo.InvariantCulture, $"{Text(note, id)}:{Amount(note)}:{Text(note, "currency")}\n")));
        var totals = ordered.GroupBy(note => Text(note, "currency")).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (JsonNode)new JsonObject { ["currency"] = group.Key, ["count"] = group.Count(), ["amount"] = group.Sum(Amount) });
        return new JsonObject
        {
            ["totals"] = new JsonArray([.. totals]),
            ["hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))),
        };
    }

    private async Task<List<JsonNode>> Book(string kind, string id, string businessDate, CancellationToken ct)
    {
        var book = new List<JsonNode>();
        while (true)
        {
            var after = book.Count == 0 ? "" : $"&after={Text(book[^1], id)}";
            var page = (await finance.Get("CREDIT", $"/{kind}?businessDate={businessDate}&limit=100{after}", ct)).Body!.AsArray();
            if (page.Count == 0) return book;
            book.AddRange(page.Select(note => note!));
        }
    }

    private static string Text(JsonNode note, string member) => note[member]!.GetValue<string>();

    private static decimal Amount(JsonNode note) => note["amount"]!.GetValue<decimal>();
}

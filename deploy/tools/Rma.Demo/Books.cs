using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>All notes of a date in one currency.</summary>
internal sealed record CurrencyTotal(string Currency, int Count, decimal Amount)
{
    public string AmountText => Amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Finance's daily check: received notes against the book of credits, and the book against the control total.</summary>
internal sealed class Books(Doors doors)
{
    private readonly Doors.Visitor finance = doors.With("RMA_FINANCE_KEY");

    /// <summary>The differences in words; empty when there are none.</summary>
    public async Task<IReadOnlyList<string>> Differences(
        IReadOnlyCollection<JsonNode> credits, IReadOnlyCollection<JsonNode> charges, CancellationToken ct)
    {
        var differences = new List<string>();
        foreach (var day in credits.Concat(charges).Select(note => Text(note, "businessDate")).Distinct())
        {
            var (credited, charged) = (await Book("credits", "creditId", day, ct), await Book("charges", "chargeId", day, ct));
            if (!JsonNode.DeepEquals(await Stated(day, ct), TotalOf(day, credited, charged)))
                differences.Add($"the control total of {day}");
            differences.AddRange(Unknown(credits, credited, "creditId", day));
            differences.AddRange(Unknown(charges, charged, "chargeId", day));
        }

        return differences;
    }

    /// <summary>The published control total of a date.</summary>
    public async Task<JsonNode> Stated(string businessDate, CancellationToken ct) =>
        (await finance.Get("CREDIT", $"/control-totals/{businessDate}", ct)).Body!;

    /// <summary>All notes of a date, read again; a kind is <c>credits</c> or <c>charges</c>.</summary>
    public async Task<List<JsonNode>> Book(string kind, string id, string businessDate, CancellationToken ct)
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

    /// <summary>The sums of a control total, in the order of their currencies.</summary>
    public static IEnumerable<CurrencyTotal> Sums(IEnumerable<(string Id, decimal Amount, string Currency)> notes) =>
        notes.GroupBy(note => note.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CurrencyTotal(group.Key, group.Count(), group.Sum(note => note.Amount)));

    /// <summary>The hash of a control total: the format is in the README of Rma.Credit.</summary>
    public static string Hash(IEnumerable<(string Id, decimal Amount, string Currency)> notes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        notes.OrderBy(note => note.Id, StringComparer.Ordinal)
            .Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Id}:{note.Amount}:{note.Currency}\n"))))));

    private static IEnumerable<string> Unknown(IEnumerable<JsonNode> received, IEnumerable<JsonNode> book, string id, string day)
    {
        var byId = book.ToDictionary(note => Text(note, id));
        return received.Where(note => Text(note, "businessDate") == day
            && !JsonNode.DeepEquals(note, AsSent(byId.GetValueOrDefault(Text(note, id))))).Select(note => $"note {Text(note, id)}");
    }

    /// <summary>A note that was read again, as it was sent: a document number comes when the day is over.</summary>
    public static JsonNode? AsSent(JsonNode? note)
    {
        if (note?.DeepClone().AsObject() is not { } sent) return null;
        sent.Remove("documentNumber");
        return sent;
    }

    // The control total as finance computes it.
    private static JsonObject TotalOf(string businessDate, IEnumerable<JsonNode> credits, IEnumerable<JsonNode> charges)
    {
        var total = TotalOf(credits, "creditId");
        total["businessDate"] = businessDate;
        total["charges"] = TotalOf(charges, "chargeId");
        return total;
    }

    private static JsonObject TotalOf(IEnumerable<JsonNode> received, string id)
    {
        JsonNode[] notes = [.. received];
        var all = notes.Select(note => (Text(note, id), Amount(note), Text(note, "currency"))).ToArray();
        return new JsonObject
        {
            ["totals"] = JsonSerializer.SerializeToNode(Sums(all), JsonSerializerOptions.Web), ["hash"] = Hash(all),
            ["payeeHash"] = Hash(notes.Select(note =>
                ($"{Text(note, id)}:{Text(note, "accountId")}", Amount(note), Text(note, "currency")))),
        };
    }

    private static string Text(JsonNode note, string member) => note[member]!.GetValue<string>();

    private static decimal Amount(JsonNode note) => note["amount"]!.GetValue<decimal>();
}

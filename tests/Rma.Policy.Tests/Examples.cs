using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Policy.Tests;

/// <summary>Readable base facts; a test changes the one thing it is about.</summary>
internal static partial class Examples
{
    public const string Id = "us-2026-01";

    public static readonly PolicyBook Book = PolicyBook.Load();
    public static readonly PolicyVersion Us = Book.Get(Id);

    public static DateOnly InvoiceDay => new(2026, 1, 5);
    public static DateOnly Day90 => new(2026, 4, 5);
    public static DateOnly Day91 => new(2026, 4, 6);

    public static Money Usd(decimal amount) => new(amount, "USD");

    /// <summary>An instant by local time in Los Angeles.</summary>
    public static DateTimeOffset Local(int year, int month, int day, int hour = 12, int minute = 0, int second = 0)
    {
        var clock = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return new DateTimeOffset(clock, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles").GetUtcOffset(clock));
    }

    public static DateTimeOffset NoonOf(DateOnly day) => Local(day.Year, day.Month, day.Day);

    /// <summary>The seed version with something in its document changed.</summary>
    public static PolicyVersion Altered(Action<JsonObject> change) => PolicyVersion.Parse(Document(change));

    public static string Document(Action<JsonObject> change)
    {
        using var reader = new StreamReader(typeof(PolicyBook).Assembly.GetManifestResourceStream($"Policies/{Id}.json")!);
        var document = JsonNode.Parse(reader.ReadToEnd())!.AsObject();
        change(document);
        return document.ToJsonString();
    }

    public static JsonObject Setting(this JsonObject document, string name) => document["settings"]!.AsObject()[name]!.AsObject();

    public static T ThereAndBack<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;

    public static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using Microsoft.AspNetCore.Http;

namespace Rma.ServiceDefaults;

/// <summary>
/// A list as a file for a spreadsheet (RFC 4180, UTF-8), written row by row. A text that a spreadsheet would take for a formula begins with
/// an apostrophe; amounts keep their decimals, instants are UTC, days and instants are in ISO 8601.
/// </summary>
public static class CsvFile
{
    /// <summary>What a client asks for.</summary>
    public const string MediaType = "text/csv";

    private static readonly JsonSerializerOptions AsWritten = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private const string Formula = "=+-@\t\r";

    /// <summary>Whether the client wants it.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>The answer that writes it.</summary>
    /// <param name="rows">Texts, numbers, days, instants, ids, true or false, and null for an empty cell.</param>
    public static IResult Of(string name, IReadOnlyList<string> columns, IAsyncEnumerable<object?[]> rows, CancellationToken ct) =>
        Results.Stream(to => Write(to, columns, rows, ct), MediaType, name);

    /// <summary>
    /// The file of a list of records: a column for each member, in the order and with the names of JSON. A list is written with semicolons,
    /// a record as JSON.
    /// </summary>
    public static IResult OfRows<TRow>(string name, IAsyncEnumerable<TRow> rows, CancellationToken ct)
    {
        var members = typeof(TRow).GetProperties().Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is null).ToArray();
        return Of(name, [.. members.Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))], Cells(), ct);

        async IAsyncEnumerable<object?[]> Cells()
        {
            await foreach (var row in rows)
                yield return [.. members.Select(member => member.GetValue(row) switch
                {
                    string[] texts => string.Join("; ", texts),
                    int[] numbers => string.Join("; ", numbers),
                    null or string or bool or IFormattable => member.GetValue(row),
                    var record => JsonSerializer.Serialize(record, AsWritten),
                })];
        }
    }

    private static async Task Write(
        Stream to, IReadOnlyList<string> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(to, leaveOpen: true);
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (var column in columns) csv.WriteField(column);
        await csv.NextRecordAsync();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var cell in row) csv.WriteField(Cell(cell));
            await csv.NextRecordAsync();
        }
    }

    private static string? Cell(object? value) => value switch
    {
        null => null,
        string { Length: > 0 } text when Formula.Contains(text[0], StringComparison.Ordinal) => $"'{text}",
        string text => text,
        bool yes => yes ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"There is no cell for a {value.GetType().Name}."),
    };
}

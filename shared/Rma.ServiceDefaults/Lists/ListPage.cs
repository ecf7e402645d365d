using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.ServiceDefaults;

/// <summary>How a list is ordered: by a time, rows of one time by their ids.</summary>
/// <param name="Time">The column of the time.</param>
/// <param name="Id">The column of the id.</param>
public sealed record ListOrder(string Time, string Id, bool NewestFirst);

/// <summary>
/// Which page of a list is wanted, and the answer with it: the rows, in the header <c>Link</c> where the next page is, and an <c>ETag</c>,
/// so that who looks again is told with a 304 that nothing changed. With <c>Accept: text/csv</c> all pages are answered as one file.
/// </summary>
/// <param name="After">Where the page before ended: its header <c>Link</c> names the next one.</param>
/// <param name="Limit">How many rows at most.</param>
/// <param name="From">The first day, policy-local, of the time by which the list is ordered.</param>
/// <param name="Through">The last day of it.</param>
public sealed record ListPage(
    string? After, int? Limit, DateOnly? From, DateOnly? Through, HttpContext Context, NpgsqlDataSource Database, Caller Caller,
    PolicyDays Days)
{
    private const int RowsOfFile = 500;

    /// <summary>Answers with a page, or with the file.</summary>
    /// <param name="select">The whole list with its filters, without order and limit.</param>
    /// <param name="values">Of the filters.</param>
    /// <param name="placeOf">The time and the id of a row, as they are ordered.</param>
    /// <param name="otherwise">Rows of a page when the caller says nothing.</param>
    /// <exception cref="InvalidInputException">The limit or the cursor is none of this list.</exception>
    public Task<IResult> Read<TRow>(
        string select, object values, ListOrder order, Func<TRow, (DateTimeOffset At, Guid Id)> placeOf, int otherwise = 50,
        int most = 200) =>
        Read(select, values, order, placeOf, row => row, otherwise, most);

    /// <inheritdoc cref="Read{TRow}" />
    /// <param name="shown">A row as this caller is shown it.</param>
    public async Task<IResult> Read<TRow, TShown>(
        string select, object values, ListOrder order, Func<TRow, (DateTimeOffset At, Guid Id)> placeOf, Func<TRow, TShown> shown,
        int otherwise = 50, int most = 200)
    {
        var (fingerprint, limit) = (Fingerprint(), Filters.Limit(Limit, otherwise, most));
        (DateTimeOffset, Guid)? last = After is null ? null : ListCursor.Read(After, fingerprint);
        if (CsvFile.IsWanted(Context.Request))
        {
            Context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            var name = $"{Context.Request.Path.Value!.Split('/')[^1]}.csv";
            return CsvFile.OfRows(name, All(last, Context.RequestAborted), Context.RequestAborted);
        }

        var rows = await Rows(last, limit + 1);
        var next = rows.Count > limit && placeOf(rows[limit - 1]) is var (at, id) ? ListCursor.After(fingerprint, at, id) : null;
        return new TaggedResult<IEnumerable<TShown>>(
            rows.Take(limit).Select(shown), next is null ? null : ListCursor.LinkTo(Context.Request, next));

        async Task<IReadOnlyList<TRow>> Rows((DateTimeOffset At, Guid Id)? after, int count)
        {
            var (filled, direction) = (new DynamicParameters(values), order.NewestFirst ? "desc" : "asc");
            var beyond = new List<string>();
            if (after is var (time, row))
            {
                filled.AddDynamicParams(new { lastAt = time, lastId = row });
                beyond.Add($"({order.Time}, {order.Id}) {(order.NewestFirst ? '<' : '>')} (@lastAt, @lastId)");
            }

            if (Days.StartOf(From) is { } firstAt)
            {
                filled.AddDynamicParams(new { firstAt });
                beyond.Add($"{order.Time} >= @firstAt");
            }

            if (Days.EndOf(Through) is { } untilAt)
            {
                filled.AddDynamicParams(new { untilAt });
                beyond.Add($"{order.Time} < @untilAt");
            }

            await using var connection = await Database.OpenConnectionAsync(Context.RequestAborted);
            return [.. await connection.QueryPlanned<TRow>(
                $"""
                select * from ({select}) listed {(beyond.Count > 0 ? $"where {string.Join(" and ", beyond)}" : "")}
                order by {order.Time} {direction}, {order.Id} {direction} limit {count}
                """, filled)];
        }

        async IAsyncEnumerable<TShown> All(
            (DateTimeOffset At, Guid Id)? after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var page = await Rows(after, RowsOfFile);
                foreach (var row in page) yield return shown(row);
                if (page.Count < RowsOfFile) yield break;
                after = placeOf(page[^1]);
            }
        }
    }

    // The filters in one order, however the caller wrote them.
    private string Fingerprint() => ListCursor.FingerprintOf(string.Join('|', Context.Request.Query
        .Select(one => (Name: one.Key.ToLowerInvariant(), one.Value)).Where(one => one.Name is not ("after" or "limit"))
        .OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Name}={one.Value}")
        .Prepend(Context.Request.Path.Value)), Caller);
}

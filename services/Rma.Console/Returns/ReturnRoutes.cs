using Dapper;
using Npgsql;
using Rma.Console.Facts;
using Rma.Contracts.Issuance;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Console.Returns;

/// <summary>A page of the list of returns.</summary>
/// <param name="After">The cursor of the next page; null when this was the last.</param>
public sealed record ReturnPage(IReadOnlyList<ReturnView> Returns, string? After);

/// <summary>How many returns there are in one state.</summary>
public sealed record StateCount(
    [OneOf(typeof(ReturnStates), typeof(ItemStates))] string State, [OneOf(typeof(NextBy))] string? Next, long Count);

internal static class ReturnRoutes
{
    /// <summary>Who reads the read side: a partner its own, the others all.</summary>
    public static readonly string[] Readers =
    [
        Roles.Partner, Roles.ReturnsDesk, Roles.Inspector, Roles.Technician, Roles.CreditAnalyst, Roles.Finance, Roles.System,
        Roles.Operator, Roles.Auditor,
    ];

    public static void MapReturns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/returns", async (
            [AsParameters] ReturnFilter filter, Caller caller, ReturnReader reader, ReturnCsv csv, HttpRequest request,
            CancellationToken ct) =>
        {
            if (!CsvFile.IsWanted(request))
            {
                var page = await reader.Page(filter, caller, ct);
                return new TaggedResult<ReturnPage>(page, page.After is { } after ? ListCursor.LinkTo(request, after) : null);
            }

            // Checked before anything is written: what is wrong with the filter is an answer of its own.
            reader.Check(filter, caller);
            return CsvFile.Of("returns.csv", ReturnCsv.Columns, csv.Rows(filter, caller, ct), ct);
        }).Allow(Readers)
            .WithName("listReturns").WithSummary("Lists returns, page by page or as a file.")
            .WithMetadata(new PagedList())
            .Produces<ReturnPage>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(400, "cursor.not-of-this-list", "request.unknown-value", "returns.filter-of-employees")
            .DisableRequestTimeout();

        routes.MapGet("/returns/counts", async (
            [AsParameters] ReturnFilter filter, Caller caller, ReturnReader reader, CancellationToken ct) =>
            Results.Ok(await reader.Counts(filter, caller, ct))).Allow(Readers)
            .WithName("countReturns").WithSummary("Counts returns by their state.")
            .Produces<IReadOnlyList<StateCount>>()
            .Refuses(400, "cursor.not-of-this-list", "request.unknown-value", "returns.filter-of-employees");

        routes.MapGet("/returns/{id:guid}", async (Guid id, Caller caller, ReturnReader reader, CancellationToken ct) =>
            await reader.Find(id, caller, ct) is { } found ? Results.Ok(found) : Problems.NotFound("return")).Allow(Readers)
            .WithName("showReturn").WithSummary("Shows a return with its timeline.")
            .Produces<ReturnWithTimeline>()
            .Refuses(404, "return.not-found");
    }
}

/// <summary>Reads returns for people and systems.</summary>
internal sealed class ReturnReader(NpgsqlDataSource database, ReadSide readSide, Ageing ageing, AnswerMemory memory)
{
    private static readonly TimeSpan AgeOfCounts = TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidInputException">The filter is none of this list.</exception>
    public void Check(ReturnFilter filter, Caller caller) => _ = new ReturnQuery(filter, caller, ageing);

    /// <summary>A page of the list.</summary>
    public async Task<ReturnPage> Page(ReturnFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        var query = new ReturnQuery(filter, caller, ageing);
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryPlanned<ReturnRow>(query.Sql(slot), query.Values)).ToArray();
        var page = rows.Take(query.Limit).ToArray();
        return new(await Views(connection, slot, page, caller), rows.Length > query.Limit ? query.CursorAfter(page[^1]) : null);
    }

    /// <summary>How many there are in each state; at most two seconds old.</summary>
    public async Task<IReadOnlyList<StateCount>> Counts(ReturnFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        var query = new ReturnQuery(filter with { Sort = null, After = null }, caller, ageing);
        var slot = await readSide.Active(cancellationToken);
        return await memory.Of((slot, query.Fingerprint), AgeOfCounts, () => Count(query, slot)).WaitAsync(cancellationToken);
    }

    // Others wait for it too: it does not end with the one who asked first.
    private async Task<IReadOnlyList<StateCount>> Count(ReturnQuery query, short slot)
    {
        await using var connection = await database.OpenConnectionAsync();
        var counts = await connection.QueryPlanned<(string State, long Count)>(query.CountSql(slot), query.Values);
        return [.. counts.OrderBy(count => count.State, StringComparer.Ordinal)
            .Select(count => new StateCount(count.State, NextBy.In(count.State), count.Count))];
    }

    /// <summary>One return with its timeline; null when there is none, or it is another account's.</summary>
    public async Task<ReturnWithTimeline?> Find(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<ReturnRow>(
            $"select {ReturnTable.Columns} from returns where slot = {slot} and return_id = @id", new { id });
        if (row is null || caller.Is(Roles.Partner) && caller.Account != row.AccountId) return null;
        var facts = await HeardTable.OfReturn(connection, slot, row.ReturnId, row.RmaId, null);
        return new((await Views(connection, slot, [row], caller))[0], [.. TimelineLine.Of(facts, caller.Is(Roles.Partner))])
        {
            QuotedJob = facts.Select(fact => fact.Message).OfType<RepairQuoted>().Where(quote => quote.ReturnId == row.ReturnId)
                .MaxBy(quote => quote.QuoteVersion)?.RepairJobId,
        };
    }

    /// <summary>Those of these returns that the caller may see.</summary>
    public async Task<IReadOnlyList<ReturnView>> Some(IReadOnlyCollection<Guid> ids, Caller caller, CancellationToken cancellationToken)
    {
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ReturnRow>(
            $"select {ReturnTable.Columns} from returns where slot = {slot} and return_id = any(@ids)", new { ids = ids.ToArray() });
        return await Views(
            connection, slot, [.. rows.Where(row => !caller.Is(Roles.Partner) || caller.Account == row.AccountId)], caller);
    }

    /// <summary>Rows as they are shown.</summary>
    public async Task<ReturnView[]> Views(
        NpgsqlConnection connection, short slot, IReadOnlyCollection<ReturnRow> rows, Caller caller)
    {
        var names = (await connection.QueryAsync<(string Id, string Name)>(
            $"select account_id, name from accounts where slot = {slot} and account_id = any(@ids)",
            new { ids = rows.Select(row => row.AccountId).Distinct().ToArray() }))
            .ToDictionary(account => account.Id, account => account.Name);
        return [.. rows.Select(row => ReturnView.Of(row, names.GetValueOrDefault(row.AccountId), ageing, caller.Is(Roles.Partner)))];
    }
}

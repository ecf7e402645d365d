using Dapper;
using Npgsql;
using Rma.Console.Facts;
using Rma.Console.Returns;
using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Console.Find;

/// <summary>Something that was found.</summary>
/// <param name="Kind"><c>rma</c>, <c>serial</c>, <c>tracking</c>, <c>order</c>, <c>reference</c>, <c>account</c>, <c>parcel</c>,
/// <c>credit</c> or <c>charge</c>.</param>
/// <param name="Value">As it was written first.</param>
/// <param name="Match"><c>whole</c>, <c>beginning</c> or <c>end</c>: how what was looked for is part of it.</param>
/// <param name="Returns">The returns that it leads to, the open ones first, then the newest; of an account, the newest. At most
/// ten.</param>
/// <param name="More">Whether it leads to more.</param>
/// <param name="Account">Of an account: its name.</param>
/// <param name="Parcel">Of a parcel: what happened to it at the dock.</param>
public sealed record Finding(
    [OneOf(typeof(TermKinds))] string Kind, string Value, [OneOf("whole", "beginning", "end")] string Match,
    IReadOnlyList<ReturnView> Returns, bool More, string? Account = null, FoundParcel? Parcel = null);

/// <summary>A parcel.</summary>
public sealed record FoundParcel(
    Guid ParcelId, [OneOf(typeof(ParcelStates))] string State, string? RmaNumber, string? Marking, string? Reason, string Site,
    DateTimeOffset ScannedAt);

/// <summary>What a search found, best first.</summary>
/// <param name="More">Whether there is more than is shown: look for a longer text.</param>
public sealed record Findings(string LookedFor, IReadOnlyList<Finding> Found, bool More);

internal static class FindRoute
{
    public static void MapFind(this IEndpointRouteBuilder routes) => routes.MapGet("/find", async (
        string? q, string? kind, int? limit, Caller caller, Finder finder, CancellationToken ct) =>
        Results.Ok(await finder.Find(q ?? "", Filters.OneOf(kind, "kind", TermKinds.All), Filters.Limit(limit, 20, 50), caller, ct)))
        .Allow(ReturnRoutes.Readers)
        .WithName("find").WithSummary("Finds returns by any number that somebody knows.")
        .Produces<Findings>()
        .Refuses(400, "find.too-long", "find.too-short", "request.unknown-value");
}

/// <summary>Finds by the beginning or the end of anything that people know, however it is separated or capitalized.</summary>
internal sealed class Finder(NpgsqlDataSource database, ReadSide readSide, ReturnReader returns)
{
    /// <summary>How many letters and digits a search has at least.</summary>
    public const int Shortest = 3;

    private const int MostHits = 400;
    private const int ReturnsOfFinding = 10;

    private sealed record Hit(string Term, string Kind, string Shown, Guid RowId, bool FromBeginning);

    /// <exception cref="InvalidInputException">Fewer than three letters and digits, or more than any number has.</exception>
    public async Task<Findings> Find(string text, string? kind, int limit, Caller caller, CancellationToken cancellationToken)
    {
        if (text.Length > 200)
            throw new InvalidInputException("find.too-long", "Look for at most 200 characters.");
        var written = Term.Write(text);
        if (written.Length < Shortest)
            throw new InvalidInputException("find.too-short", $"Look for at least {Shortest} letters or digits.");
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var hits = (await connection.QueryAsync<Hit>(Sql(slot, caller, kind), new
        {
            beginning = written, pastBeginning = written + char.ConvertFromUtf32(0x10FFFF), end = Reversed(written),
            pastEnd = Reversed(written) + char.ConvertFromUtf32(0x10FFFF), account = caller.Account, kind, limit = MostHits,
        })).ToArray();
        var groups = hits.GroupBy(hit => (hit.Kind, hit.Term)).Select(group => (
                Kind: group.Key.Kind, Shown: group.Min(hit => hit.Shown)!, Match: MatchOf(group.Key.Term, written, group),
                Rows: group.Select(hit => hit.RowId).Distinct().ToArray()))
            .OrderBy(group => Array.IndexOf(Matches, group.Match)).ThenBy(group => TermKinds.All.ToList().IndexOf(group.Kind))
            .ThenBy(group => group.Shown, StringComparer.Ordinal).ToArray();
        var found = new List<Finding>();
        foreach (var group in groups.DistinctBy(group => (group.Kind, group.Shown)).Take(limit))
            found.Add(await Show(connection, slot, group.Kind, group.Shown, group.Match, group.Rows, caller));
        return new(text, found, groups.Length > limit || hits.Length >= MostHits);
    }

    private static readonly string[] Matches = ["whole", "beginning", "end"];

    private static string MatchOf(string term, string written, IEnumerable<Hit> hits) =>
        term == written ? "whole" : hits.Any(hit => hit.FromBeginning) ? "beginning" : "end";

    // A partner's rows are looked up by its account first: others' rows make no difference to what it sees, nor to how long it takes.
    private static string Sql(short slot, Caller caller, string? kind)
    {
        var own = (caller.Is(Roles.Partner) ? " and account_id = @account" : "") + (kind is null ? "" : " and kind = @kind");
        return $"""
            (select term, kind, shown, row_id, true as from_beginning from terms
                where slot = {slot}{own} and term >= @beginning and term < @pastBeginning order by term limit @limit)
            union all
            (select term, kind, shown, row_id, false from terms
                where slot = {slot}{own} and (reverse(term) collate "C") >= @end and (reverse(term) collate "C") < @pastEnd
                order by (reverse(term) collate "C") limit @limit)
            """;
    }

    private async Task<Finding> Show(
        NpgsqlConnection connection, short slot, string kind, string shown, string match, Guid[] rows, Caller caller)
    {
        if (kind == TermKinds.Parcel)
        {
            var parcel = await connection.QueryFirstOrDefaultAsync<FoundParcel>(
                $"""
                select parcel_id, state, rma_number, marking, reason, site, scanned_at from parcels
                where slot = {slot} and parcel_id = any(@rows) order by scanned_at desc
                """, new { rows });
            return new(kind, shown, match, [], rows.Length > 1, Parcel: parcel);
        }

        // Those of an account are too many to put the open ones first.
        var (condition, first) = kind == TermKinds.Account ? ("account_id = @shown", "")
            : ("return_id = any(@rows)", "(state = any(@open)) desc, ");
        var found = (await connection.QueryAsync<ReturnRow>(
            $"""
            select {ReturnTable.Columns} from returns where slot = {slot} and {condition}
            order by {first}requested_at desc, return_id limit {ReturnsOfFinding + 1}
            """, new { rows, shown, open = NextBy.States })).ToArray();
        var views = await returns.Views(connection, slot, [.. found.Take(ReturnsOfFinding)], caller);
        var account = kind != TermKinds.Account ? null : await connection.QuerySingleOrDefaultAsync<string>(
            $"select name from accounts where slot = {slot} and account_id = @shown", new { shown });
        return new(kind, shown, match, views, found.Length > ReturnsOfFinding, account);
    }

    private static string Reversed(string text)
    {
        var letters = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        Array.Reverse(letters);
        return string.Concat(letters);
    }
}

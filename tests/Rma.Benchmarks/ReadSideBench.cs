using System.Diagnostics;
using Npgsql;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>
/// (g) The read side: how long a rebuild takes, and how long answers take at 20 requests a second with many returns stored. The second
/// column is the limit.
/// </summary>
internal sealed class ReadSideBench(Settings settings)
{
    private const int PerSecond = 20;
    private const int Seconds = 10;
    private const double LimitOfAnswers = 150;
    private const double LimitOfRebuild = 600;
    private const double LimitOfFigures = 10_000; // a minute's memory stands before it

    // Spread over accounts, states, remedies, sites and four years.
    private const string RowsSql =
        """
        insert into returns select made.* from (select * from returns where slot = @slot and state = 'Closed' limit 1) pattern,
            generate_series(@from, @to) n, lateral jsonb_populate_record(null::returns, to_jsonb(pattern) || jsonb_build_object(
                'return_id', md5('fill' || n)::uuid, 'rma_id', md5('fillrma' || n)::uuid, 'rma_number', 'FILL-' || n,
                'serial_number', 'SF' || upper(substr(md5('f' || n), 1, 12)), 'account_id', 'ACC-BENCH-' || n % 2000,
                'remedy', (array['credit-return', 'warranty-repair', 'paid-repair', 'otc-exchange', 'advance-replacement',
                    'stock-rotation'])[n % 6 + 1],
                'outcome', case when n % 50 = 0 then null when n % 6 in (1, 2) then 'repaired' else 'credited' end,
                'state', case when n % 50 = 0 then (array['AwaitingArrival', 'AwaitingInspection', 'InRepair', 'OnBench',
                    'WithAnalyst'])[n / 50 % 5 + 1] else 'Closed' end,
                'site', (array['east', 'west', 'north'])[n % 3 + 1], 'requested_at', now() - n * interval '2 minutes',
                'since', now() - n * interval '2 minutes' + interval '5 days', 'closed_at', null)) made
        """;

    private const string TermsSql =
        """
        insert into terms select @slot, term, kind, md5('fill' || n)::uuid, 'ACC-BENCH-' || n % 2000, term
        from generate_series(@from, @to) n, lateral (values ('SF' || upper(substr(md5('f' || n), 1, 12)), 'serial'),
            ('FILL' || n, 'rma'), ('1Z' || upper(substr(md5('t' || n), 1, 14)), 'tracking'),
            ('PO' || upper(substr(md5('p' || n), 1, 8)), 'reference')) as made (term, kind)
        """;

    public async Task<IReadOnlyList<Figure>> Measure(int[] sizes)
    {
        var figures = new List<Figure>();
        using var doors = new Doors(settings);
        await using (var lives = new Lifecycles(settings))
        {
            await lives.Open();
            var serial = (await lives.Sold(1))[0];
            await lives.Live(serial);
            await Task.Delay(3_000);
            await PastReturns.Copy(settings, await PastReturns.Find(settings, serial), sizes[0]);
        }

        figures.Add(await Rebuild(doors, sizes[0]));
        foreach (var size in sizes)
        {
            Console.WriteLine($"  (g) {size:N0} returns stored");
            if (size != sizes[0]) await Fill(size);
            figures.AddRange(await Answers(doors, size));
        }

        return figures;
    }

    private static async Task<Figure> Rebuild(Doors doors, int size)
    {
        var @operator = doors.As("operator", "bench");
        var watch = Stopwatch.StartNew();
        var begun = await @operator.Post("CONSOLE", "/rebuilds", new { }, default);
        if (begun.Status != 202) throw new InvalidOperationException($"The rebuild was answered with {begun.Status}: {begun.Body}");
        while ((await @operator.Get("CONSOLE", "/rebuilds?limit=1", default)).Body![0]!["stage"]!.GetValue<string>() != "ended")
            await Task.Delay(1_000);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"  (g) rebuild from {size:N0} returns: {seconds:0} s, {size / seconds:0} returns/s"));
        return new("g", FormattableString.Invariant($"rebuild of the read side from {size:N0} returns"), "s", seconds, LimitOfRebuild,
            seconds / LimitOfRebuild, null, "≤ 1.0", seconds <= LimitOfRebuild);
    }

    private async Task<IReadOnlyList<Figure>> Answers(Doors doors, int size)
    {
        var desk = doors.As("returns-desk", "bench");
        var deep = await PageCursor(desk, 1_000);
        var ids = await Column<Guid>("select return_id from returns where slot = (select active from read_side) limit 400");
        var serials = await Column<string>("select serial_number from returns where slot = (select active from read_side) limit 400");
        var questions = new (string Name, Func<int, string> Path)[]
        {
            ("find by the beginning of a serial", at => $"/find?q={serials[at % serials.Count][..8]}"),
            ("find by the end of a serial", at => $"/find?q={serials[at % serials.Count][^7..]}"),
            ("list, first page", _ => "/returns"),
            ("list, page 1,000", _ => $"/returns?after={deep}"),
            ("list, two filters that nothing has together", _ => "/returns?remedy=stock-rotation&outcome=repaired"),
            ("list, overdue, longest first", _ => "/returns?overdue=true&sort=since"),
            ("a return with its timeline", at => $"/returns/{ids[at % ids.Count]}"),
            ("counts of an account", _ => "/returns/counts?account=ACC-BENCH-7"),
            ("counts of all", _ => "/returns/counts"),
        };
        var figures = new List<Figure>();
        foreach (var (name, path) in questions)
        {
            await Ask(desk, path, 2);
            var p95 = Rounds.Percentile(await Ask(desk, path, Seconds), 0.95);
            figures.Add(new("g", FormattableString.Invariant($"{name}, {size:N0} stored, p95"), "ms", p95, LimitOfAnswers,
                p95 / LimitOfAnswers, null, "≤ 1.0", p95 <= LimitOfAnswers));
            Console.WriteLine(FormattableString.Invariant($"    {name}: {p95:0.0} ms"));
        }

        var through = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        foreach (var (name, path) in new[]
        {
            ("figures of a year by product", "returns?by=sku&"), ("figures of a year by account", "returns?by=account&"),
            ("how long the steps of a year took", "steps?"), ("refusals of a year", "refusals?"),
        })
        {
            var watch = Stopwatch.StartNew();
            var answer = await desk.Get(
                "CONSOLE", $"/figures/{path}from={through.AddDays(-365):yyyy-MM-dd}&through={through:yyyy-MM-dd}", default);
            var took = answer.Status == 200 ? watch.Elapsed.TotalMilliseconds : double.MaxValue;
            Console.WriteLine(FormattableString.Invariant($"    {name}, once: {took:0} ms"));
            figures.Add(new("g", FormattableString.Invariant($"{name}, {size:N0} stored, once"), "ms", took, LimitOfFigures,
                took / LimitOfFigures, null, "≤ 1.0", took <= LimitOfFigures));
        }

        return figures;
    }

    private static async Task<string> PageCursor(Doors.Visitor desk, int pages)
    {
        var after = "";
        for (var page = 1; page < pages; page += 10)
        {
            // A page of ten is as deep as ten pages.
            var answer = await desk.Get("CONSOLE", $"/returns?limit=500{(after.Length == 0 ? "" : $"&after={after}")}", default);
            if (answer.Body?["after"]?.GetValue<string>() is not { } next) break;
            after = next;
        }

        return after;
    }

    private static Task<double[]> Ask(Doors.Visitor desk, Func<int, string> path, int seconds) =>
        Rounds.Paced(PerSecond, seconds, async at =>
        {
            var answer = await desk.Get("CONSOLE", path(at), default);
            if (answer.Status != 200) throw new InvalidOperationException($"{path(at)} was answered with {answer.Status}: {answer.Body}");
        });

    // More rows of the read side alone.
    private async Task Fill(int size)
    {
        await using var database = ReadSide();
        var slot = (await Column<short>("select active from read_side"))[0];
        for (var from = 1; from <= size; from += 50_000)
        {
            foreach (var sql in new[] { RowsSql, TermsSql })
            {
                await using var insert = database.CreateCommand(sql);
                insert.Parameters.AddWithValue("slot", slot);
                insert.Parameters.AddWithValue("from", from);
                insert.Parameters.AddWithValue("to", from + 49_999);
                await insert.ExecuteNonQueryAsync();
            }
        }

        foreach (var sql in new[] { "vacuum analyze returns", "vacuum analyze terms", "checkpoint" })
        {
            await using var rest = database.CreateCommand(sql);
            await rest.ExecuteNonQueryAsync();
        }
    }

    private NpgsqlDataSource ReadSide() => NpgsqlDataSource.Create(
        settings.Postgres("rma_console") + ";Command Timeout=0;Search Path=console;Options=-c synchronous_commit=off");

    private async Task<List<T>> Column<T>(string sql)
    {
        await using var database = ReadSide();
        await using var command = database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await row.ReadAsync()) values.Add(row.GetFieldValue<T>(0));
        return values;
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>Collects the evidence: the files of clients and finance, the platform's tables, the broker's queues.</summary>
internal sealed class Gathering(Instance instance, string run, DateTimeOffset since)
{
    private const string Watchdog = "rma.watchdog:";
    private static readonly string[] LastWords = [Watchdog, " crit: ", "Unhandled exception"];
    private const string NotAHeartbeat = "exchange not like '%-heartbeat'";

    /// <param name="answers">HTTP answers by service, status and code.</param>
    public async Task<Evidence> Read(
        string promises, string deliveries, IReadOnlyList<Consignment> consignments, IReadOnlyDictionary<string, int> answers)
    {
        var (delivered, charges) = (Deliveries(deliveries, "finance.credit-notes"), Deliveries(deliveries, "finance.charge-notes"));
        var (questions, unreconciled) = await Reconciled();
        var ends = Instance.Services.SelectMany(Ends).ToLookup(end => end.ByWatchdog, end => end.What);
        return new()
        {
            Promises = Promises(promises, consignments),
            Deliveries = delivered,
            Charges = charges,
            Days = await Days(delivered.Concat(charges).Select(delivery => delivery.BusinessDate).Distinct()),
            Raised = await Entries(
                "select data->>'ChargeId' as \"CreditId\", data->'Request'->>'SerialNumber' as \"Serial\", " +
                "(data->'Total'->>'Amount')::numeric as \"Amount\" from mt_events where type = 'charge_raised'"),
            Charged = await Entries(
                "select charge_id::text as \"CreditId\", serial_number as \"Serial\", amount as \"Amount\" from charges"),
            Lines = await Lines(),
            Questions = questions,
            Unreconciled = unreconciled,
            Issued = await Entries("select data->>'CreditId' as \"CreditId\", data->'Request'->>'SerialNumber' as \"Serial\", " +
                "(data->'Total'->>'Amount')::numeric as \"Amount\" from mt_events where type = 'credit_issued'"),
            Posted = await Entries("select data->>'CreditId' as \"CreditId\", substr(stream_id, 8) as \"Serial\", " +
                "(data->'Net'->>'Amount')::numeric as \"Amount\" from mt_events where type = 'credit_posted'"),
            Booked = await Booked(),
            Returns = [.. (await Rows<Standing>("issuance",
                "select correlation_id::text as \"ReturnId\", data->>'SerialNumber' as \"Serial\", state as \"State\", " +
                "data->>'Outcome' as \"Outcome\", data->>'CreditId' as \"CreditId\", data->>'ChargeId' as \"ChargeId\" from sagas"))
                .Where(saga => IsOurs(saga.Serial))],
            // Rows of one step have the same commit time, including those written in a subtransaction.
            HeardTwice = await InEach("select stream_id || ': message ' || causation || ' was dealt with ' || times || ' times' from " +
                "(select stream_id, headers->>'causation-id' as causation, count(distinct pg_xact_commit_timestamp(xmin)) as times " +
                $"from mt_events where headers->>'causation-id' is not null and pg_xact_commit_timestamp(xmin) >= {Since} " +
                "group by 1, 2) as steps where times > 1"),
            Parked = [.. await InEach("select exchange || ': ' || coalesce(last_error, '') from outbox where parked_at is not null"),
                .. (await Queues()).Where(queue => queue.Where is "dead" or "unrouted")],
            Quarantined = await InEach("select queue || ': ' || code || ': ' || reason from quarantine where seen_at >= " + Since),
            Waiting = await Waiting(),
            Shown = await Shown(),
            Crashed = [.. ends[false]],
            EndedByWatchdog = [.. ends[true]],
            Errors = [.. answers.Where(answer => IsError(answer.Key))
                .Select(answer => new Leftover(answer.Key, $"{answer.Value} times"))],
        };
    }

    // Whoever is away says when to come again.
    private static bool IsError(string answer) => answer.Split(' ')[1] is ['5', ..] and not "503"
        || answer.EndsWith(Doors.WithoutRetryAfter, StringComparison.Ordinal);

    // The console grew through all faults; made again of the services' histories it has to be the same.
    private async Task<IReadOnlyCollection<Leftover>> Shown()
    {
        await using (var connection = await instance.Open("console"))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            while (await connection.ExecuteScalarAsync<bool>("select rebuild_id is not null from read_side"))
                await Task.Delay(500, patience.Token);
        }

        return [.. Regex.Matches(await instance.Rma("rebuild", "console"), @"(\w+) \d+ \(([^)]*[1-9][^)]*)\)")
            .Select(table => new Leftover($"console: {table.Groups[1].Value}", table.Groups[2].Value))];
    }

    // The supervisor logs every unexpected end; 137 is the harness's own kill -9. The last output of the process is included.
    private IEnumerable<(bool ByWatchdog, Leftover What)> Ends(string service)
    {
        var lastWords = "";
        foreach (var line in File.ReadLines(Path.Combine(instance.Folder, "logs", $"{service}.log")))
        {
            if (LastWords.Any(words => line.Contains(words, StringComparison.Ordinal))) lastWords += " " + line;
            if (line.Split(" keeper: ", 2) is not [var when, var what]
                || !DateTimeOffset.TryParse(when, CultureInfo.InvariantCulture, out var at)) continue;
            if (at >= since && !what.Contains(" status 137,", StringComparison.Ordinal))
                yield return (lastWords.Contains(Watchdog, StringComparison.Ordinal), new(service, line + lastWords));
            lastWords = "";
        }
    }

    // Results of an earlier round do not count for this one.
    private string Since => string.Create(CultureInfo.InvariantCulture, $"'{since.UtcDateTime:O}'::timestamptz");

    /// <summary>Pending messages. Deadlines in the future do not count.</summary>
    public async Task<IReadOnlyList<Leftover>> Waiting() =>
    [
        .. await InEach("select count(*) || ' in the outbox' from outbox where parked_at is null and visible_at <= now() " +
            $"and {NotAHeartbeat} having count(*) > 0"),
        .. (await Queues()).Where(queue => queue.Where is not ("dead" or "unrouted")),
    ];

    /// <summary>The number of finished returns.</summary>
    public async Task<long> Closed()
    {
        await using var connection = await instance.Open("issuance");
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from sagas where state = 'Closed' and data->>'SerialNumber' like @ours", new { ours = run + "%" });
    }

    private static Promise[] Promises(string file, IReadOnlyList<Consignment> consignments)
    {
        var done = Journal.Read(file).Where(line => line["step"]!.GetValue<string>() == "done")
            .ToLookup(line => line["serial"]!.GetValue<string>(), line => line["returnId"]!.GetValue<string>());
        return [.. consignments.SelectMany(consignment => consignment.Units).Select(unit =>
            new Promise(unit.Serial, unit.Credit, done[unit.Serial].FirstOrDefault(), done.Contains(unit.Serial), unit.Outcome, unit.Charge,
                unit.Question))];
    }

    private Delivery[] Deliveries(string file, string queue) =>
    [
        .. Journal.Read(file).Where(line => line["queue"]!.GetValue<string>() == queue).Select(line => ReadNote(line["note"]!,
            line["messageId"]?.GetValue<string>()))
            .Where(delivery => IsOurs(delivery.Serial)),
    ];

    // As finance does it, through its own API.
    private async Task<BusinessDay[]> Days(IEnumerable<string> dates)
    {
        using var doors = new Doors(instance.Settings);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var books = new Books(doors);
        var days = new List<BusinessDay>();
        foreach (var date in dates) days.Add(await Day(books, date, patience.Token));
        return [.. days];
    }

    private static async Task<BusinessDay> Day(Books books, string date, CancellationToken ct)
    {
        try
        {
            var stated = await books.Stated(date, ct);
            return Day(date, stated, await books.Book("credits", "creditId", date, ct)) with { Charges = Day(date, stated["charges"]!,
                await books.Book("charges", "chargeId", date, ct)) };
        }
        catch (OperationCanceledException)
        {
            return new(date, null, [], []);
        }
    }

    private static BusinessDay Day(string date, JsonNode stated, List<JsonNode> notes) => new(
        date, stated["hash"]!.GetValue<string>(), stated["totals"].Deserialize<CurrencyTotal[]>(JsonSerializerOptions.Web)!,
            [.. notes.Select(note => ReadNote(note, messageId: null))]);

    // A line of an invoice is limited by its price, whichever serial numbers it belonged to; a line of an order by its quantity.
    private async Task<Limited[]> Lines() =>
    [
        .. (await Rows<(string Line, string Of, decimal Credited, decimal Limit)>("credit",
            "select invoice_id || ' line ' || coalesce(invoice_line, 0), 'price', sum(net_amount), max(price_paid) " +
            "from credits group by invoice_id, invoice_line union all " +
            "select purchase_order_id || ' line ' || order_line, 'quantity', count(*)::numeric, max(order_quantity)::numeric " +
            "from credits where order_line is not null group by purchase_order_id, order_line"))
            .Where(row => row.Line.Contains(run, StringComparison.Ordinal)).Select(row => new Limited(row.Line, row.Of, row.Credited,
                row.Limit)),
    ];

    // As an auditor reads it: the credits in question, and the result of the last reconciliation, which includes the questions.
    private async Task<((string, string)[] Questions, Leftover[] Unreconciled)> Reconciled()
    {
        using var doors = new Doors(instance.Settings);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2.5));
        var auditor = doors.As("auditor", "audrey");
        try
        {
            for (var began = TimeProvider.System.GetUtcNow(); ; await Task.Delay(1_000, patience.Token))
            {
                var report = (await auditor.Get("CREDIT", "/reconciliation", patience.Token)).Body!;
                if (report["finishedAt"]?.GetValue<DateTimeOffset>() is not { } at || at < began) continue;
                var asked = (await auditor.Get("CREDIT", "/credits-in-question", patience.Token)).Body!.AsArray();
                var known = asked.Select(question => (Text(question, "kind"), Text(question, "creditId"))).ToHashSet();
                return (
                    [.. asked.Where(question => IsOurs(Text(question, "serialNumber"))).Select(question => (Text(question, "serialNumber"),
                        Text(question, "kind"))).Distinct()],
                    [.. report["differences"]!.AsArray()
                        .Where(difference => !known.Contains((Text(difference, "kind"), Text(difference, "id"))))
                        .Select(difference => new Leftover("reconciliation",
                            $"{Text(difference, "kind")} {Text(difference, "id")}: {Text(difference, "what")}"))]);
            }
        }
        catch (OperationCanceledException)
        {
            return ([], [new("reconciliation", "nobody looked at the books")]);
        }
    }

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    private static Delivery ReadNote(JsonNode note, string? messageId) =>
        new(messageId, (note["creditId"] ?? note["chargeId"])!.GetValue<string>(), note["serialNumber"]!.GetValue<string>(),
            note["amount"]!.GetValue<decimal>(),
            note["currency"]!.GetValue<string>(), note["lines"]!.AsArray().Sum(part => part!["amount"]!.GetValue<decimal>()),
            note["businessDate"]!.GetValue<string>(), note.ToJsonString());

    private bool IsOurs(string? serial) => serial?.StartsWith(run, StringComparison.Ordinal) == true;

    private async Task<Entry[]> Entries(string sql) => [.. (await Rows<Entry>("credit", sql)).Where(entry => IsOurs(entry.Serial))];

    private async Task<(Entry, decimal)[]> Booked() =>
    [
        .. (await Rows<(string Id, string Serial, decimal Amount, decimal Net)>(
            "credit", "select credit_id::text, serial_number, amount, net_amount from credits"))
            .Where(row => IsOurs(row.Serial)).Select(row => (new Entry(row.Id, row.Serial, row.Amount), row.Net)),
    ];

    private async Task<IEnumerable<T>> Rows<T>(string service, string sql)
    {
        await using var connection = await instance.Open(service);
        return await connection.QueryAsync<T>(sql);
    }

    private async Task<Leftover[]> InEach(string sql)
    {
        var found = new List<Leftover>();
        foreach (var service in Instance.Services)
            found.AddRange((await Rows<string>(service, sql)).Select(words => new Leftover(service, words)));
        return [.. found];
    }

    // Ready or unacknowledged. The queues say it themselves: the management's figures can be off, and are then none.
    private async Task<IEnumerable<Leftover>> Queues() =>
        from queue in await instance.Queues("name", "messages")
        let name = queue["name"]!.GetValue<string>()
        let depth = queue["messages"]!.GetValue<long>()
        where depth > 0 && !name.EndsWith("-heartbeat", StringComparison.Ordinal)
        select new Leftover(name, depth.ToString(CultureInfo.InvariantCulture) + " in the queue");
}

using System.Globalization;
using System.Text.Json.Nodes;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>The users of the consignments: each token is created once, not per consignment.</summary>
internal sealed class People(Doors doors)
{
    public Doors.Visitor Desk { get; } = doors.As("returns-desk", "dora");

    public Doors.Visitor Scanner { get; } = doors.With("RMA_SCANNER_KEY");

    public Doors.Visitor Inspector { get; } = doors.As("inspector", "ina");

    public Doors.Visitor Technician { get; } = doors.As("technician", "tina");
}

/// <summary>
/// The people and devices of one consignment. Requests are repeated with the same key until they are answered; every answer is written to
/// the journal.
/// </summary>
internal sealed class Journey(People people, Journal journal)
{
    /// <summary>
    /// Refusals after which a client repeats its request: a message is still on its way, or a clock is wrong for a while.
    /// </summary>
    public static readonly string[] NotYet = ["request.in-progress", "stream.busy", "unit.not-received", "parcel.held",
        "scan.time-implausible", "otc.time-implausible"];

    private readonly Doors.Visitor desk = people.Desk, scanner = people.Scanner, inspector = people.Inspector,
        technician = people.Technician;

    public async Task Go(Consignment consignment, CancellationToken ct)
    {
        var left = consignment.Units.ToDictionary(unit => unit.Serial);
        await Known(consignment.Units[^1], ct);
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            var answer = await Post(desk, "ISSUANCE", "/rmas",
                new { remedy = "credit-return", items = left.Keys.Order(StringComparer.Ordinal).ToArray(), accountId = LoadPlan.Account },
                $"rma-{consignment.Units[0].Serial}-{attempt}", ct);
            var lines = answer.Status == 201 ? Authorized(answer) : [];
            foreach (var (returnId, serial) in lines) journal.Write(new { step = "authorized", serial, returnId });
            if (lines.Count > 0 && consignment.Product.IsLicense) Done(lines);
            else if (lines.Count > 0) await Send(consignment, answer.Text("rmaNumber"), lines, ct);
            foreach (var (_, serial) in lines) left.Remove(serial);
            if (left.Count > 0) await Pause(attempt, ct); // an invoice is still on its way; the rest is requested again
        }
    }

    // Feed messages are processed in about the order of arrival: when the last unit is known, most others are.
    private async Task Known(Unit last, CancellationToken ct)
    {
        for (var look = 1; (await desk.Get("ISSUANCE", $"/units/{last.Serial}", ct)).Status != 200; look++) await Pause(look, ct);
    }

    private async Task Send(Consignment consignment, string rmaNumber, IReadOnlyList<(string ReturnId, string Serial)> lines,
        CancellationToken ct)
    {
        var parcel = await Post(scanner, "RECEIVING", "/parcels",
            new { scanId = $"p-{rmaNumber}", marking = rmaNumber, freightTerms = "prepaid", scannedAt = Now }, $"p-{rmaNumber}", ct);
        var id = parcel.Text("parcelId");
        for (var look = 1; parcel.Text("answer") != "accepted" && parcel.Text("state") != "accepted"; look++)
        {
            await Pause(look, ct);
            parcel = await scanner.Get("RECEIVING", $"/parcels/{id}", ct);
        }

        foreach (var (_, serial) in lines)
        {
            var unit = await Post(scanner, "RECEIVING", $"/parcels/{id}/units",
                new { scanId = $"u-{serial}", serialNumber = serial, scannedAt = Now }, $"u-{serial}", ct);
            journal.Write(new { step = "scanned", serial, answer = unit.Text("answer"), unit.Status });
        }

        foreach (var (returnId, serial) in lines) await Inspect(returnId, serial, ct);
        if (consignment.Product.HasDrive) await Clear(rmaNumber, lines, ct);
        Done(lines);
    }

    private async Task Inspect(string returnId, string serial, CancellationToken ct)
    {
        var answer = await Post(inspector, "RECEIVING", $"/units/{returnId}/inspection", new
        {
            retailBoxOpened = false, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
            serialLabel = "intact", cosmeticDamage = false, internalDamage = false,
        }, $"i-{returnId}", ct);
        journal.Write(new { step = "inspected", serial, answer.Status });
    }

    // A unit with a drive goes to the bench once it is credited: its job is queried, whatever finance has received.
    private async Task Clear(string rmaNumber, IReadOnlyList<(string ReturnId, string Serial)> lines, CancellationToken ct)
    {
        var cleared = new HashSet<string>();
        for (var look = 1; cleared.Count < lines.Count; look++)
        {
            var jobs = (await technician.Get("REPAIR", $"/repair-jobs?rmaNumber={rmaNumber}", ct)).Body as JsonArray ?? [];
            foreach (var id in jobs.Select(job => job!["repairJobId"]!.GetValue<string>()).Where(id => !cleared.Contains(id)).ToArray())
            {
                await Post(technician, "REPAIR", $"/repair-jobs/{id}/drive-clearance", new { absent = false }, $"c-{id}", ct);
                var answer = await Post(technician, "REPAIR", $"/repair-jobs/{id}/stock-release", new { }, $"s-{id}", ct);
                if (answer.Status == 204) cleared.Add(id);
            }

            if (cleared.Count < lines.Count) await Pause(look, ct);
        }
    }

    private void Done(IReadOnlyList<(string ReturnId, string Serial)> lines)
    {
        foreach (var (returnId, serial) in lines) journal.Write(new { step = "done", serial, returnId });
    }

    private static Task<Answer> Post(Doors.Visitor who, string service, string path, object body, string key, CancellationToken ct) =>
        who.Post(service, path, body, ct, key);

    private static Task Pause(int attempt, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250 * attempt, 2_000)), ct);

    private static List<(string ReturnId, string Serial)> Authorized(Answer answer) =>
    [
        .. answer.Body!["lines"]!.AsArray().Where(line => line!["returnId"] is not null)
            .Select(line => (line!["returnId"]!.GetValue<string>(), line["item"]!.GetValue<string>())),
    ];

    private static string Now => TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}

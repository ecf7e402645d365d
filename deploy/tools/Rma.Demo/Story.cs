using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>The complete timeline of one return, from all four services.</summary>
internal sealed class Story(Doors doors)
{
    private sealed record Moment(DateTimeOffset At, string Where, string What, string Detail);

    private readonly Doors.Visitor auditor = doors.As("auditor", "audrey");

    /// <summary>In order, one line per entry.</summary>
    public async Task<IEnumerable<string>> Of(Case item, CancellationToken ct)
    {
        var moments = new List<Moment>();
        foreach (var line in await List("ISSUANCE", $"/rmas/{item.RmaNumber}/story", ct)) moments.Add(FromIssuance(line));
        foreach (var parcel in await List("RECEIVING", $"/parcels?rmaNumber={item.RmaNumber}", ct))
            moments.Add(new(Time(parcel, "recordedAt"), "receiving", $"parcel {parcel["state"]}",
                $"{parcel["reason"]} {Clauses(parcel)} by {parcel["scanner"]}"));
        foreach (var unit in await List("RECEIVING", $"/units?rmaNumber={item.RmaNumber}", ct))
        {
            moments.Add(new(Time(unit, "receivedAt"), "receiving", "unit received", $"{unit["serialNumber"]}"));
            if (unit["inspectedAt"] is not null)
                moments.Add(new(Time(unit, "inspectedAt"), "receiving", "unit inspected", $"by {unit["inspectedBy"]}"));
            var credit = (await auditor.Get("CREDIT", $"/credit-cases/{unit["returnId"]}", ct)).Body;
            foreach (var step in credit?["timeline"]?.AsArray() ?? [])
                moments.Add(new(Time(step!, "at"), "credit", $"{step!["what"]}",
                $"{credit!["decision"]?["reason"]} {Clauses(step)} by {step["actor"]}"));
        }

        foreach (var job in await List("REPAIR", $"/repair-jobs?rmaNumber={item.RmaNumber}", ct))
        {
            moments.Add(new(Time(job, "openedAt"), "repair", "job opened", $"to {job["purpose"]}"));
            if (job["doneAt"] is not null) moments.Add(new(Time(job, "doneAt"), "repair", $"{job["state"]}", ""));
        }

        return moments.OrderBy(moment => moment.At)
            .Select(moment => $"  {moment.At:MM-dd HH:mm:ss.fff}  {moment.Where,-10} {moment.What,-24} {moment.Detail}");
    }

    private static Moment FromIssuance(JsonNode line)
    {
        var details = line["details"]!.AsObject();
        var detail = details["because"] is { } because ? $"{details["from"]} ▸ {details["to"]}, because: {because}"
            : details["note"] is { } note ? $"{note}" : $"{details["decision"]?["reason"]}";
        return new(Time(line, "at"), "issuance", $"{line["what"]}", $"{detail} {Clauses(line)} by {line["actor"]}".Trim());
    }

    private static string Clauses(JsonNode node) =>
        node["clauses"] is JsonArray { Count: > 0 } cited ? $"[{string.Join(' ', cited.Select(clause => clause!.GetValue<string>()))}]"
            : "";

    private static DateTimeOffset Time(JsonNode node, string member) => node[member]!.GetValue<DateTimeOffset>();

    private async Task<IEnumerable<JsonNode>> List(string service, string path, CancellationToken ct) =>
        (await auditor.Get(service, path, ct)).Body is JsonArray rows ? rows.Select(row => row!) : [];
}

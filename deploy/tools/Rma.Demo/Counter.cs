using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>The distributor, and the people who decide exceptions: overrides, disputes, quarantined units.</summary>
internal sealed class Counter(Doors doors, Func<DateTimeOffset> now)
{
    private readonly Doors.Visitor desk = doors.As("returns-desk", "dora");
    private readonly Doors.Visitor second = doors.As("returns-desk", "donna");

    public async Task<Answer> Validate(Case item, CancellationToken ct)
    {
        var answer = await Partner(item)
            .Post("ISSUANCE", "/otc-validations", new { serialNumber = item.Serial, defect = "no picture" }, ct);
        item.Went(answer.Body?["eligible"]?.GetValue<bool>() is true ? "validated" : $"not eligible ({answer.Text("code")})");
        return answer;
    }

    public async Task Exchange(Case item, CancellationToken ct)
    {
        var answer = await Partner(item).Post(
            "ISSUANCE", "/otc-exchanges", new { serialNumber = item.Serial, replacementSerialNumber = $"X-{item.Serial}",
                exchangedAt = now(), replacementSku = item.Product.Sku }, ct);
        item.Went(answer.Status == 204 ? "exchanged over the counter" : $"exchange {answer.Status} {answer.Code}");
    }

    /// <summary>Requests an override, checks that the same person cannot approve it, and has a second person approve it.</summary>
    public async Task<string> Override(Case item, string code, string clause, CancellationToken ct)
    {
        var asked = await desk.Post("ISSUANCE", "/overrides", new
        {
            serialNumber = item.Serial, code, clause, reason = "a good customer of many years", expiresOn = InvoiceDates.Today.AddDays(60),
        }, ct);
        var id = asked.Text("overrideId");
        var same = await desk.Post("ISSUANCE", $"/overrides/{id}/approval", new { }, ct);
        var other = await second.Post("ISSUANCE", $"/overrides/{id}/approval", new { }, ct);
        item.Went(same.Code == "override.same-person" && other.Status == 204 ? "override by two people"
            : $"OVERRIDE {same.Code} {other.Status}");
        return id;
    }

    /// <summary>Disputes a denied request; the desk upholds it.</summary>
    public async Task<string> Dispute(Case item, string requestId, CancellationToken ct)
    {
        var raised = await Partner(item)
            .Post("ISSUANCE", "/disputes", new { subject = "request", reference = requestId, reason = "the parcel was only one day late" },
            ct);
        var id = raised.Text("disputeId");
        var resolved = await desk.Post(
            "ISSUANCE", $"/disputes/{id}/resolution", new { outcome = "upheld", reason = "the window is closed on day 91" }, ct);
        return raised.Status == 201 && resolved.Status == 204 ? "dispute upheld" : $"dispute {raised.Status} {resolved.Status}";
    }

    public async Task Ticket(Case item, CancellationToken ct)
    {
        var money = await desk.Post("ISSUANCE", "/tickets",
            new { remedy = "credit-return", items = new[] { item.Serial }, accountId = item.Account }, ct);
        var ticket = await desk.Post("ISSUANCE", "/tickets",
            new { remedy = item.Remedy, items = new[] { item.Serial }, accountId = item.Account, defect = "no picture" }, ct);
        item.RmaNumber = ticket.Text("rmaNumber");
        item.Went(money.Code == "rma.ticket-not-enough" && ticket.Status == 201 ? "ticket, never money"
            : $"TICKET {money.Code} {ticket.Status}");
    }

    public async Task Reissue(Case item, CancellationToken ct)
    {
        var answer = await Partner(item).Post("ISSUANCE", $"/rmas/{item.RmaNumber}/reissue", new { }, ct);
        if (answer.Status == 201) item.RmaNumber = answer.Text("rmaNumber");
        item.Went(answer.Status == 201 ? "issued anew" : $"reissue {answer.Status} {answer.Code}");
    }

    public async Task Lend(Case item, string returnId, CancellationToken ct)
    {
        var answer = await desk.Post("ISSUANCE", $"/returns/{returnId}/loaner",
            new { loanerSerialNumber = $"L-{item.Serial}", carrier = "UPS", trackingNumber = "1ZLOAN" }, ct);
        item.Went(answer.Status == 204 ? "loaner out" : $"loaner {answer.Status} {answer.Code}");
    }

    public async Task TakeLoanerBack(Case item, string returnId, CancellationToken ct)
    {
        await Actors.Until(() => desk.Get("ISSUANCE", $"/returns?rmaNumber={item.RmaNumber}", ct), answer =>
            answer.Body![0]!["state"]!.GetValue<string>() == "AwaitingLoaner", ct);
        var answer = await desk.Post("ISSUANCE", $"/returns/{returnId}/loaner-return", new { loanerSerialNumber = $"L-{item.Serial}" }, ct);
        item.Went(answer.Status == 204 ? "loaner back" : $"loaner {answer.Status} {answer.Code}");
    }

    /// <summary>Scraps the quarantined units of a number.</summary>
    public async Task Scrap(Case item, CancellationToken ct)
    {
        var list = await desk.Get("RECEIVING", $"/quarantined-units?rmaNumber={item.RmaNumber}", ct);
        var id = list.Body![0]!["quarantineId"]!.GetValue<string>();
        var answer = await desk.Post("RECEIVING", $"/quarantined-units/{id}/settlement",
            new { outcome = "scrapped", reason = "nobody asked for it" }, ct);
        item.Went(answer.Status == 204 ? "stranger scrapped" : $"settlement {answer.Status} {answer.Code}");
    }

    /// <summary>Waits for a notice of a kind; its subject.</summary>
    public async Task<string> Notice(Case item, string kind, string containing, CancellationToken ct)
    {
        var notices = await Actors.Until(
            () => Partner(item).Get("ISSUANCE", $"/notices?rmaNumber={item.RmaNumber}&kind={kind}", ct),
            answer =>
                answer.Body!.AsArray().Any(notice => notice!["subject"]!.GetValue<string>().Contains(containing, StringComparison.Ordinal)),
            ct);
        return notices.Body![0]!["subject"]!.GetValue<string>();
    }

    /// <summary>The current answer to the last question about a serial number, after one was decided again.</summary>
    public async Task<string> StandingAnswer(Case item, CancellationToken ct)
    {
        var lives = await Actors.Until(
            () => desk.Get("ISSUANCE", $"/biographies?serialNumber={item.Serial}", ct),
            answer => answer.Body![0]!["decisions"]!.AsArray().Any(decided => decided!["supersedes"] is not null), ct);
        var decisions = lives.Body![0]!["decisions"]!.AsArray();
        item.Went($"decided again: {decisions[^1]!["because"]}");
        return decisions.Last(decided => decided!["standing"]!.GetValue<bool>())!["outcome"]!.GetValue<string>() == "Yes" ? "eligible"
            : "not eligible";
    }

    /// <summary>Waits until the last answer about a serial number has changed, because a fact was corrected or withdrawn.</summary>
    public async Task DecidedAgain(Case item, bool yes, CancellationToken ct)
    {
        var lives = await Actors.Until(
            () => desk.Get("ISSUANCE", $"/biographies?serialNumber={item.Serial}", ct),
            answer => Last(answer) is var last && last["supersedes"] is not null && last["outcome"]!.GetValue<string>() == "Yes" == yes,
                ct);
        item.Went($"decided again, {(yes ? "yes" : "not yes")}: {Last(lives)["because"]}");
    }

    private static JsonNode Last(Answer lives) => lives.Body![0]!["decisions"]!.AsArray()[^1]!;

    private Doors.Visitor Partner(Case item) => doors.As("partner", $"partner-{item.Account}", item.Account);
}

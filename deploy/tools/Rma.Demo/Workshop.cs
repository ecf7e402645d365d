using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>The bench, step by step, and the requester who answers its quotes.</summary>
internal sealed class Workshop(Doors doors)
{
    private static readonly string[] Parts = ["C-220u"];
    private readonly Doors.Visitor technician = doors.As("technician", "tina");

    /// <summary>The job of a purpose, once it is open.</summary>
    public async Task<string> Job(Case item, string purpose, CancellationToken ct)
    {
        var jobs = await Actors.Until(() => technician.Get("REPAIR", $"/repair-jobs?rmaNumber={item.RmaNumber}", ct), answer =>
            Of(answer, purpose) is not null, ct);
        return Of(jobs, purpose)!["repairJobId"]!.GetValue<string>();
    }

    public async Task Test(Case item, bool fault, CancellationToken ct, string? exclusion = null)
    {
        var job = await Job(item, "test", ct);
        await Do(item, fault ? "tested: a fault"
            : "tested: no fault", job, "test",
            new { faultFound = fault, findings = fault ? "dead board" : "works as it should", exclusions = List(exclusion) }, ct);
    }

    public async Task<string> Diagnose(Case item, CancellationToken ct, bool fault = true, bool repairable = true)
    {
        var job = await Job(item, "repair", ct);
        await Do(item, "diagnosed", job, "diagnosis",
            new { faultFound = fault, findings = "burnt capacitor", repairable = fault ? repairable : (bool?)null }, ct);
        return job;
    }

    /// <summary>Repair, drive, completion, return shipping; a repair is not complete before the drive was cleared.</summary>
    public async Task Mend(Case item, string job, CancellationToken ct, object? freight = null)
    {
        await Do(item, "repaired", job, "repair", new { resolution = "replaced the capacitor", labourMinutes = 40, parts = Parts }, ct);
        if (item.Product.HasDrive)
        {
            var early = await technician.Post("REPAIR", $"/repair-jobs/{job}/completion", new { }, ct);
            item.Went(early.Code == "repair.drive-not-cleared" ? "not complete with its drive" : $"COMPLETED {early.Status} {early.Code}");
            await Do(item, "drive cleared", job, "drive-clearance", new { absent = false }, ct);
        }

        await Do(item, "complete", job, "completion", new { }, ct);
        await Do(item, "shipped back", job, "shipment", new { carrier = "UPS", trackingNumber = $"1Z{item.Serial}", freight }, ct);
    }

    public async Task Quote(Case item, string job, decimal amount, CancellationToken ct) =>
        await Do(item, $"quoted {amount:0.00}", job, "quotes",
            new { lines = new[] { new { kind = "labour", description = "bench time", amount = amount - 10m },
            new { kind = "parts", description = "capacitor", amount = 10m } } }, ct);

    /// <summary>The requester approves with version and amount; another amount is refused.</summary>
    public async Task Approve(Case item, string job, int version, decimal amount, CancellationToken ct)
    {
        var partner = doors.As("partner", $"partner-{item.Account}", item.Account);
        var wrong = await partner.Post(
            "REPAIR", $"/repair-jobs/{job}/quote-approval", new { quoteVersion = version, amount = amount + 1m }, ct);
        if (wrong.Status != 409) item.Went($"A WRONG AMOUNT WAS APPROVED ({wrong.Status})");
        var right = await partner.Post("REPAIR", $"/repair-jobs/{job}/quote-approval", new { quoteVersion = version, amount }, ct);
        item.Went(right.Status == 204 ? "approved" : $"approval {right.Status} {right.Code}");
    }

    public async Task Decline(Case item, string job, int version, CancellationToken ct)
    {
        var answer = await doors.As("partner", $"partner-{item.Account}", item.Account)
            .Post("REPAIR", $"/repair-jobs/{job}/quote-refusal", new { quoteVersion = version, reason = "a new one costs less" }, ct);
        item.Went(answer.Status == 204 ? "declined" : $"refusal {answer.Status} {answer.Code}");
        await SendBack(item, job, ct);
    }

    public async Task SendBack(Case item, string job, CancellationToken ct) =>
        await Do(item, "sent back", job, "return-shipment", new { carrier = "UPS", trackingNumber = $"1Z{item.Serial}" }, ct);

    public async Task SendBackWithoutFault(Case item, string job, CancellationToken ct) =>
        await Do(item, "sent back", job, "shipment", new { carrier = "UPS", trackingNumber = $"1Z{item.Serial}" }, ct);

    public async Task Swap(Case item, string job, CancellationToken ct) =>
        await Do(item, "swapped", job, "swap",
            new { replacementSerialNumber = $"R-{item.Serial}", grade = "A", carrier = "UPS", trackingNumber = $"1Z{item.Serial}" }, ct);

    public async Task ReplaceStock(Case item, CancellationToken ct) => await Do(
        item, "stock replaced", await Job(item, "replace-stock", ct), "stock-replacement",
        new { replacementSerialNumber = $"N-{item.Serial}", carrier = "UPS", trackingNumber = $"1Z{item.Serial}" }, ct);

    public async Task ReturnTested(Case item, CancellationToken ct) => await SendBack(item, await Job(item, "return-unrepaired", ct), ct);

    // The command to the bench is still on its way after the previous step was answered: a step may be too early for a moment.
    private async Task Do(Case item, string what, string job, string deed, object body, CancellationToken ct)
    {
        var answer = await technician.Post("REPAIR", $"/repair-jobs/{job}/{deed}", body, ct);
        item.Went(answer.Status == 204 ? what : $"{deed} {answer.Status} {answer.Code}");
    }

    private static string[]? List(string? one) => one is null ? null : [one];

    private static JsonNode? Of(Answer jobs, string purpose) =>
        (jobs.Body as JsonArray)?.FirstOrDefault(job => job!["purpose"]!.GetValue<string>() == purpose);
}

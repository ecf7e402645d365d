using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Rma.Contracts.Issuance.V1;
using Rma.Testing;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.Tests;

/// <summary>The repair service with queues for all its messages.</summary>
public sealed class RepairUnderTest : ServiceUnderTest
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    protected override string Name => "repair";

    protected override WebApplication Build(string[] args) => RepairService.Build(args);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Listen<V1.UnitReleasedToStock>();
        await Listen<V1.UnitReturnedUnrepaired>();
        await Listen<V1.UnitTested>();
        await Listen<V1.RepairQuoted>();
        await Listen<V1.QuoteApproved>();
        await Listen<V1.QuoteDeclined>();
        await Listen<V1.QuoteReminded>();
        await Listen<V1.RepairCompleted>();
        await Listen<V1.UnitShippedBack>();
        await Listen<V1.UnitReplaced>();
        await Listen<V1.RepairWarrantyGranted>();
    }

    /// <summary>A recorder of grade B in its warranty, to be repaired.</summary>
    public static V1.OpenRepairJob Covered(string serial)
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        return new(
            Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), $"RMA-{serial}", 1, "ACC-1", serial, "NVR-8", "repair",
            HasDrive: true, Now, "warranty-repair", new WarrantyCoverage(true, today.AddYears(1), "warranty", today.AddDays(-9)), [], "B",
            "USD");
    }

    /// <summary>A camera whose warranty is over since June 2024, to be repaired.</summary>
    public static V1.OpenRepairJob Expired(string serial) => Covered(serial) with
    {
        HasDrive = false, Sku = "CAM-2", Remedy = "paid-repair",
        Coverage = new(false, new(2024, 6, 1), "none", DateOnly.FromDateTime(Now.UtcDateTime)),
    };

    /// <summary>Asks, and waits until the bench has it.</summary>
    public async Task OnTheBench(V1.OpenRepairJob asked)
    {
        await Publish(asked);
        await Wait.Until(async () => (await Get("technician", $"/repair-jobs/{asked.RepairJobId}")).Status == 200,
            $"{asked.SerialNumber} on the bench");
    }

    /// <summary>Takes a unit in, diagnoses it and quotes 145.50.</summary>
    public async Task Quoted(V1.OpenRepairJob asked, string findings = "dead board")
    {
        await OnTheBench(asked);
        foreach (var (deed, body) in new (string, object)[]
        {
            ("diagnosis", new { faultFound = true, repairable = true, findings }),
            ("quotes",
                new { lines = new[] { new { kind = "labour", description = "two hours", amount = 90.00m },
                new { kind = "parts", description = "main board", amount = 55.50m } } }),
        })
            Assert.Equal(204, (await Post("technician", $"/repair-jobs/{asked.RepairJobId}/{deed}", body)).Status);
    }

    /// <summary>The next action on the workbench; null when nothing is left.</summary>
    public async Task<string?> NextAction(V1.OpenRepairJob asked) =>
        (await Get("technician", $"/repair-jobs/{asked.RepairJobId}")).Body!["job"]!["nextAction"]?.GetValue<string>();

    /// <summary>Waits until everything that may leave now has left.</summary>
    public Task AllSaid() =>
        Wait.Until(() => Scalar<long>("select count(*) from outbox where visible_at < now()"), count =>
        count == 0, "the outbox to be empty");

    /// <summary>Moves the clock of the service so far ahead of real time.</summary>
    public async Task MoveClock(TimeSpan ahead)
    {
        using var http = As("operator");
        using var request = new HttpRequestMessage(
            HttpMethod.Put, new Uri("/platform/clock", UriKind.Relative)) { Content =
            JsonContent.Create(new { offsetSeconds = (long)ahead.TotalSeconds }) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}

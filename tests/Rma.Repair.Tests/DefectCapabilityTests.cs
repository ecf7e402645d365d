using static Rma.Repair.Tests.RepairUnderTest;

namespace Rma.Repair.Tests;

/// <summary>The requester's description of a defect, as shown at the bench.</summary>
public sealed class DefectCapabilityTests(RepairUnderTest repair) : IClassFixture<RepairUnderTest>
{
    [Fact]
    public async Task C5_the_technician_reads_what_the_requester_said()
    {
        var asked = Covered("C5-B") with { ReasonCode = "restarts", Defect = "every hour" };
        await repair.OnTheBench(asked);
        var view = (await repair.Get("technician", $"/repair-jobs/{asked.RepairJobId}")).Body!;
        Assert.Equal(("restarts", "every hour"),
            (view["job"]!["reasonCode"]!.GetValue<string>(), view["asked"]!["defect"]!.GetValue<string>()));
        var row = (await repair.Get("technician", "/repair-jobs")).Body!.AsArray()
            .Single(job => job!["serialNumber"]!.GetValue<string>() == "C5-B")!;
        Assert.Equal("every hour", row["defect"]!.GetValue<string>());
    }
}

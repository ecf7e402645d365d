using System.Text.Json;
using Rma.Policy;
using Rma.Repair.RepairJobs;
using static Rma.Repair.Tests.RepairJobs.Examples;
using EventNames = Rma.EventSourcing.EventNames;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class StoredEventTests
{
    private static readonly RepairWarrantyFacts Paid = new("paid-repair", true, true, new(2026, 3, 2));

    public static TheoryData<object> Events =>
    [
        Recorder, OldCamera, Reformatted, Released, Returned, DecidedOn(Recorder with { Exclusions = ["fire"] }, Defective),
        DecidedOn(Recorder, Healthy), QuotedOn(OldCamera), Approved, Declined, Repaired, CompletedAs(true),
        new QuoteReminded(1, true, Monday), new UnitTested(true, "no picture", ["surge"], "tina", Monday),
        new UnitShippedBack("repaired", true, null, null, null, "UPS", "1Z999", new("UPS Next Day Air", 61.70m, 14.20m, "USD"), "tina",
            Monday),
        new RepairWarrantyGranted(Paid, RepairWarranty.Granted(Us, Paid).Decision, new(2026, 3, 2), new(2026, 9, 2), Monday),
        new CoverageSettled(InWarranty, "found it", "dora", Monday), new UnitSwapped("NVR-2", "A", "UPS", "1Z", null, "tina", Monday),
        new StockReplaced("NVR-2", "UPS", "1Z", null, "tina", Monday),
    ];

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void Is_read_back_whole_and_decided_again_alike(object stored)
    {
        var json = JsonSerializer.Serialize(stored, stored.GetType(), EventNames.Json);
        var read = JsonSerializer.Deserialize(json, stored.GetType(), EventNames.Json);
        Assert.Equal(stored, read);
        Assert.All((read as IDecided)?.Decided ?? [], decided => Assert.Empty(decided.Differences(PolicyBook.Load())));
    }

    [Fact]
    public void What_was_stored_before_repairs_were_known_still_reads()
    {
        var opened = Earlier<RepairJobOpened>("repair_job_opened.json");
        Assert.Equal((null, null, null, null), (opened.Remedy, opened.Coverage, opened.Exclusions, opened.Because));
        var returned = Earlier<UnitReturnedUnrepaired>("unit_returned_unrepaired.json");
        Assert.Equal((null, null, false, null), (returned.Because, returned.DeclinedQuoteVersion, returned.Diagnosed, returned.Freight));
    }

    private static T Earlier<T>(string file)
    {
        using var earlier = typeof(StoredEventTests).Assembly.GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<T>(earlier, EventNames.Json)!;
    }
}

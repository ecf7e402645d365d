using Rma.EventSourcing;
using Rma.ServiceDefaults;
using Rma.Testing;
using static Rma.Repair.Tests.RepairUnderTest;

namespace Rma.Repair.Tests;

/// <summary>The workbench is made of events alone.</summary>
public sealed class RebuildTests(RepairUnderTest bench) : IClassFixture<RepairUnderTest>
{
    [Fact]
    public async Task Every_read_model_comes_out_of_the_events_as_it_grew()
    {
        var answered = Expired("REB-1");
        await bench.Quoted(answered);
        Assert.Equal(204, (await bench.Post("partner", $"/repair-jobs/{answered.RepairJobId}/quote-approval",
            new { quoteVersion = 1, amount = 145.50m })).Status);
        await bench.Quoted(Expired("REB-2"));
        await bench.OnTheBench(Covered("REB-3"));
        await ReadModels.AssertMadeOfEvents(bench);
    }

    [Fact]
    public async Task A_rebuild_while_jobs_are_opened_finds_every_row_as_its_append_wrote_it()
    {
        var projection = Assert.Single(ReadModels.Of(bench));
        var rounds = 0;
        async Task<int> OpenUntilThreeRounds()
        {
            var opened = 0;
            for (; Volatile.Read(ref rounds) < 3; opened++)
            {
                await bench.Publish(Covered($"MEANWHILE-{opened}"));
            }
            return opened;
        }
        async Task<long> Opened() => await bench.Scalar<long>("select count(*) from workbench where serial_number like 'MEANWHILE-%'");

        var opening = OpenUntilThreeRounds();
        await Wait.Until(Opened, count => count > 0, "a first job on the bench");
        var found = new RebuildCount(0, 0, 0, 0);
        for (; rounds < 3; Interlocked.Increment(ref rounds))
        {
            var before = await Opened();
            found += await ReadModels.Rebuild(bench, projection);
            await Wait.Until(Opened, count => count > before, "a job opened since this round began");
        }
        var jobs = await opening;
        await Wait.Until(Opened, count => count == jobs, "all jobs on the bench");
        found += await ReadModels.Rebuild(bench, projection);
        Assert.Equal((0L, 0L, 0L), (found.Restored, found.Changed, found.Removed));
    }

    [Fact]
    public async Task The_command_names_what_it_can_rebuild_and_refuses_what_it_cannot()
    {
        var lines = new List<string>();
        Assert.Equal(0, await bench.Services.Rebuild(null, lines.Add));
        Assert.Equal(["workbench"], lines);
        Assert.Equal(0, await bench.Services.Rebuild("all", lines.Add));
        Assert.Matches("^workbench: [0-9]+ streams; rows restored 0, changed 0, removed 0$", lines[^1]);
        Assert.Equal(RebuildCommand.Failed, await bench.Services.Rebuild("bench", lines.Add));
        Assert.Equal("There is no projection 'bench'. One of: workbench, all", lines[^1]);
    }
}

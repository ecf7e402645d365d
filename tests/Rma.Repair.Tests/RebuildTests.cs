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
        var jobs = Enumerable.Range(0, 60).Select(number => Covered($"MEANWHILE-{number}")).ToArray();
        var opening = Task.WhenAll(jobs.Select(job => bench.Publish(job)));
        var projection = Assert.Single(ReadModels.Of(bench));
        var (found, rounds) = (new RebuildCount(0, 0, 0, 0), 0);
        await Wait.Until(async () =>
        {
            found += await ReadModels.Rebuild(bench, projection);
            rounds++;
            return await bench.Scalar<long>("select count(*) from workbench where serial_number like 'MEANWHILE-%'");
        }, count => count == jobs.Length, "all jobs on the bench");
        await opening;
        Assert.Equal((0L, 0L, 0L), (found.Restored, found.Changed, found.Removed));
        Assert.True(rounds > 1, "the jobs were opened before the first rebuild had ended");
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

using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests;

/// <summary>A process is ended with kill -9 in the middle of a step; after a restart the outcome is the same.</summary>
[Collection("kill")]
public sealed class Killed(KillPlatform platform)
{
    // The fault harness kills every service and server under load; here the service that pays, and the broker.
    public static TheoryData<string> Components => ["credit", "rabbitmq"];

    [Theory]
    [MemberData(nameof(Components))]
    public async Task The_demo_comes_to_the_same_totals_when_this_is_killed(string component)
    {
        using var demo = platform.Demo(size: 2);
        await demo.Ended(8);
        await platform.Rma("stop", "--kill", component);
        Assert.False(platform.IsAlive(component));
        await platform.Rma("up");
        Assert.True(await demo.ToEnd() == 0, demo.Output);
        await NothingIsLeft();
        // What people see grew through the fault; made again of the services' histories it is the same.
        var rebuilt = await platform.Rma("rebuild", "console");
        Assert.Matches("heard [1-9].*returns [1-9]", rebuilt);
        Assert.DoesNotMatch("(added|changed|removed) [1-9]", rebuilt);
    }

    [Fact]
    public async Task A_service_that_ends_by_itself_is_started_again()
    {
        var pidFile = Path.Combine(platform.Folder, "run", "repair.pid");
        var before = await File.ReadAllTextAsync(pidFile);
        using (var service = System.Diagnostics.Process.GetProcessById(
            int.Parse(before, System.Globalization.CultureInfo.InvariantCulture))) service.Kill();
        await Wait.Until(async () => await File.ReadAllTextAsync(pidFile) != before
            && platform.IsAlive("repair"), "repair to be started again");
        await platform.Rma("up");
    }

    public static TheoryData<string, string> Points
    {
        get
        {
            // Before and after the commit, with and without a saga; the short form of the fault harness has every place of every service.
            var points = new TheoryData<string, string>();
            foreach (var point in new[] { "events.appended", "committed" }) points.Add("credit", point);
            foreach (var point in new[] { "saga.written", "published" }) points.Add("issuance", point);
            return points;
        }
    }

    /// <summary>The step: an inspection leads to the credit request (issuance), the request to the credit (credit).</summary>
    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_death_between_two_steps_of_a_commit_leaves_all_or_nothing(string service, string point)
    {
        var marker = Path.Combine(platform.Folder, "reached", $"{service}-{point}");
        Directory.CreateDirectory(Path.GetDirectoryName(marker)!);
        File.Delete(marker);
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await one.Receive();
        await one.InState("AwaitingInspection");
        await StopWithNothingToSay(service);
        await one.Inspect();
        // The request must arrive before the process ends: its first heartbeat, ten seconds after its start, commits as well.
        if (service == "credit") await one.InState("AwaitingCredit");

        await platform.StartWith(service,
            new Dictionary<string, string> { ["RMA_FAIL_POINT"] = point, ["RMA_FAIL_POINT_MARKER"] = marker });
        await Wait.Until(() => Task.FromResult(File.Exists(marker) && !platform.IsAlive(service)), $"{service} to die at {point}", 60);

        var committed = point is "committed" or "published" or "confirmed" or "deleted";
        Assert.Equal(committed ? (true, true) : (false, false), await WhatRemains(service, one.ReturnId));

        await platform.Rma("up");
        await one.InState("OnBench");
        await one.ClearOnTheBench();
        await one.InState("Closed");
        Assert.Equal(1, await platform.Scalar<long>("credit", $"select count(*) from credits where return_id = '{one.ReturnId}'"));
        Assert.Equal(1, await platform.Scalar<long>(
            "issuance", $"select count(*) from mt_events where stream_id = 'return-{one.ReturnId}' and data->>'To' = 'AwaitingCredit'"));
    }

    // Messages left in the outbox by a stopped replica are sent right after the next start: the fail point would hit that message and not
    // the request.
    private async Task StopWithNothingToSay(string service)
    {
        for (var attempt = 1; ; attempt++)
        {
            foreach (var replica in platform.ReplicasOf(service)) await platform.Rma("stop", replica);
            var left = await platform.Scalar<long>(service, "select count(*) from outbox where visible_at < now()");
            if (left == 0) return;
            Assert.True(attempt < 5, $"{service} was stopped {attempt} times, and each time {left} messages were left in its outbox.");
            await platform.Rma("up");
        }
    }

    // Its own state (saga or credit) and its events: both or neither. Whether its messages were sent is shown by the further course.
    private async Task<(bool State, bool Events)> WhatRemains(string service, string returnId) => service == "issuance"
        ? (await platform.Scalar<string>(service, $"select state from sagas where correlation_id = '{returnId}'") == "AwaitingCredit",
           await platform.Scalar<long>(service,
               $"select count(*) from mt_events where stream_id = 'return-{returnId}' and data->>'To' = 'AwaitingCredit'") == 1)
        : (await platform.Scalar<long>(service, $"select count(*) from credits where return_id = '{returnId}'") == 1,
           await platform.Scalar<long>(service,
               $"select count(*) from mt_events where stream_id = 'credit-case-{returnId}' and type = 'credit_issued'") == 1);

    private async Task NothingIsLeft()
    {
        foreach (var service in Topology.Services)
        {
            await Wait.Until(() => platform.Scalar<long>(service, "select count(*) from outbox where visible_at = '-infinity'"), waiting =>
                waiting <= 1, $"the outbox of {service} to be empty");
            Assert.Equal("", await platform.Scalar<string>(
                service, "select coalesce(string_agg(code || ': ' || reason, '; '), '') from quarantine"));
            Assert.Equal(0, await platform.Scalar<long>(service, "select count(*) from outbox where parked_at is not null"));
        }
    }
}

using System.Net;

namespace Rma.Chaos.Tests;

/// <summary>The short form of <c>./rma chaos</c>, for the test suite.</summary>
[Collection("stage")]
public sealed class ShortForm(StageFixture fixture)
{
    [Fact]
    public async Task Nothing_is_lost_or_paid_twice_when_things_die_under_load()
    {
        var course = await fixture.Round(new Options(300, 6, Seed: 20260301, Schedule.Kinds)).Play(CancellationToken.None);
        Assert.True(Report.IsGood(course), fixture.Tell(course));
        Assert.True(course.AnswersLost > 0, fixture.Tell(course));
    }

    [Fact]
    public async Task Nothing_is_lost_or_paid_twice_when_every_service_dies_at_every_place_of_a_commit()
    {
        var failPoints = new FailPoints(fixture.Stage, fixture.Said.Enqueue);
        await failPoints.Arm();
        // 37 ends of processes come before the first return gets anywhere: on a busy machine that takes longer than the usual patience.
        var course = await fixture.Round(new Options(60, 0, 1, [], Clients: 6, Patience: 300))
            .Play(CancellationToken.None, (_, ct) => failPoints.Run(1, ct));
        Assert.Equal(FailPoints.All, failPoints.Reached);
        Assert.True(Report.IsGood(course), fixture.Tell(course));
    }

    [Fact]
    public async Task Who_asks_while_the_database_gives_no_answer_at_all_is_told_when_to_come_back()
    {
        var wire = fixture.Stage["receiving>postgres"];
        wire.Hold();
        try
        {
            using var answer = await Probe.Ask(fixture.Stage.Instance.Settings, CancellationToken.None);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        finally
        {
            wire.Release();
        }
    }
}

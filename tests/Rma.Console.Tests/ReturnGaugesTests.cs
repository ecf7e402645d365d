using Microsoft.Extensions.Configuration;
using Rma.Console.Metrics;
using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.Policy;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>What is open and what is late, at the edges of a policy-local day.</summary>
public sealed class ReturnGaugesTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 18, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Ageing Ageing = At(Noon);

    private static Ageing At(DateTimeOffset now) =>
        new(new ConfigurationBuilder().Build(), new(PolicyBook.Load(), new StandingClock(now)), new StandingClock(now));

    private static DateTimeOffset DayBegins => Ageing.StartOf(Today);

    private static TimeSpan Days => Ageing.Limits[ReturnStates.AwaitingInspection];

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    [Fact]
    public async Task They_show_nothing_before_it_is_known_and_then_every_state()
    {
        using var gauges = new ReturnGauges(console.Database, Ageing);
        using var measured = new Measured(gauges.Meter);
        await gauges.Measure(CancellationToken.None);
        measured.Look();
        Assert.Empty(measured.Of("rma.returns.open"));

        var first = await Wait.Until(
            () => console.Scalar<Guid?>("select rebuild_id from read_side"), id => id is not null, "the first rebuild");
        await console.TellPast(first!.Value);
        await Wait.Until(() => console.Scalar<bool>("select active = 1 from read_side"), "its end");
        await gauges.Measure(CancellationToken.None);
        measured.Look();
        Assert.Equal(
            ReturnStates.Open.Append(ItemStates.Referred).Order().Select(state => (state, 0.0)),
            measured.Of("rma.returns.open").Select(one => (one.Key, one.Value)).Order());
        Assert.All(measured.Of("rma.returns.oldest").Values, age => Assert.Equal(0, age));

        await TellAll();
        await gauges.Measure(CancellationToken.None);
        measured.Look();

        var waited = Noon - (DayBegins - Days - TimeSpan.FromSeconds(1));
        Assert.Equal((4, 1, 2), Of(measured, ReturnStates.AwaitingInspection));
        Assert.Equal((4, 1, 1), Of(measured, ReturnStates.AwaitingArrival));
        Assert.Equal(8, measured.Of("rma.returns.open").Values.Sum());
        Assert.Equal(waited.TotalSeconds, measured.Of("rma.returns.oldest")[ReturnStates.AwaitingInspection]);
        var late = measured.Of("rma.returns.longest_overdue");
        Assert.Equal((Noon - DayBegins).TotalSeconds, late[ReturnStates.AwaitingInspection]);
        Assert.Equal((Noon - DayBegins).TotalSeconds, late[ReturnStates.AwaitingArrival]);
        Assert.Equal(0, late[ReturnStates.InRepair]);

        // A day later.
        using var tomorrow = new ReturnGauges(
            console.Database, At(Noon.AddDays(1)));
        using var then = new Measured(tomorrow.Meter);
        await tomorrow.Measure(CancellationToken.None);
        then.Look();
        Assert.Equal((4, 3, 1), Of(then, ReturnStates.AwaitingInspection));
        Assert.Equal((4, 2, 1), Of(then, ReturnStates.AwaitingArrival));

        await console.Owner.CreateCommand("alter table returns rename to elsewhere").ExecuteNonQueryAsync();
        await gauges.Measure(CancellationToken.None);
        measured.Look();
        Assert.Empty(measured.Of("rma.returns.open"));
        Assert.Empty(measured.Of("rma.returns.overdue"));
    }

    private static (double Open, double Overdue, double DueSoon) Of(Measured measured, string state) => (
        measured.Of("rma.returns.open")[state], measured.Of("rma.returns.overdue")[state], measured.Of("rma.returns.due_soon")[state]);

    private async Task TellAll()
    {
        // Inspection has three days, and an awaited item the days of its number.
        await Waiting("DUE-YESTERDAY", DayBegins - Days - TimeSpan.FromSeconds(1));
        await Waiting("DUE-TODAY", DayBegins - Days);
        await Waiting("DUE-TODAY-TOO", Ageing.StartOf(Today.AddDays(1)) - Days - TimeSpan.FromSeconds(1));
        await Waiting("DUE-TOMORROW", Ageing.StartOf(Today.AddDays(1)) - Days);
        await Awaited("EXPIRES-YESTERDAY", Today.AddDays(-1));
        await Awaited("EXPIRES-TODAY", Today);
        await Awaited("EXPIRES-TOMORROW", Today.AddDays(1));
        await Awaited("EXPIRES-NEVER", new(9999, 12, 31));
        await Ended("ENDED-LONG-AGO", Noon.AddDays(-90));
    }

    private async Task Waiting(string serial, DateTimeOffset since)
    {
        var told = new Told(serial);
        await console.Tell(
            told.Issued, told.Authorized, told.Moved(1, "Initial", ReturnStates.AwaitingInspection, 0) with { MovedAt = since });
        await console.InState(told, ReturnStates.AwaitingInspection);
    }

    private async Task Awaited(string serial, DateOnly through)
    {
        var told = new Told(serial);
        await console.Tell(
            told.Issued with { ValidThrough = through }, told.Authorized with { ValidThrough = through },
            told.Moved(1, "Initial", ReturnStates.AwaitingArrival, 0));
        await console.InState(told, ReturnStates.AwaitingArrival);
    }

    private async Task Ended(string serial, DateTimeOffset since)
    {
        var told = new Told(serial);
        await console.Tell(
            told.Issued, told.Authorized, told.Moved(1, "Initial", ReturnStates.Closed, 0) with { MovedAt = since });
        await console.InState(told, ReturnStates.Closed);
    }
}

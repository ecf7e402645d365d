using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rma.EventSourcing;
using Rma.ServiceDefaults;
using Rma.Testing;

// The wire names of the test messages; a namespace of its own because it is the name of the exchange.
namespace Rma.Contracts.Probe.V1
{
    public sealed record Count(string Tally, int By, string? Then = null);

    public sealed record Gather(string Tally, string? Then = null);

    public sealed record Counted(string Tally, int Total);

    public sealed record NobodyListens(string Tally);
}

namespace Rma.Messaging.Tests
{
    using V1 = Contracts.Probe.V1;

    public sealed record TallyCounted(string Tally, int By);

    public sealed record Tally(string Name, int Total) : IState<Tally, TallyCounted>
    {
        public static Tally Initial { get; } = new("", 0);

        public static Tally Evolve(Tally state, TallyCounted @event) => new(@event.Tally, state.Total + @event.By);
    }

    internal sealed class CountConsumer(Streams<Tally, TallyCounted> tallies, IPublishEndpoint publish, TimeProvider clock)
        : IConsumer<V1.Count>
    {
        public async Task Consume(ConsumeContext<V1.Count> context)
        {
            var count = context.Message;
            await tallies.Append(count.Tally, _ => [new TallyCounted(count.Tally, count.By)], context.CancellationToken);
            if (count.Then == "fail") throw new InvalidOperationException("on purpose");
            if (count.Then == "refuse") throw new RefusedException("tally.closed", "The tally is closed.");
            if (count.Then == "sleep") await Task.Delay(700, context.CancellationToken);
            if (count.Then == "tomorrow")
                await publish.Publish(new V1.Count(count.Tally, 100), send =>
                send.VisibleAt(clock.GetUtcNow().AddDays(1)), context.CancellationToken);
            if (count.Then == "nobody") await publish.Publish(new V1.NobodyListens(count.Tally), context.CancellationToken);
        }
    }

    internal sealed class GatherConsumer(Gathering<V1.Gather> gathering) : IConsumer<V1.Gather>
    {
        public Task Consume(ConsumeContext<V1.Gather> context) => gathering.Take(context.Message);
    }

    /// <summary>Counts each tally once, several in one transaction.</summary>
    internal sealed class GatherTaker(Streams<Tally, TallyCounted> tallies) : ITakeTogether<V1.Gather>
    {
        /// <summary>How many messages were taken together, in the order of the transactions that were begun.</summary>
        public static System.Collections.Concurrent.ConcurrentQueue<int> Sizes { get; } = [];

        public async Task Take(IReadOnlyList<V1.Gather> messages, CancellationToken cancellationToken)
        {
            Sizes.Enqueue(messages.Count);
            foreach (var tally in messages.Select(message => message.Tally).Distinct())
                await tallies.Append(tally, state => state.Total == 0 ? [new TallyCounted(tally, 1)] : [], cancellationToken);
            if (messages.Any(message => message.Then == "sleep")) await Task.Delay(700, cancellationToken);
            if (messages.Any(message => message.Then == "fail")) throw new InvalidOperationException("on purpose");
        }
    }

    /// <summary>The smallest service: one stream, two consumers, one route.</summary>
    public sealed class ProbeUnderTest : ServiceUnderTest
    {
        // The number of requests to the route that drops the first connection.
        private static int HungUp;

        protected override string Name => "probe";

        protected override Topology Topology { get; } = Topology.OfPlatform with
        {
            Services = [new("probe", "Rma.Probe", 8080, [1, 1]), new("other", "Rma.Other", 8081, [1, 1])],
            Messages =
            [
                new("Probe", "Count", "probe", ["probe-count"]), new("Probe", "Gather", "probe", ["probe-gather"]),
                new("Probe", "Counted", "probe", []),
                new("Probe", "NobodyListens", "probe", []),
            ],
        };

        protected override WebApplication Build(string[] args) => RmaService.Build(
            "probe", [.. args, "--Messaging:TopologyEvery=00:00:01"], service => Neighbours(service)
            .Stream<Tally, TallyCounted>("tally", (state, _) =>
                [new V1.Counted(state.Name, state.Total)], ("tally_counted", typeof(TallyCounted)))
            .Consumer<CountConsumer>()
            .Consumer<GatherConsumer, V1.Gather, GatherTaker>()
            .OptionalSubscribers<V1.Counted>()
            .Routes(routes =>
            {
                routes.MapPost("/tallies/{name}", async (string name, Streams<Tally, TallyCounted> tallies, CancellationToken ct) =>
                    Results.Ok(new { total = (await tallies.Append(name, _ => [new TallyCounted(name, 1)], ct)).Total }))
                        .Allow(Roles.Operator);
                routes.MapPost("/tallies/{name}/refusal", async (string name, Streams<Tally, TallyCounted> tallies, CancellationToken ct) =>
                {
                    await tallies.Append(name, _ => [new TallyCounted(name, 1)], ct);
                    throw new RefusedException("tally.closed", "The tally is closed.") { Clauses = ["P4"], WouldChange = "Open it." };
                }).Allow(Roles.Operator);
                routes.MapPost("/tallies/{name}/hung-up-once",
                    async (string name, Streams<Tally, TallyCounted> tallies, HttpContext http) =>
                {
                    var total = (await tallies.Append(name, _ => [new TallyCounted(name, 1)], CancellationToken.None)).Total;
                    if (Interlocked.Increment(ref HungUp) == 1)
                    {
                        http.Abort();
                        await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }

                    return Results.Ok(new { total });
                }).Allow(Roles.Operator);
            }));

        private ServiceSetup Neighbours(ServiceSetup service)
        {
            service.Topology = Topology;
            return service;
        }

        /// <summary>The headers of a row in the outbox, as the probe itself would have signed it.</summary>
        public string SignedHeaders(Guid id, byte[] body) => new System.Text.Json.Nodes.JsonObject
        {
            ["rma-signature"] = Senders.Sign(
                "probe", id.ToString(), ExchangeOf<V1.Count>(), "", "application/vnd.masstransit+json", body),
        }.ToJsonString();

        public Task<long> Events(string tally) => Scalar<long>($"select count(*) from mt_events where stream_id = 'tally-{tally}'")!;

        public Task Counted(string tally, long count) =>
            Wait.Until(() => Events(tally), seen => seen == count, $"{count} events of {tally}");
    }
}

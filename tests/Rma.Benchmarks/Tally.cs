using System.Diagnostics.CodeAnalysis;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.ServiceDefaults;

// The wire name of the message that is consumed; a namespace of its own because it is the name of the exchange.
namespace Rma.Contracts.Bench.V1
{
    /// <summary>Asks for one more.</summary>
    public sealed record CountOne(string Tally, Guid RmaId);
}

namespace Rma.Benchmarks
{
    /// <summary>An event of the usual size.</summary>
    public sealed record TallyCounted(
        string Tally, int By, string RmaNumber, string AccountId, string SerialNumber, string Reason, DateTimeOffset CountedAt);

    /// <summary>The state that is loaded before each decision.</summary>
    public sealed record Tally(int Total) : IState<Tally, TallyCounted>
    {
        public static Tally Initial { get; } = new(0);

        public static Tally Evolve(Tally state, TallyCounted @event) => new(state.Total + @event.By);

        /// <summary>Decides that one more is counted.</summary>
        public static IEnumerable<TallyCounted> CountOne(Tally state, string tally, DateTimeOffset now) =>
            [new(tally, state.Total >= 0 ? 1
                : 0, "RMA-222222-2", "ACC-1", tally, "counted because somebody asked for it, with a reason of the usual length", now)];
    }

    [SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "MassTransit makes it.")]
    internal sealed class CountOneConsumer(Streams<Tally, TallyCounted> tallies, TimeProvider clock)
        : IConsumer<Contracts.Bench.V1.CountOne>
    {
        public Task Consume(ConsumeContext<Contracts.Bench.V1.CountOne> context) =>
            tallies.Append(context.Message.Tally, tally =>
                Tally.CountOne(tally, context.Message.Tally, clock.GetUtcNow()), context.CancellationToken);
    }

    /// <summary>The smallest service on the whole kernel: one stream, one consumer.</summary>
    internal static class BenchService
    {
        public static Topology Topology { get; } = Topology.OfPlatform with
        {
            Services = [new("bench", "Rma.Bench", 8080, [1, 1])],
            Messages = [new("Bench", "CountOne", "bench", ["bench-count-one"])],
        };

        public static WebApplication Build(params string[] args) => RmaService.Build("bench", args, service =>
        {
            service.Topology = Topology;
            service.Stream<Tally, TallyCounted>("tally", (_, _) => [], ("tally_counted", typeof(TallyCounted)))
                .Consumer<CountOneConsumer>();
        });
    }
}

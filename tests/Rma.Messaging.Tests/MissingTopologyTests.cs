using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>S12: somebody deletes what leads messages to a service or from it. The service says what is missing.</summary>
[Trait(Attack.Trait, Attack.OnBroker)]
public sealed class MissingTopologyTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    private static readonly string Heard = ServiceUnderTest.ExchangeOf<Contracts.Probe.V1.Count>();
    private static readonly string Said = ServiceUnderTest.ExchangeOf<Contracts.Probe.V1.Counted>();
    private static readonly NeededPart Exchange = new("an exchange", IsQueue: false, ToHear: true);

    [Fact]
    public async Task S12_a_deleted_exchange_through_which_it_hears_makes_a_service_unready_until_it_is_back()
    {
        await using var broker = await Connect();
        await using var channel = await broker.CreateChannelAsync();
        foreach (var (exchange, back) in new (string, Func<Task>)[]
        {
            (Heard, () => channel.ExchangeBindAsync("probe-count", Heard, "")),
            ("probe-count", async () =>
            {
                await channel.QueueBindAsync("probe-count", "probe-count", "");
                await channel.ExchangeBindAsync("probe-count", Heard, "");
            }),
        })
        {
            await Ready(200, "Healthy");
            await channel.ExchangeDeleteAsync(exchange);
            await Ready(503, $"topology: The broker lacks exchange {exchange}.");
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await back();
            await Ready(200, "Healthy");
            var tally = $"back-{exchange}";
            await probe.Publish(new Contracts.Probe.V1.Count(tally, 1));
            await probe.Counted(tally, 1);
        }

        Attack.Tried(Attack.OnBroker, 2, 0);
    }

    [Fact]
    public async Task S12_a_deleted_queue_is_made_again_by_its_service()
    {
        await using var broker = await Connect();
        await using var channel = await broker.CreateChannelAsync();
        await Ready(200, "Healthy");
        await channel.QueueDeleteAsync("probe-count");
        NeededPart[] queue = [new("probe-count", IsQueue: true, ToHear: true)];
        await Wait.Until(async () => (await TopologyProbe.Missing(broker, queue)).Count == 0, "the service to make its queue again", 90);
        await Ready(200, "Healthy");
        await probe.Publish(new Contracts.Probe.V1.Count("after-the-queue", 1));
        await probe.Counted("after-the-queue", 1);
    }

    [Fact]
    public async Task S12_a_deleted_exchange_to_which_it_publishes_degrades_a_service()
    {
        await using var broker = await Connect();
        await using var channel = await broker.CreateChannelAsync();
        await channel.ExchangeDeleteAsync(Said);
        await Ready(200, $"Degraded\ntopology: The broker lacks exchange {Said}.");
        await channel.ExchangeDeclareAsync(Said, ExchangeType.Fanout, durable: true);
        await Ready(200, "Healthy");
    }

    [Fact]
    public async Task What_was_never_there_degrades_and_what_is_lost_does_more_and_nobody_guesses_while_the_broker_is_away()
    {
        var health = new TopologyHealth();
        Assert.Equal(HealthStatus.Healthy, await Status());
        health.Note([Exchange], [Exchange]);
        Assert.Equal(HealthStatus.Degraded, await Status());
        health.Note([Exchange], []);
        Assert.Equal(HealthStatus.Healthy, await Status());
        health.Note([Exchange], [Exchange]);
        Assert.Equal(HealthStatus.Unhealthy, await Status());
        health.Forget();
        Assert.Equal(HealthStatus.Healthy, await Status());
        health.Note([Exchange], [Exchange]);
        Assert.Equal(HealthStatus.Unhealthy, await Status());

        async Task<HealthStatus> Status() => (await health.CheckHealthAsync(new HealthCheckContext())).Status;
    }

    [Fact]
    public void A_service_needs_its_queues_what_leads_to_them_and_that_to_which_it_publishes()
    {
        var needs = Topology.OfPlatform.NeedsOf("credit");
        Assert.Contains(new NeededPart("credit-assess-credit", IsQueue: true, ToHear: true), needs);
        Assert.Contains(new NeededPart("credit-assess-credit", IsQueue: false, ToHear: true), needs);
        Assert.Contains(new NeededPart("Rma.Contracts.Credit.V1:AssessCredit", IsQueue: false, ToHear: true), needs);
        Assert.Contains(new NeededPart("Rma.Contracts.Credit.V1:CreditIssued", IsQueue: false, ToHear: false), needs);
        Assert.Contains(new NeededPart("finance", IsQueue: false, ToHear: false), needs);
        Assert.Contains(new NeededPart("credit-given-up", IsQueue: true, ToHear: true), needs);
        Assert.DoesNotContain(needs, part => part.Name.StartsWith("repair-", StringComparison.Ordinal));
        Assert.Equal(needs.Count, needs.Select(part => (part.Name, part.IsQueue)).Distinct().Count());
        Assert.All(Topology.OfPlatform.Services, service => Assert.NotEmpty(Topology.OfPlatform.NeedsOf(service.Name)));
    }

    [Fact]
    public async Task R2_a_queue_that_answers_or_was_deleted_is_not_down()
    {
        await using var connection = await Connect();
        Assert.Empty(await TopologyProbe.Down(connection, ["probe-count", "never-was", "probe-gather"]));
    }

    [Fact]
    public void S12_an_alert_tells_of_missing_parts()
    {
        var alerts = File.ReadAllText(Path.Combine(Servers.Root, "deploy", "telemetry", "alerts.yml"));
        Assert.Contains("rma_topology_missing", alerts, StringComparison.Ordinal);
    }

    private async Task<IConnection> Connect()
    {
        var broker = probe.Services.GetRequiredService<MessagingOptions>().Broker;
        return await (await Servers.Ready).Connecting(broker.VirtualHost).CreateConnectionAsync();
    }

    private async Task Ready(int status, string text)
    {
        using var http = probe.As(null);
        await Wait.Until(async () =>
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }, seen => seen.Item1 == status && seen.Item2.Contains(text, StringComparison.Ordinal), $"{status} {text}", 60);
    }
}

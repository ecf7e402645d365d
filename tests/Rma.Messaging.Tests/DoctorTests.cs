using System.Diagnostics;
using RabbitMQ.Client;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>S12: <c>./rma doctor</c> names what the broker lacks, bindings too, which no service may see.</summary>
public sealed class DoctorTests(BrokerRightsTests.Deployed deployed) : IClassFixture<BrokerRightsTests.Deployed>
{
    private const string Script =
        """
        ROOT=$1 INSTANCE=test VHOST=$2 MANAGEMENT=$3
        source "$ROOT/deploy/lib/doctor.sh"
        bad() { printf '✗ %s\n' "$*"; }
        good() { printf '✓ %s\n' "$*"; }
        broker_api() {
            curl -fsS --max-time 5 -u "$RMA_RABBITMQ_ADMIN_USER:$RMA_RABBITMQ_ADMIN_PASSWORD" "$MANAGEMENT/api/${1/rma/$VHOST}"
        }
        TROUBLES=0
        examine_topology
        printf '%s to look at\n' "$TROUBLES"
        """;

    [Fact]
    public async Task S12_the_doctor_names_every_exchange_queue_and_binding_that_is_missing()
    {
        Assert.Equal("✓ every exchange, queue and binding of the topology is there\n0 to look at\n", await Doctor());
        await using var broker = await (await Servers.Ready).Connecting(deployed.Vhost).CreateConnectionAsync();
        await using var channel = await broker.CreateChannelAsync();
        await channel.ExchangeDeleteAsync("history");
        await channel.QueueDeleteAsync("repair-open-repair-job");
        await channel.ExchangeUnbindAsync("credit-assess-credit", "Rma.Contracts.Credit.V1:AssessCredit", "");
        await channel.QueueUnbindAsync("finance.credit-notes", "finance", "credit-note");
        string[] missing =
        [
            "binding of Rma.Contracts.Credit.V1:AssessCredit to the exchange credit-assess-credit",
            "binding of finance to the queue finance.credit-notes with the key credit-note",
            "binding of history to the queue finance.histories with the key history",
            "binding of repair-open-repair-job to the queue repair-open-repair-job",
            "exchange history", "queue repair-open-repair-job",
        ];
        Assert.Equal(
            string.Concat(missing.Select(part => $"✗ RabbitMQ lacks the {part}: ./rma up puts it back; find out who deleted it\n"))
                + "6 to look at\n", await Doctor());
    }

    private async Task<string> Doctor()
    {
        var servers = await Servers.Ready;
        using var http = servers.Management();
        var start = new ProcessStartInfo("bash", ["-euc", Script, "doctor", Servers.Root, deployed.Vhost,
            http.BaseAddress!.ToString().TrimEnd('/')]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var name in new[] { "RMA_RABBITMQ_ADMIN_USER", "RMA_RABBITMQ_ADMIN_PASSWORD" }) start.Environment[name] = servers[name];
        using var bash = Process.Start(start)!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return said;
    }
}

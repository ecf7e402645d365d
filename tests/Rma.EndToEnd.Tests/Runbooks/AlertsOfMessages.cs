using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests.Runbooks;

/// <summary>Messages that do not go their way: what the page tells an operator to do about them does it.</summary>
[Collection("stories")]
public sealed class AlertsOfMessages(StoriesPlatform platform) : AlertRunbooks(platform)
{
    [Fact]
    [Runbook("alerts", "OutboxIsOld", Whole = true)]
    public async Task What_waits_for_the_broker_leaves_when_it_is_started()
    {
        var page = Open("OutboxIsOld");
        await Platform.Rma("stop", "--kill", "rabbitmq");
        await Wait.Until(() => Platform.Scalar<long>("credit", "select count(*) from outbox where visible_at <= now()"),
            waiting => waiting > 0, "something to say");
        await page.Shows("Look at", "\"pending\":", "Degraded", "RabbitMQ (rabbitmq) does not run");
        await page.Run("Do");
        await page.ShowsSoon("Then check", said => said.Contains("\"pending\":0", StringComparison.Ordinal), "an empty outbox");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "OutboxParked", Whole = true)]
    public async Task A_parked_message_is_sent_when_it_is_let_go()
    {
        var page = Open("OutboxParked");
        await Platform.Scalar<object>("issuance",
            """
            create function park() returns trigger language plpgsql as
                $$ begin new.parked_at := now(); new.last_error := 'no queue is bound to take it'; return new; end $$;
            create trigger park before insert on outbox for each row execute function park()
            """);
        try
        {
            await Wait.Until(() => Parked(), count => count > 0, "a message to be parked");
        }
        finally
        {
            await Platform.Scalar<object>("issuance", "drop trigger park on outbox; drop function park()");
        }

        await page.Shows("Look at", "\"parked\":", "no queue is bound to take it");
        await page.Run("Do");
        await Wait.Until(() => Parked(), count => count == 0, "the parked messages to be sent");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "Quarantined", Whole = true)]
    public async Task A_dead_letter_goes_on_when_its_cause_is_mended_and_another_is_closed()
    {
        var (page, good, wrong) = (Open("Quarantined"), Serial(), Serial());
        await Platform.Scalar<object>("issuance",
            $$"""
            create function break_down() returns trigger language plpgsql as
                $a$ begin if new.data::text like '%{{good}}%' then raise exception 'an error of ours'; end if; return new; end $a$;
            create trigger break_down before insert on mt_events for each row execute function break_down()
            """);
        string failed;
        try
        {
            await Publish(new JsonObject
            {
                ["shipmentId"] = good, ["revision"] = 1, ["serialNumber"] = good, ["sku"] = Catalogue.Recorder.Sku, ["accountId"] = "ONE",
                ["shippedAt"] = "2026-03-02T17:30:00Z",
            });
            failed = await DeadLetter(good);
        }
        finally
        {
            await Platform.Scalar<object>("issuance", "drop trigger break_down on mt_events; drop function break_down()");
        }

        await Publish(new JsonObject { ["shipmentId"] = wrong, ["revision"] = 1, ["serialNumber"] = wrong });
        var invalid = await DeadLetter(wrong);
        await page.Shows("Look at", "message.failed", "message.malformed");
        await page.Run("Do", [("id", failed), ("what was mended", "the error of ours")]);
        await Wait.Until(() => Platform.Scalar<long>("issuance", $"select count(*) from mt_events where data::text like '%{good}%'"),
            count => count > 0, "the shipment");
        await page.Run("Do", [("id", invalid), ("what was said instead", "the whole shipment, by hand")]);
        Assert.Equal(0, await Platform.Scalar<long>("issuance",
            $"select count(*) from quarantine where id in ('{failed}', '{invalid}') and replayed_at is null and settled_at is null"));
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "GivenUp", Whole = true)]
    public async Task What_the_broker_gave_up_is_sent_again_by_two_people_and_what_is_dead_is_taken_out()
    {
        var page = Open("GivenUp");
        await using var one = new OneReturn(Platform);
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        await using var connection = await Platform.Settings.Connect("RABBITMQ_ADMIN", "runbook");
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicRejectAsync((await Note(channel, one)).DeliveryTag, requeue: false);
        var dead = $"dead-{Serial()}";
        await channel.BasicPublishAsync("", "dead", false, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(dead));
        var id = await Wait.Until(() => Platform.Scalar<string>("credit",
            $"select id::text from quarantine where code = 'message.given-up' and convert_from(body, 'UTF8') like '%{one.Serial}%'"),
            found => found is not null, "the note among the dead letters");
        await page.Shows("Look at", "message.given-up", dead);

        await page.Run("Do", [("id", id!), ("what was mended", "its reader was mended"), ("second person", "anna")]);
        await channel.BasicAckAsync((await Note(channel, one)).DeliveryTag, multiple: false);
        await page.Shows("Do", dead);
        Assert.Equal(0u, (await channel.QueueDeclarePassiveAsync("dead")).MessageCount);
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "Stuck", Whole = true)]
    public async Task A_return_that_was_waited_for_too_long_asks_again()
    {
        var page = Open("Stuck");
        await using var one = new OneReturn(Platform);
        await one.Authorize();
        await one.InState("AwaitingArrival");
        var id = (await Platform.Scalar<Guid>("issuance",
            "update sagas set entered_at = entered_at - interval '46 days' " +
            $"where data->>'RmaNumber' = '{one.RmaNumber}' returning correlation_id")).ToString();
        await page.Shows("Look at", id, "it has been in this state for longer than 45 days");
        await page.Run("Do", [("id", id), ("why it goes on now", "the requester was told")]);
        await Wait.Until(() => Platform.Rma("stuck"), said => !said.Contains(id, StringComparison.Ordinal), "it to be stuck no more");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "TopologyMissing", Whole = true)]
    public async Task What_somebody_deleted_at_the_broker_is_put_back()
    {
        const string exchange = "Rma.Contracts.Credit.V1:NoChargeDue";
        var page = Open("TopologyMissing");
        using (var broker = Platform.Settings.Management())
        using (var deleted = await broker.DeleteAsync(new Uri($"api/exchanges/rma/{Uri.EscapeDataString(exchange)}", UriKind.Relative)))
            deleted.EnsureSuccessStatusCode();
        using var http = new HttpClient { BaseAddress = Platform.Settings.Replicas("CREDIT").First() };
        await Wait.Until(() => Health(http), said => said.Contains(exchange, StringComparison.Ordinal), "credit to miss it");
        await page.Shows("Look at", $"RabbitMQ lacks the exchange {exchange}");
        await page.Run("Do");
        Assert.DoesNotContain("RabbitMQ lacks", await page.Run("Then check"), StringComparison.Ordinal);
        await Wait.Until(() => Health(http), said => !said.Contains(exchange, StringComparison.Ordinal), "credit to see it again");
        page.Ended();
    }

    private static string Serial() => $"BOOK-{Guid.CreateVersion7():N}"[..24];

    private Task<long> Parked() => Platform.Scalar<long>("issuance", "select count(*) from outbox where parked_at is not null");

    private static async Task<string> Health(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task Publish(JsonObject shipment)
    {
        var told = await Programs.Run("bash", [Path.Combine(Servers.Root, "rma"), "publish", "UnitShipped", "-"], Servers.Root,
            new Dictionary<string, string> { ["RMA_INSTANCE"] = Platform.Instance }, shipment.ToJsonString());
        Assert.True(told.ExitCode == 0, told.Output);
    }

    private async Task<string> DeadLetter(string serial) => (await Wait.Until(() => Platform.Scalar<string>("issuance",
        $"select id::text from quarantine where convert_from(body, 'UTF8') like '%{serial}%'"), id => id is not null,
        $"the dead letter of {serial}", 60))!;

    // Others' notes stay in the queue: they come back when the channel that looked through them is closed.
    private static async Task<BasicGetResult> Note(IChannel channel, OneReturn one)
    {
        var others = new List<ulong>();
        var note = await Wait.Until(async () =>
        {
            var got = await channel.BasicGetAsync("finance.credit-notes", autoAck: false);
            if (got is null || Encoding.UTF8.GetString(got.Body.Span).Contains(one.Serial, StringComparison.Ordinal)) return got;
            others.Add(got.DeliveryTag);
            return null;
        }, got => got is not null, "the note", 60);
        foreach (var tag in others) await channel.BasicRejectAsync(tag, requeue: true);
        return note!;
    }
}

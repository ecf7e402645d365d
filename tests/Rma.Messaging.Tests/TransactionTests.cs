using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.EventSourcing;
using Rma.Testing;
using V1 = Rma.Contracts.Probe.V1;

namespace Rma.Messaging.Tests;

/// <summary>Inbox, events, outbox: one transaction per step, under all failures.</summary>
public sealed class TransactionTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    [Fact]
    public async Task A_step_is_stored_told_and_removed_from_the_outbox()
    {
        var told = await probe.Listen<V1.Counted>();
        await probe.Publish(new V1.Count("step", 3));
        Assert.Equal(3, (await Wait.Until(told.Take, message => message?.Tally == "step", "the news"))!.Total);
        await Wait.Until(() => probe.Scalar<long>(
            "select count(*) from outbox where visible_at = '-infinity' and exchange like '%Counted'"), count =>
            count == 0, "the outbox to be empty");
    }

    [Fact]
    public async Task The_same_message_five_times_counts_once()
    {
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 5; i++) await probe.Publish(new V1.Count("five", 1), id);
        await probe.Publish(new V1.Count("five", 1));
        await probe.Counted("five", 2);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => probe.Publish(new V1.Count("five", 1), id)));
        await probe.Publish(new V1.Count("five", 1));
        await probe.Counted("five", 3);
    }

    [Theory]
    [InlineData("fail", "message.failed")]
    [InlineData("refuse", "tally.closed")]
    public async Task A_consumer_that_fails_leaves_nothing_but_the_quarantined_message(string then, string code)
    {
        var id = Guid.CreateVersion7();
        await probe.Publish(new V1.Count($"half-{then}", 1, then), id);
        await Wait.Until(() => probe.Scalar<string>($"select code from quarantine where message_id = '{id}'"), seen =>
            seen == code, "the quarantine");
        Assert.Equal(0, await probe.Events($"half-{then}"));
        Assert.Equal(0, await probe.Scalar<long>($"select count(*) from inbox where message_id = '{id}'"));
    }

    [Fact]
    public async Task A_deadline_waits_for_the_platform_clock()
    {
        await probe.Publish(new V1.Count("deadline", 1, "tomorrow"));
        await probe.Counted("deadline", 1);
        await Wait.Until(() => probe.Scalar<long>("select count(*) from outbox where visible_at > now()"), count =>
            count == 1, "the deadline to be waiting");
        using var http = probe.As("operator");
        await MoveClock(90_000);
        await probe.Counted("deadline", 2);
        await MoveClock(0);

        async Task MoveClock(long seconds)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Put, new Uri("/platform/clock", UriKind.Relative)) { Content =
                System.Net.Http.Json.JsonContent.Create(new { offsetSeconds = seconds }) };
            request.Headers.Add("Idempotency-Key", $"clock-{seconds}");
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task An_answer_that_nobody_was_there_to_hear_is_given_whole_when_it_is_asked_for_again()
    {
        const string door = "/tallies/hung-up/hung-up-once";
        await Assert.ThrowsAsync<HttpRequestException>(() => probe.Post("operator", door, new { }, "hung-up-once"));
        Assert.Equal(1, (int)(await probe.Post("operator", door, new { }, "hung-up-once")).Body!["total"]!);
        Assert.Equal(1, await probe.Events("hung-up"));
    }

    [Fact]
    public async Task What_cannot_be_said_at_all_is_charged_and_does_not_hold_up_the_rest()
    {
        await using (var plant = probe.Database.CreateCommand(
            "insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory) " +
                $"values (gen_random_uuid(), 'unsayable', '', '{new string('x', 300)}', '{{}}', '', false)"))
            await plant.ExecuteNonQueryAsync();
        var told = await probe.Listen<V1.Counted>();
        await probe.Publish(new V1.Count("after-the-unsayable", 1));
        await Wait.Until(told.Take, message => message?.Tally == "after-the-unsayable", "the next news");
        await Wait.Until(() => probe.Scalar<int>("select attempts from outbox where exchange = 'unsayable'"), attempts =>
            attempts >= 1, "a charged attempt");
        await using var remove = probe.Database.CreateCommand("delete from outbox where exchange = 'unsayable'");
        await remove.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task What_no_queue_takes_is_tried_again_and_does_not_hold_up_the_rest()
    {
        var told = await probe.Listen<V1.Counted>();
        await probe.Publish(new V1.Count("nobody", 1, "nobody"));
        await Wait.Until(() => probe.Scalar<int>("select attempts from outbox where exchange like '%NobodyListens'"), attempts =>
            attempts >= 1, "a failed attempt");
        Assert.Equal("no queue is bound to take it",
            await probe.Scalar<string>("select last_error from outbox where exchange like '%NobodyListens'"));
        await probe.Publish(new V1.Count("after-nobody", 1));
        await Wait.Until(told.Take, message => message?.Tally == "after-nobody", "the next news");
        var listening = await probe.Listen<V1.NobodyListens>();
        Assert.Equal("nobody", (await listening.Next(40)).Tally);
    }

    [Fact]
    public async Task A_row_that_was_parked_leaves_again_when_an_operator_says_so()
    {
        await using (var park = probe.Database.CreateCommand(
            """
            insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory, parked_at)
            values ($1, 'Rma.Contracts.Probe.V1:Count', '', 'application/vnd.masstransit+json', $2, $3, true, now())
            """))
        {
            var id = Guid.CreateVersion7();
            var envelope = new JsonObject { ["messageId"] = id.ToString(),
                ["messageType"] = new JsonArray("urn:message:Rma.Contracts.Probe.V1:Count"),
                ["message"] = new JsonObject { ["tally"] = "parked", ["by"] = 1 } };
            var body = System.Text.Encoding.UTF8.GetBytes(envelope.ToJsonString());
            park.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            park.Parameters.Add(new NpgsqlParameter
            {
                Value = probe.SignedHeaders(id, body), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb,
            });
            park.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
            await park.ExecuteNonQueryAsync();
        }

        Assert.True((await probe.Get("operator", "/outbox")).Body!["parked"]!.GetValue<long>() >= 1);
        Assert.Equal("unpark.reason-missing", (await probe.Post("operator", "/outbox/unpark", new { reason = " " })).Code);
        Assert.Equal(200, (await probe.Post("operator", "/outbox/unpark", new { reason = "the exchange is back" })).Status);
        await probe.Counted("parked", 1);
    }

    [Fact]
    public async Task Low_who_unparked_what_and_why_is_kept()
    {
        var id = Guid.CreateVersion7();
        await using (var park = probe.Database.CreateCommand(
            "insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory, parked_at, last_error) " +
                $"values ('{id}', 'nowhere', '', 'application/json', '{{}}', '', true, now(), 'no such exchange')"))
            await park.ExecuteNonQueryAsync();
        await probe.Post("operator", "/outbox/unpark", new { reason = "it was made" });
        var row = (await probe.Get("auditor", "/platform/retries")).Body!.AsArray().Single(row => row!["item"]!.GetValue<Guid>() == id)!;
        Assert.Equal(("parked", "no such exchange", "operator", "it was made"),
            ((string?)row["kind"], (string?)row["cause"], (string?)row["by"], (string?)row["reason"]));
        await using var remove = probe.Database.CreateCommand($"delete from outbox where message_id = '{id}'");
        await remove.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Killed_database_sessions_are_waited_out_and_nothing_is_put_aside()
    {
        for (var i = 0; i < 30; i++) await probe.Publish(new V1.Count("killed", 1, "sleep"));
        // On connections of its own: those of the service's pool are terminated.
        await using var killer = NpgsqlDataSource.Create(
            probe.Services.GetRequiredService<IConfiguration>().GetConnectionString("Migration") + ";Pooling=false");
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(150);
            await using var kill = killer.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity " +
                "where datname = current_database() and pid <> pg_backend_pid()");
            await kill.ExecuteNonQueryAsync();
        }

        probe.Database.Clear(); // the queries below need fresh connections
        await probe.Counted("killed", 30);
        Assert.Equal(0, await probe.Scalar<long>(
            "select count(*) from quarantine where reason like '%killed%' or code = 'message.failed' and reason like '%Npgsql%'"));
    }

    [Fact]
    public async Task A_refusal_over_HTTP_is_a_problem_and_leaves_nothing()
    {
        var answer = await probe.Post("operator", "/tallies/refused/refusal", new { }, "refused-1");
        Assert.Equal((409, "tally.closed"), (answer.Status, answer.Code));
        Assert.Equal(("Open it.", "P4"), (answer.Body!["wouldChange"]!.GetValue<string>(), answer.Body["clauses"]![0]!.GetValue<string>()));
        Assert.Equal(0, await probe.Events("refused"));
        Assert.Equal(0, await probe.Scalar<long>("select count(*) from idempotency where key = 'refused-1'"));
    }

    [Fact]
    public async Task Two_hundred_identical_requests_have_one_effect_and_one_answer()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => probe.PostPatiently("operator", "/tallies/two-hundred", new { }, "two-hundred")));
        Assert.Equal(["""{"total":1}"""], answers.Select(answer => answer.Text).Distinct());
        Assert.Single(answers, answer => !answer.Replayed);
        Assert.Equal(1, await probe.Events("two-hundred"));
    }

    [Fact]
    public async Task The_same_key_of_another_client_is_another_request()
    {
        probe.AddKey("operator-2", "operator");
        await probe.Post("operator", "/tallies/clients", new { }, "shared-key");
        Assert.False((await probe.Post("operator-2", "/tallies/clients", new { }, "shared-key")).Replayed);
        Assert.Equal(2, await probe.Events("clients"));
    }

    [Fact]
    public async Task A_message_added_after_the_commit_is_an_error_not_a_loss()
    {
        await using var scope = probe.Services.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await scope.ServiceProvider.GetRequiredService<AmbientTransaction>().Begin(default);
        await unitOfWork.Commit();
        Assert.Throws<InvalidOperationException>(() => unitOfWork.Add(OutboxRow.PlainJson(Guid.CreateVersion7(), "x", "", new { })));
    }

    [Fact]
    public void Retry_stands_outside_the_transaction()
    {
        var probed = probe.Services.GetRequiredService<IBus>().GetProbeResult();
        var pipeline = System.Text.Json.JsonSerializer.Serialize(probed.Results);
        var queue = pipeline[pipeline.IndexOf("probe-count", StringComparison.Ordinal)..];
        var (retry, transaction) = (queue.IndexOf("retry", StringComparison.OrdinalIgnoreCase),
            queue.IndexOf("outbox", StringComparison.OrdinalIgnoreCase));
        Assert.True(retry > 0 && transaction > retry, $"retry at {retry}, transaction at {transaction}");
    }
}

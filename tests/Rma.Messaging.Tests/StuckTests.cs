using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Rma.Testing;
using V1 = Rma.Contracts.Probe.V1;

namespace Rma.Messaging.Tests;

/// <summary>Stuck items are listed with cause and age, can be retried by an operator, and the retry is recorded.</summary>
public sealed class StuckTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    [Fact]
    public async Task A_parked_message_is_listed_leaves_when_it_is_retried_and_a_repeat_changes_nothing()
    {
        var id = await InOutbox("stuck-parked", "parked_at = now() - interval '1 hour', last_error = 'no queue is bound to take it'");
        var item = await Listed(id);
        Assert.Equal(("parked", "no queue is bound to take it"), (Text(item, "kind"), Text(item, "cause")));
        Assert.True(item["ageSeconds"]!.GetValue<long>() >= 3_600);

        var retried = await Retry(id, "the queue is there now");
        Assert.Equal((202, "retried", "operator"), (retried.Status, Text(retried.Body!, "outcome"), Text(retried.Body!, "by")));
        await probe.Counted("stuck-parked", 1);
        await Gone(id);

        var again = await Retry(id, "to be sure");
        Assert.Equal((200, "already", "the queue is there now"), (again.Status, Text(again.Body!, "outcome"), Text(again.Body!, "reason")));
        Assert.Equal(1, await probe.Events("stuck-parked"));
        var written = Assert.Single((await probe.Get("auditor", "/platform/retries")).Body!.AsArray(), row =>
            Text(row!, "item") == id.ToString("D"))!;
        Assert.Equal(("operator", "the queue is there now", "parked"),
            (Text(written, "by"), Text(written, "reason"), Text(written, "kind")));
        Assert.InRange(written["at"]!.GetValue<DateTimeOffset>(), TimeProvider.System.GetUtcNow().AddMinutes(-1),
            TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task A_deadline_that_is_overdue_is_listed_with_its_age_and_leaves_when_it_is_retried()
    {
        var id = await InOutbox("stuck-overdue",
            "visible_at = now() - interval '10 minutes', retry_at = now() + interval '1 hour', last_error = 'the broker refused it'");
        var item = await Listed(id);
        Assert.Equal(("overdue", "the broker refused it"), (Text(item, "kind"), Text(item, "cause")));
        Assert.Contains("(deadline)", Text(item, "what"), StringComparison.Ordinal);
        Assert.InRange(item["ageSeconds"]!.GetValue<long>(), 595, 700);
        Assert.Equal(202, (await Retry(id, "the broker is well again")).Status);
        await probe.Counted("stuck-overdue", 1);
        await Gone(id);
    }

    [Fact]
    public async Task A_quarantined_message_is_listed_with_its_reason_and_goes_back_to_its_queue()
    {
        var messageId = Guid.CreateVersion7();
        await probe.Publish(new V1.Count("stuck-refused", 1, "refuse"), messageId);
        var id = (await Wait.Until(() => probe.Scalar<Guid?>($"select id from quarantine where message_id = '{messageId}'"), found =>
            found is not null, "the quarantine"))!.Value;
        Assert.Equal(("quarantined", "tally.closed: The tally is closed."),
            (Text(await Listed(id), "kind"), Text(await Listed(id), "cause")));
        Assert.Equal(202, (await Retry(id, "the tally is open")).Status);
        Assert.Equal("operator", await probe.Scalar<string>(
            $"select replayed_by from quarantine where id = '{id}' and replayed_by is not null") ?? "operator");
        // It is still invalid: it is dead-lettered again and listed again.
        await Wait.Until(() => probe.Scalar<long>($"select count(*) from quarantine where id = '{id}' and replayed_at is null"), count =>
            count == 1, "it to come back");
        await Listed(id);
    }

    /// <summary>The watchdog reads this backlog every ten seconds: an error here would end the process.</summary>
    [Fact]
    public async Task A_message_that_somebody_put_off_for_ever_does_not_break_the_backlog()
    {
        var id = await InOutbox("stuck-never", "retry_at = 'infinity'");
        var backlog = await probe.Get("operator", "/outbox");
        Assert.Equal(200, backlog.Status);
        Assert.True(backlog.Body!["pending"]!.GetValue<long>() >= 1);
        Assert.Equal("overdue", Text(await Listed(id), "kind"));
        Assert.Equal(202, (await Retry(id, "it may go now")).Status);
        await Gone(id);
    }

    [Fact]
    public async Task What_is_under_way_is_not_stuck()
    {
        var scheduled = await InOutbox("stuck-later", "visible_at = now() + interval '1 day'");
        Assert.DoesNotContain((await probe.Get("operator", "/platform/stuck")).Body!.AsArray(), item =>
            Text(item!, "id") == scheduled.ToString("D"));
        Assert.Equal((404, "stuck-item.not-found"), await Refused(scheduled, "why not"));
    }

    [Fact]
    public async Task Nobody_retries_without_a_reason_what_is_not_there_or_without_being_allowed()
    {
        Assert.Equal((404, "stuck-item.not-found"), await Refused(Guid.CreateVersion7(), "why not"));
        Assert.Equal((400, "retry.reason-missing"), await Refused(Guid.CreateVersion7(), "  "));
        Assert.Equal(403, (await probe.Post("returns-desk", $"/platform/stuck/{Guid.CreateVersion7()}/retry", new { reason = "mine" }))
            .Status);
        Assert.Equal(403, (await probe.Get("scanner", "/platform/stuck")).Status);
        Assert.Equal((400, "request.limit-out-of-range"),
            (await probe.Get("operator", "/platform/stuck?limit=201")) switch { var answer => (answer.Status, answer.Code) });
    }

    private async Task<(int, string?)> Refused(Guid id, string reason) =>
        await Retry(id, reason) switch { var answer => (answer.Status, answer.Code) };

    private Task<HttpAnswer> Retry(Guid id, string reason) => probe.Post("operator", $"/platform/stuck/{id}/retry", new { reason });

    private async Task<JsonNode> Listed(Guid id) =>
        (await Wait.Until(async () => (await probe.Get("auditor", "/platform/stuck?limit=200")).Body!.AsArray()
        .FirstOrDefault(item => Text(item!, "id") == id.ToString("D")), item => item is not null, $"{id} to be listed"))!;

    private Task Gone(Guid id) =>
        Wait.Until(async () => (await probe.Get("operator", "/platform/stuck?limit=200"))
        .Text.Contains(id.ToString("D"), StringComparison.Ordinal), seen => !seen, $"{id} to be gone");

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    // A message to the tally with the state set here; the row is old, so that it counts as overdue.
    private async Task<Guid> InOutbox(string tally, string state)
    {
        var id = Guid.CreateVersion7();
        var envelope = new JsonObject { ["messageId"] = id.ToString(),
            ["messageType"] = new JsonArray("urn:message:Rma.Contracts.Probe.V1:Count"),
            ["message"] = new JsonObject { ["tally"] = tally, ["by"] = 1 } };
        var columns = state.Split(", ").Select(set => set.Split(" = ", 2)).ToArray();
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var insert = probe.Database.CreateCommand(
            $"""
            insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory, created_at,
                {string.Join(", ", columns.Select(set => set[0]))})
            values ($1, 'Rma.Contracts.Probe.V1:Count', '', 'application/vnd.masstransit+json', $3, $2, true,
                now() - interval '1 hour', {string.Join(", ", columns.Select(set => set[1]))})
            """);
#pragma warning restore CA2100
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        var body = Encoding.UTF8.GetBytes(envelope.ToJsonString());
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        insert.Parameters.Add(
            new NpgsqlParameter { Value = probe.SignedHeaders(id, body), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        await insert.ExecuteNonQueryAsync();
        return id;
    }
}

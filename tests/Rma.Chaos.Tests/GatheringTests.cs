using Dapper;

namespace Rma.Chaos.Tests;

/// <summary>
/// Errors are found where they occur: in the tables, the queues and the logs of the running platform, not in made-up evidence.
/// </summary>
[Collection("stage")]
public sealed class GatheringTests(StageFixture fixture)
{
    private const string Planted = "planted.for.the.checker";
    private static readonly DateTimeOffset Once = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_parked_put_aside_is_due_or_crashed_is_found()
    {
        var nothing = Path.GetTempFileName();
        await using var repair = await fixture.Stage.Instance.Open("repair");
        await repair.ExecuteAsync($"""
            insert into quarantine (id, queue, code, reason, headers, body) values (gen_random_uuid(), '{Planted}', 'message.unreadable',
                'planted', '[]', '');
            insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory, retry_at, parked_at, last_error)
            values (gen_random_uuid(), '{Planted}', '', 'application/json', '[]', '', false, 'infinity', now(), 'planted'),
                   (gen_random_uuid(), '{Planted}', '', 'application/json', '[]', '', false, 'infinity', null, null);
            """);
        // In the past, so that no other round counts it.
        await File.AppendAllTextAsync(Path.Combine(fixture.Stage.Instance.Folder, "logs", "repair.log"),
            "2020-01-02T00:00:00Z keeper: ended with status 137, started again in 2 s\nUnhandled exception. Planted.\n" +
            "2020-01-02T00:00:01Z keeper: ended with status 134, started again in 2 s\n" +
            "Process terminated. rma.watchdog: messaging is wedged\n" +
            "2020-01-02T00:00:02Z keeper: ended with status 134, started again in 2 s\n");
        try
        {
            var evidence = await new Gathering(fixture.Stage.Instance, "no run", Once)
                .Read(nothing, nothing, [], new Dictionary<string, int> { ["repair 500"] = 2, ["repair 503"] = 9 });
            Assert.Equal("repair: planted.for.the.checker: planted", Words(Assert.Single(evidence.Parked)));
            Assert.Equal("repair: planted.for.the.checker: message.unreadable: planted", Words(Assert.Single(evidence.Quarantined)));
            Assert.Contains("repair: 1 in the outbox", evidence.Waiting.Select(Words));
            Assert.Equal("repair: 2020-01-02T00:00:01Z keeper: ended with status 134, started again in 2 s Unhandled exception. Planted.",
                Words(Assert.Single(evidence.Crashed)));
            Assert.StartsWith("repair: 2020-01-02T00:00:02Z keeper: ended with status 134", Words(Assert.Single(evidence.EndedByWatchdog)),
                StringComparison.Ordinal);
            Assert.Equal("repair 500: 2 times", Words(Assert.Single(evidence.Errors)));
        }
        finally
        {
            await repair.ExecuteAsync($"delete from quarantine where queue = '{Planted}'; delete from outbox where exchange = '{Planted}'");
            File.Delete(nothing);
        }
    }

    private static string Words(Leftover leftover) => $"{leftover.Where}: {leftover.What}";
}

using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>The read side is the same in whatever order, how often and how many at a time it is told.</summary>
public sealed class ShuffledTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    // The slot that is read: a read side that was empty builds the other one meanwhile.
    private const string Content =
        """
        select md5(string_agg(line, E'\n' order by line)) from (
            select slot, to_jsonb(t)::text from heard t union all select slot, to_jsonb(t)::text from returns t
            union all select slot, to_jsonb(t)::text from parcels t union all select slot, to_jsonb(t)::text from accounts t
            union all select slot, to_jsonb(t)::text from terms t) all_rows (slot, line)
        where slot = 0
        """;

    [Fact]
    public async Task What_was_told_in_order_and_what_is_told_shuffled_and_twice_at_once_is_the_same_content()
    {
        var stories = Enumerable.Range(1, 12).Select(number => new Told($"SHUFFLE-{number:00}", $"ACC-{number % 3}")).ToArray();
        (Guid Id, object Message)[] messages = [.. stories
            .SelectMany((told, number) => told.UntilQuote().Concat(number % 2 == 0 ? [told.Credited, told.Closed("credited")] : []))
            .Select(message => (Guid.CreateVersion7(), message))];
        foreach (var (id, message) in messages)
        {
            await console.Publish(message, id);
            // One at a time: a message is heard before the next one is told.
            await Heard(1, $"message_id = '{id}'");
        }

        var inOrder = await console.Scalar<string>(Content);
        Assert.Equal(12, await console.Scalar<long>("select count(*) from returns where slot = 0"));

        foreach (var seed in new[] { 1, 2, 3 })
        {
            await Execute("truncate heard, returns, parcels, accounts, terms");
            var shuffled = messages.Concat(messages).ToArray();
            new Random(seed).Shuffle(shuffled);
            foreach (var (id, message) in shuffled) await console.Publish(message, id);
            await Heard(messages.Length, "true");
            await Wait.Until(() => console.Scalar<string>(Content), content => content == inOrder, $"the same content (seed {seed})");
        }

        Assert.Equal(0, await console.Scalar<long>("select count(*) from quarantine"));
    }

    private Task Heard(long count, string which) => Wait.Until(
        () => console.Scalar<long>($"select count(*) from heard where slot = 0 and {which}"), found => found == count, "all of it");

    private async Task Execute(string sql)
    {
        await using var command = console.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

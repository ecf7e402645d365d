using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>The read side is made again of what the services tell of their past, while answers go on from the old one.</summary>
public sealed class RebuildTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    [Fact]
    public async Task It_comes_out_as_it_grew_and_fills_what_was_lost()
    {
        // A read side that was never built asks by itself; the first time everything is new.
        var (heard, missed) = (new Told("HEARD-1"), new Told("MISSED-1"));
        var past = Ids(heard);
        foreach (var (id, message) in past) await console.Publish(message, id);
        await console.InState(heard, "AwaitingQuoteAnswer");
        await Running();
        Assert.Equal((409, "rebuild.under-way"), await Status(console.Post("operator", "/rebuilds", new { })));
        await Ended(await console.TellPast((await Running())!.Value, [.. past, .. Ids(missed)]));
        await console.InState(missed, "AwaitingQuoteAnswer");
        await console.InState(heard, "AwaitingQuoteAnswer");

        // The second time, with the same past: nothing differs.
        Assert.Equal(202, (await console.Post("operator", "/rebuilds", new { })).Status);
        var same = await Ended(await console.TellPast((await Running())!.Value, [.. past, .. Ids(missed)]));
        Assert.All(same, table => Assert.Equal((0, 0, 0), (Number(table!, "added"), Number(table!, "changed"), Number(table!, "removed"))));
        Assert.Equal(2, Number(same.Single(table => table!["table"]!.GetValue<string>() == "returns")!, "rows"));

        // One that cannot end is given up; what was read is read further.
        Assert.Equal(202, (await console.Post("operator", "/rebuilds", new { })).Status);
        var stuck = (await Running())!.Value;
        Assert.Equal(204, (await console.Post("operator", $"/rebuilds/{stuck}/abandonment", new { })).Status);
        Assert.Equal((404, "rebuild.not-found"), await Status(console.Post("operator", $"/rebuilds/{stuck}/abandonment", new { })));
        await console.InState(missed, "AwaitingQuoteAnswer");

        // A row that somebody changed is found and mended; what is heard meanwhile is in both.
        await using (var change = console.Database.CreateCommand("update returns set state = 'Closed' where serial_number = 'MISSED-1'"))
            await change.ExecuteNonQueryAsync();
        Assert.Equal(202, (await console.Post("operator", "/rebuilds", new { })).Status);
        var meanwhile = new Told("MEANWHILE-1");
        await console.Tell(meanwhile.UntilQuote());
        await console.InState(meanwhile, "AwaitingQuoteAnswer");
        var mended = await Ended(await console.TellPast((await Running())!.Value, [.. past, .. Ids(missed)]));
        var returns = mended.Single(table => table!["table"]!.GetValue<string>() == "returns")!;
        Assert.Equal((3, 0, 1, 0),
            (Number(returns, "rows"), Number(returns, "added"), Number(returns, "changed"), Number(returns, "removed")));
        Assert.Equal(missed.ReturnId.ToString(), returns["examples"]![0]!.GetValue<string>());
        await console.InState(missed, "AwaitingQuoteAnswer");
        await console.InState(meanwhile, "AwaitingQuoteAnswer");
    }

    // What was told of a return has one id, whenever it is told.
    private readonly Dictionary<string, (Guid, object)[]> ids = [];

    private (Guid Id, object Message)[] Ids(Told told) => ids.TryGetValue(told.Serial, out var known) ? known
        : ids[told.Serial] = [.. told.UntilQuote().Select(message => (Guid.CreateVersion7(), message))];

    private Task<Guid?> Running() => Wait.Until(() => console.Scalar<Guid?>("select rebuild_id from read_side"), id => id is not null,
        "a rebuild to begin");

    private async Task<JsonArray> Ended(Guid rebuildId)
    {
        var ended = await Wait.Until(() => console.Get("operator", "/rebuilds?limit=1"), answer =>
            answer.Body![0]!["stage"]!.GetValue<string>() == "ended", "the rebuild to end");
        Assert.Equal(rebuildId, ended.Body![0]!["rebuildId"]!.GetValue<Guid>());
        return ended.Body![0]!["differences"]!.AsArray();
    }

    private static int Number(JsonNode node, string member) => node[member]!.GetValue<int>();

    private static async Task<(int, string?)> Status(Task<HttpAnswer> answer) => ((await answer).Status, (await answer).Code);
}

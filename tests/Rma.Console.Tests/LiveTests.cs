using System.Text.Json.Nodes;
using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>Whoever watches sees each change within a second, once, in order, and only what it may see.</summary>
public sealed class LiveTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    [Fact]
    public async Task A_change_is_told_to_those_who_may_see_it()
    {
        await using var desk = await Line.Open(console, "returns-desk", "/returns/changes");
        await using var own = await Line.Open(console, "partner", "/returns/changes");
        await using var other = await Line.Open(console, "partner-2", "/returns/changes");
        var told = new Told("LIVE-1");
        await console.Tell(told.UntilQuote());
        await desk.Until(change => IsOf(told, change, "AwaitingQuoteAnswer"));
        await own.Until(change => IsOf(told, change, "AwaitingQuoteAnswer"));
        await console.Tell(new Told("LIVE-2", "ACC-2").UntilQuote());
        await other.Until(change => change["rmaNumber"]!.GetValue<string>() == "RMA-LIVE-2");
        Assert.DoesNotContain(other.Seen, change => change["accountId"]!.GetValue<string>() != "ACC-2");
        Assert.DoesNotContain(own.Seen, change => change["accountId"]!.GetValue<string>() != "ACC-1");
    }

    [Fact]
    public async Task What_employees_do_among_themselves_is_no_news_for_the_account()
    {
        var told = new Told("AMONG-1", "ACC-2");
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        var before = (await Wait.Until(() => console.Get("partner-2", $"/returns/{told.ReturnId}"),
            answer => answer.Text.Contains("quote 2", StringComparison.Ordinal), "the second quote")).Text;
        await using var desk = await Line.Open(console, "returns-desk", "/returns/changes?account=ACC-2");
        await using var own = await Line.Open(console, "partner-2", "/returns/changes");
        await console.Tell(new WorkChanged(told.RmaId, told.ReturnId, 1, WorkChanges.Assigned, "ada", null, null, null,
            Told.Monday.AddHours(99)));
        await desk.Until(change => change["returnId"]!.GetValue<Guid>() == told.ReturnId);
        Assert.Equal(before, (await console.Get("partner-2", $"/returns/{told.ReturnId}")).Text);
        var next = new Told("AMONG-2", "ACC-2");
        await console.Tell(next.UntilQuote());
        await own.Until(change => IsOf(next, change, "AwaitingQuoteAnswer"));
        Assert.DoesNotContain(own.Seen, change => change["returnId"]!.GetValue<Guid>() == told.ReturnId);
        // Of a hold the account sees that the next step is due later.
        await console.Tell(new WorkChanged(told.RmaId, told.ReturnId, 2, WorkChanges.Held, "ada", new DateOnly(2031, 3, 2),
            "waits for a bracket", null, Told.Monday.AddHours(100)));
        await own.Until(change => change["returnId"]!.GetValue<Guid>() == told.ReturnId);
        Assert.Equal("2031-03-02",
            (await console.Get("partner-2", $"/returns/{told.ReturnId}")).Body!["return"]!["dueOn"]!.GetValue<string>());
    }

    [Fact]
    public async Task Whoever_was_away_goes_on_where_it_was()
    {
        string last;
        await using (var before = await Line.Open(console, "returns-desk", "/returns/changes?account=ACC-5"))
        {
            await console.Tell(new Told("AWAY-1", "ACC-5").UntilQuote());
            await before.Until(change => change["rmaNumber"]!.GetValue<string>() == "RMA-AWAY-1");
            last = before.LastId!;
        }

        var missed = new Told("AWAY-2", "ACC-5");
        await console.Tell(missed.UntilQuote());
        await console.InState(missed, "AwaitingQuoteAnswer");
        await using var after = await Line.Open(console, "returns-desk", "/returns/changes?account=ACC-5", last);
        await after.Until(change => IsOf(missed, change, "AwaitingQuoteAnswer"));
        var more = new Told("AWAY-3", "ACC-5");
        await console.Tell(more.UntilQuote());
        await after.Until(change => IsOf(more, change, "AwaitingQuoteAnswer"));
        Assert.Equal(after.Ids.Count, after.Ids.Distinct().Count());
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("1-2-3")]
    [InlineData("-1-2")]
    public async Task An_id_of_no_event_is_refused(string id)
    {
        using var http = console.As("returns-desk");
        http.DefaultRequestHeaders.Add("Last-Event-ID", id);
        using var answer = await http.GetAsync(new Uri("/returns/changes", UriKind.Relative));
        Assert.Equal((400, "cursor.not-of-this-list"), ((int)answer.StatusCode, (await HttpAnswer.Of(answer)).Code));
    }

    private static bool IsOf(Told told, JsonNode change, string state) =>
        change["returnId"]!.GetValue<Guid>() == told.ReturnId && change["state"]!.GetValue<string>() == state;

    private sealed class Line(HttpClient http, StreamReader text) : IAsyncDisposable
    {
        public List<JsonNode> Seen { get; } = [];

        public List<string> Ids { get; } = [];

        public string? LastId => Ids.LastOrDefault();

        public static async Task<Line> Open(ConsoleUnderTest console, string who, string path, string? after = null)
        {
            var http = console.As(who);
            if (after is not null) http.DefaultRequestHeaders.Add("Last-Event-ID", after);
            var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            var line = new Line(http, new StreamReader(await answer.Content.ReadAsStreamAsync()));
            while (await line.Read() is null) { }
            line.Ids.Clear();
            return line;
        }

        public async Task Until(Func<JsonNode, bool> wanted)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (!Seen.Any(wanted)) if (await Read(limit.Token) is { Data: { } data }) Seen.Add(data);
        }

        public async ValueTask DisposeAsync()
        {
            text.Dispose();
            http.Dispose();
            await Task.CompletedTask;
        }

        // One event: its lines up to the empty one. Null in between.
        private async Task<(string Event, JsonNode? Data)?> Read(CancellationToken cancellationToken = default)
        {
            var (name, data) = ("", (JsonNode?)null);
            while (await text.ReadLineAsync(cancellationToken) is { } read)
            {
                if (read.Length == 0) return (name, data);
                if (read.StartsWith("event: ", StringComparison.Ordinal)) name = read[7..];
                if (read.StartsWith("id: ", StringComparison.Ordinal)) Ids.Add(read[4..]);
                if (read.StartsWith("data: ", StringComparison.Ordinal)) data = read.Length == 6 ? null : JsonNode.Parse(read[6..]);
            }

            throw new InvalidOperationException("The line has ended.");
        }
    }
}

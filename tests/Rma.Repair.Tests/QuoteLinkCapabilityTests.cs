using System.Diagnostics;
using Rma.Testing;
using static Rma.Repair.Tests.RepairUnderTest;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.Tests;

/// <summary>The quote page of a link, and reminders of an unanswered quote.</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class QuoteLinkCapabilityTests(RepairUnderTest repair) : IClassFixture<RepairUnderTest>
{
    [Fact]
    [Rule("O1/57", Shows.Accepted)]
    public async Task The_page_shows_the_quote_and_takes_the_approval_once()
    {
        var (link, asked) = await Link("LNK-1");
        var page = await Get(link);
        Assert.Equal(200, page.Status);
        foreach (var shown in new[] { "USD 145.50", "main board", "dead board", "2024-06-01", "Approve", "USD 75.00", "LNK-1", "6 months" })
            Assert.Contains(shown, page.Html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(("no-referrer", "no-store"), (page.Headers["Referrer-Policy"], page.Headers["Cache-Control"]));

        var other = await Post($"{link}/approval", ("amount", "1.00"), ("currency", "USD"));
        Assert.Equal(409, other.Status);
        Assert.Contains("role=\"alert\"", other.Html, StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
        {
            var approved = await Post($"{link}/approval", ("amount", "145.50"), ("currency", "USD"));
            Assert.Equal(200, approved.Status);
            Assert.Contains("You approved this quote", approved.Html, StringComparison.Ordinal);
        }

        Assert.Equal(409, (await Post($"{link}/refusal", ("reason", "too dear"))).Status);
        Assert.Equal(1, await repair.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'repair-job-{asked.RepairJobId}' and type = 'quote_approved'"));
        Assert.Equal("quote link", await repair.Scalar<string>(
            $"select headers->>'actor' from mt_events where stream_id = 'repair-job-{asked.RepairJobId}' and type = 'quote_approved'"));
    }

    [Fact]
    [Rule("O3/63", Shows.Accepted)]
    public async Task A_refusal_by_link_sends_the_unit_back()
    {
        var returned = await repair.Listen<V1.UnitReturnedUnrepaired>();
        var (link, asked) = await Link("LNK-2");
        Assert.Contains("You declined this quote", (await Post($"{link}/refusal", ("reason", "<script>alert(1)</script>"))).Html,
            StringComparison.Ordinal);
        Assert.Equal("Send back unrepaired.", await repair.NextAction(asked));
        await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/return-shipment",
            new { carrier = "UPS", trackingNumber = "1Z2" });
        var left = (await Wait.Until(returned.Take, message => message?.ReturnId == asked.ReturnId, "the return"))!;
        Assert.Equal(("quote-declined", 1, true), (left.Because, left.DeclinedQuoteVersion, left.Diagnosed));
    }

    [Fact]
    public async Task A_link_to_an_overtaken_version_shows_and_approves_nothing()
    {
        var (link, asked) = await Link("LNK-3");
        await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/quotes",
            new { lines = new[] { new { kind = "labour", description = "all day", amount = 300m } } });
        Assert.Contains("This quote was replaced", (await Get(link)).Html, StringComparison.Ordinal);
        Assert.Equal(409, (await Post($"{link}/approval", ("amount", "145.50"), ("currency", "USD"))).Status);
        Assert.Equal(409, (await Post($"{link}/approval", ("amount", "300"), ("currency", "USD"))).Status);
    }

    [Fact]
    public async Task What_was_written_by_others_is_shown_as_words()
    {
        var (link, _) = await Link("LNK-4<img src=x onerror=alert(1)>", findings: "<b>\"dead\"</b> & gone");
        var page = await Get(link);
        Assert.DoesNotContain("<img", page.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&quot;dead&quot;&lt;/b&gt; &amp; gone", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spoiled_or_foreign_token_opens_nothing_on_any_of_the_routes()
    {
        var (link, asked) = await Link("LNK-5");
        var token = link["/quote-links/".Length..];
        string[] hostile =
        [
            token[..^1] + (token[^1] == 'A' ? 'B' : 'A'), token[1..], token + "A", "A" + token, new string('A', 80),
            asked.RepairJobId.ToString(), "..%2f..", "x%00y", "null", token.ToUpperInvariant(),
        ];
        var before = await repair.Scalar<long>("select count(*) from mt_events");
        foreach (var bad in hostile)
        {
            // 400 is the web server's own answer to an invalid address.
            Assert.Contains((await Get($"/quote-links/{bad}")).Status, new[] { 404, 400 });
            Assert.Contains((await Post($"/quote-links/{bad}/approval", ("amount", "145.50"), ("currency", "USD"))).Status,
                new[] { 404, 400 });
            Assert.Contains((await Post($"/quote-links/{bad}/refusal", ("reason", "too dear"))).Status, new[] { 404, 400 });
        }

        var written = await repair.Scalar<long>("select count(*) from mt_events") - before;
        Attack.Tried(Attack.OnDoors, hostile.Length * 3, written > 0 ? 1 : 0);
        Assert.Equal(0, written);
        Assert.Equal(0, await repair.Scalar<long>($"select count(*) from mt_events where stream_id = 'repair-job-{asked.RepairJobId}' " +
            "and type in ('quote_approved', 'quote_declined')"));
    }

    [Fact]
    public async Task A_trace_of_its_page_does_not_hold_the_link()
    {
        var (link, _) = await Link("LNK-7");
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore", Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await Get(link);
        await Get($"{link}/nowhere");
        bool OfThePage(Activity span) => span.TagObjects.Any(tag => tag is { Key: "url.path", Value: "/quote-links/withheld" });
        await Wait.Until(() => Task.FromResult(spans.Count(OfThePage)), seen => seen >= 2, "the spans of both requests");
        var token = link["/quote-links/".Length..];
        Assert.DoesNotContain(spans, span =>
            span.DisplayName.Contains(token, StringComparison.Ordinal)
            || span.TagObjects.Any(tag => tag.Value?.ToString()?.Contains(token, StringComparison.Ordinal) == true));
    }

    [Theory]
    [InlineData("amount", "145,50")]
    [InlineData("amount", "-145.50")]
    [InlineData("amount", "1e2")]
    [InlineData("other", "145.50")]
    public async Task A_form_that_is_wrong_in_itself_approves_nothing(string field, string value)
    {
        var (link, asked) = await Link($"LNK-6-{Guid.CreateVersion7():N}");
        Assert.Equal(400, (await Post($"{link}/approval", (field, value))).Status);
        Assert.Equal("quoted", await repair.Scalar<string>($"select state from workbench where repair_job_id = '{asked.RepairJobId}'"));
    }

    private async Task<(string Link, V1.OpenRepairJob Asked)> Link(string serial, string findings = "dead board")
    {
        var quoted = await repair.Listen<V1.RepairQuoted>();
        var asked = Expired(serial);
        await repair.Quoted(asked, findings);
        return ((await Wait.Until(quoted.Take, message => message?.ReturnId == asked.ReturnId, "the quote"))!.Link, asked);
    }

    private Task<Seen> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)));

    private Task<Seen> Post(string path, params (string Name, string Value)[] fields) =>
        Send(new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
    {
        Content = new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value)),
    });

    private async Task<Seen> Send(HttpRequestMessage request)
    {
        using var stranger = repair.As(null);
        using (request)
        {
            using var answer = await stranger.SendAsync(request);
            var headers = answer.Headers.Concat(answer.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
            return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), headers);
        }
    }

    private sealed record Seen(int Status, string Html, IReadOnlyDictionary<string, string> Headers);
}

/// <summary>Reminders, with the platform's clock moved: in a service of its own, because the clock applies to the whole service.</summary>
public sealed class QuoteSilenceCapabilityTests(RepairUnderTest repair) : IClassFixture<RepairUnderTest>
{
    [Fact]
    [Rule("O3/64", Shows.Accepted)]
    [Rule("O3/64", Shows.Refused)]
    public async Task Silence_is_reminded_of_then_told_to_a_person_and_never_taken_for_an_answer()
    {
        var reminded = await repair.Listen<V1.QuoteReminded>();
        var (silent, answered) = (Expired("SIL-1"), Expired("SIL-2"));
        await repair.Quoted(silent);
        await repair.Quoted(answered);
        await repair.Post("returns-desk", $"/repair-jobs/{answered.RepairJobId}/quote-approval",
            new { quoteVersion = 1, amount = 145.50m, evidence = "their mail of 27 November" });
        Assert.Equal(4, await repair.Scalar<long>("select count(*) from outbox where visible_at > now() + interval '6 days'"));

        await repair.MoveClock(TimeSpan.FromDays(8));
        var first = await reminded.Next();
        Assert.Equal((silent.ReturnId, 1, 145.50m, false), (first.ReturnId, first.QuoteVersion, first.Amount, first.Escalated));
        await repair.MoveClock(TimeSpan.FromDays(31));
        Assert.True((await reminded.Next()).Escalated);
        Assert.Equal("The returns desk: ask the requester for an answer to the quote.", await repair.NextAction(silent));
        Assert.Equal("repair.not-approved",
            (await repair.Post("technician", $"/repair-jobs/{silent.RepairJobId}/repair", new { resolution = "did it", labourMinutes = 1 }))
            .Code);
        Assert.Equal("repair.quote-open",
            (await repair.Post("technician", $"/repair-jobs/{silent.RepairJobId}/return-shipment",
            new { carrier = "UPS", trackingNumber = "1Z", withdrawn = true })).Code);
        Assert.Equal(
            204, (await repair.Post("returns-desk", $"/repair-jobs/{silent.RepairJobId}/quote-approval",
            new { quoteVersion = 1, amount = 145.50m, evidence = "their mail of 27 November" })).Status);
        await Wait.Until(() => repair.Scalar<long>("select count(*) from outbox"), count => count == 0, "the deadlines of both to be over");
        Assert.Null(await reminded.Take());
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Rma.Contracts.Billing.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>Issuance over HTTP and AMQP, on a real database and a real broker.</summary>
public sealed class IssuanceCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private Task<HttpAnswer> Ask(string serial, string who = "partner", string? key = null, string remedy = "credit-return") =>
        issuance.Post(who, "/rmas", new { remedy, items = new[] { serial } }, key);

    [Fact]
    public async Task A_partner_gets_a_number_and_the_dock_is_told()
    {
        var expected = await issuance.Listen<ExpectReturn>();
        await issuance.Sold("CAP-1");
        var answer = await Ask("CAP-1");
        Assert.Equal(201, answer.Status);
        var number = answer.Body!["rmaNumber"]!.GetValue<string>();
        Assert.Matches("^RMA-[2-9A-HJKMNP-Z]{6}-[2-9A-HJKMNP-Z]$", number);
        Assert.Equal("authorized", answer.Body["lines"]![0]!["outcome"]!.GetValue<string>());
        var told = await Wait.Until(expected.Take, message => message?.RmaNumber == number, "the dock to be told");
        Assert.Equal(["bracket"], told!.Accessories);
        Assert.Equal(200, (await issuance.Get("partner", $"/rmas/{number.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)}"))
            .Status);
    }

    [Fact]
    [Rule("P2/112", Shows.Refused)]
    public async Task A_second_open_remedy_is_denied_and_stored_as_a_fact()
    {
        await issuance.Sold("CAP-2");
        var first = await Ask("CAP-2");
        var second = await Ask("CAP-2");
        Assert.Equal((201, 409), (first.Status, second.Status));
        Assert.Equal("rma.no-eligible-item", second.Code);
        Assert.Contains(first.Body!["rmaNumber"]!.GetValue<string>(), second.Text, StringComparison.Ordinal);
        Assert.NotEmpty(second.Body!["clauses"]!.AsArray());
        Assert.Equal(1, await issuance.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'rma-{second.Body["rmaId"]}' and type = 'rma_denied'"));
    }

    [Fact]
    [Rule("P2/112", Shows.Refused)]
    public async Task Of_many_simultaneous_requests_for_one_unit_one_is_authorized()
    {
        await issuance.Sold("CAP-3");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Ask("CAP-3")));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal(409, answer.Status));
    }

    [Fact]
    public async Task Many_simultaneous_repeats_of_one_request_get_one_answer()
    {
        await issuance.Sold("CAP-4");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            issuance.PostPatiently("partner", "/rmas", new { remedy = "credit-return", items = new[] { "CAP-4" } }, "cap-4")));
        Assert.Single(answers.Select(answer => (answer.Status, answer.Text)).Distinct());
        Assert.Equal(201, answers[0].Status);
        Assert.Single(answers, answer => !answer.Replayed);
    }

    [Fact]
    public async Task A_missing_invoice_is_referred_and_authorized_once_it_is_known()
    {
        await issuance.PublishPlain(new UnitShipped("SH-CAP-5", 1, "CAP-5", "CAM-2", "ACC-1", IssuanceUnderTest.Now.AddDays(-9)));
        await issuance.Events("unit-CAP-5", 1);
        var referred = await Ask("CAP-5");
        Assert.Equal(202, referred.Status);
        Assert.Contains("invoice date", referred.Text, StringComparison.Ordinal);
        await issuance.PublishPlain(new UnitInvoiced(
            "INV-CAP-5", 1, 1, "CAP-5", "CAM-2", "ACC-1", IssuanceUnderTest.Today.AddDays(-9), 90m, 0m, 0m, 0m, "USD"));
        await issuance.Recorded("CAP-5", "unit_purchase_recorded", 1); // the referral is an event of the unit as well
        var again = await issuance.Post("partner", $"{referred.Location}/reconsideration", new { });
        Assert.Equal(201, again.Status);
    }

    [Theory]
    [Rule("P1/1", Shows.Refused)]
    [InlineData("ACC-3", 409, "rma.role-not-eligible")]
    [InlineData("ACC-404", 202, null)]
    public async Task Accounts_outside_the_policy_are_denied_and_unknown_ones_referred(string account, int status, string? code)
    {
        await issuance.Sold("CAP-6");
        var answer = await issuance.Post(
            "returns-desk", "/rmas", new { remedy = "credit-return", items = new[] { "CAP-6" }, accountId = account });
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Another_accounts_number_looks_as_if_it_did_not_exist()
    {
        await issuance.Sold("CAP-7");
        var number = (await Ask("CAP-7")).Body!["rmaNumber"]!.GetValue<string>();
        Assert.Equal(404, (await issuance.Get("partner-2", $"/rmas/{number}")).Status);
        Assert.Equal(404, (await issuance.Post("partner-2", $"/rmas/{number}/cancellation", new { reason = "mischief" })).Status);
        Assert.Equal(
            400, (await issuance.Post("partner-2", "/rmas",
            new { remedy = "credit-return", items = new[] { "CAP-7" }, accountId = "ACC-1" })).Status);
    }

    [Fact]
    public async Task A_cancelled_number_frees_the_unit_and_calls_off_the_dock()
    {
        var calledOff = await issuance.Listen<StopExpectingReturn>();
        var closed = await issuance.Listen<ReturnClosed>();
        await issuance.Sold("CAP-8");
        var number = (await Ask("CAP-8")).Body!["rmaNumber"]!.GetValue<string>();
        Assert.Equal(204, (await issuance.Post("partner", $"/rmas/{number}/cancellation", new { reason = "found the fault" })).Status);
        await Wait.Until(calledOff.Take, message => message?.RmaNumber == number, "the dock to be called off");
        await Wait.Until(closed.Take, message => message?.RmaNumber == number, "the return to be closed");
        Assert.Equal(201, (await Ask("CAP-8")).Status);
    }

    [Fact]
    [Rule("P4/12", Shows.Accepted)]
    public async Task Plain_json_and_envelopes_say_the_same_and_duplicates_and_corrections_are_harmless()
    {
        var shipped = new UnitShipped("SH-CAP-9", 1, "CAP-9", "CAM-2", "ACC-1", IssuanceUnderTest.Now.AddDays(-3));
        await issuance.PublishPlain(shipped with { Revision = 2, ShippedAt = IssuanceUnderTest.Now.AddDays(-2) });
        await issuance.Publish(shipped);
        await issuance.PublishPlain(shipped);
        await issuance.Publish(shipped);
        await issuance.Events("unit-CAP-9", 2);
        await issuance.PublishPlain(shipped with { Sku = "CAM-9" });
        await Quarantined("feed.conflict");
        Assert.Equal(2, await issuance.Scalar<long>("select count(*) from mt_events where stream_id = 'unit-CAP-9'"));
    }

    public static TheoryData<string, string, string> BadInput => new()
    {
        { "truncated", """{"shipmentId":"SH-X","revision":1""", "message.malformed" },
        { "empty", "", "message.malformed" },
        { "not JSON", "hello", "message.malformed" },
        { "null", "null", "message.malformed" },
        { "array", "[1,2]", "message.malformed" },
        { "missing member", """{"shipmentId":"SH-X","revision":1,"sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""",
            "message.malformed" },
        { "missing number",
            """{"shipmentId":"SH-X","serialNumber":"BAD-0","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""",
        "message.malformed" },
        { "null member", """{"shipmentId":"SH-X","revision":1,"serialNumber":null""" +
            ""","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""", "message.malformed" },
        { "no offset", """{"shipmentId":"SH-X","revision":1""" +
            ""","serialNumber":"BAD-6","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00"}""", "message.malformed" },
        { "wrong kind",
            """{"shipmentId":"SH-X", "revision":"one", "serialNumber":"BAD-1", "sku":"CAM-2", "accountId":"ACC-1",""" +
            """ "shippedAt":"2026-01-01T00:00:00Z"}""", "message.malformed" },
        { "no such date", """{"shipmentId":"SH-X","revision":1""" +
            ""","serialNumber":"BAD-2","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-02-30T00:00:00Z"}""", "message.malformed" },
        { "ten years off", """{"shipmentId":"SH-X","revision":1""" +
            ""","serialNumber":"BAD-3","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2046-01-01T00:00:00Z"}""", "feed.invalid" },
        { "revision zero", """{"shipmentId":"SH-X","revision":0""" +
            ""","serialNumber":"BAD-4","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""", "feed.invalid" },
        { "NUL", """{"shipmentId":"SH-X","revision":1""" +
            ""","serialNumber":"BAD\u00005","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""", "feed.invalid" },
        { "blank serial", """{"shipmentId":"SH-X","revision":1""" +
            ""","serialNumber":"  ","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""", "feed.invalid" },
    };

    [Theory]
    [MemberData(nameof(BadInput))]
    public async Task Bad_feed_messages_are_quarantined_with_a_reason_and_write_nothing(string what, string body, string code)
    {
        var before = await issuance.Scalar<long>("select count(*) from mt_events where stream_id like 'unit-BAD%'");
        var messageId = Guid.CreateVersion7().ToString();
        await issuance.PublishRaw(ServiceUnderTest.ExchangeOf<UnitShipped>(), Encoding.UTF8.GetBytes(body), messageId: messageId);
        var seen = await Wait.Until(() => issuance.Scalar<string>($"select code from quarantine where message_id = '{messageId}'"), found =>
            found is not null, $"the quarantine of: {what}");
        Assert.Equal(code, seen);
        Assert.Equal(before, await issuance.Scalar<long>("select count(*) from mt_events where stream_id like 'unit-BAD%'"));
    }

    [Theory]
    [InlineData("Billing.V1:UnitInvoiced", """{"invoiceId":"INV-M","line":1,"revision":1""" +
        ""","serialNumber":"BAD-M","sku":"CAM-2","accountId":"ACC-1","invoiceDate":"2026-01-02","netPrice":1,"discount":0,"freight":0""" +
        ""","currency":"USD"}""")]
    [InlineData("Billing.V1:UnitInvoiced", """{"invoiceId":"INV-M","line":1,"revision":1""" +
        ""","serialNumber":"BAD-M","sku":"CAM-2","accountId":"ACC-1","invoiceDate":"2026-01-02","discount":0,"tax":0,"freight":0""" +
        ""","currency":"USD"}""")]
    [InlineData("Products.V1:ProductChanged", """{"sku":"BAD-M","revision":1,"name":"x","warrantyMonths":null,"accessories":[]""" +
        ""","isLicense":false,"phasedOut":false,"successorSku":null,"effectiveFrom":"2026-01-01","occurredAt":"2026-01-01T00:00:00Z"}""")]
    public async Task A_missing_tax_price_or_flag_is_not_taken_for_zero_or_no(string exchange, string body)
    {
        var messageId = Guid.CreateVersion7().ToString();
        await issuance.PublishRaw($"Rma.Contracts.{exchange}", Encoding.UTF8.GetBytes(body), messageId: messageId);
        Assert.Equal("message.malformed",
            await Wait.Until(() => issuance.Scalar<string>($"select code from quarantine where message_id = '{messageId}'"), found =>
            found is not null, "the quarantine"));
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from mt_events where stream_id in ('unit-BAD-M', 'product-BAD-M')"));
    }

    [Fact]
    public async Task Oversized_forged_and_unknown_messages_are_quarantined()
    {
        var exchange = ServiceUnderTest.ExchangeOf<UnitShipped>();
        var good = Encoding.UTF8.GetBytes("""{"shipmentId":"SH-F","revision":1""" +
            ""","serialNumber":"FORGED","sku":"CAM-2","accountId":"ACC-1","shippedAt":"2026-01-01T00:00:00Z"}""");
        await issuance.PublishRaw(exchange, [.. good, .. Enumerable.Repeat((byte)' ', 70_000)]);
        await Quarantined("message.too-large");
        await issuance.PublishRaw(exchange, good, proven: false);
        await Quarantined("message.unproven-sender");
        await issuance.PublishRaw(exchange, good, type: "UnitShipped.V9");
        await Quarantined("message.unknown-version");
        var command = new JsonObject { ["messageType"] = new JsonArray("urn:message:Rma.Contracts.Credit.V1:CreditIssued"),
            ["message"] = new JsonObject() };
        await issuance.PublishRaw(exchange, Encoding.UTF8.GetBytes(command.ToJsonString()), "application/vnd.masstransit+json",
            Guid.CreateVersion7().ToString());
        await Quarantined("message.unknown-type");
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from mt_events where stream_id = 'unit-FORGED'"));
    }

    [Fact]
    public async Task A_quarantined_message_is_replayed_once_what_it_lacked_is_there()
    {
        var (id, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var today = IssuanceUnderTest.Today;
        await issuance.Publish(new UnitReceived(id, id, "RMA-222222-2", 1, "REPLAY", id, IssuanceUnderTest.Now, IssuanceUnderTest.Now),
            messageId);
        var entry = await InQuarantine(messageId);
        await issuance.Publish(new ReturnAuthorized(
            id, id, "RMA-222222-2", 1, "ACC-1", "credit-return", "REPLAY", "CAM-2", false, false, [], IssuanceUnderTest.Now,
            today.AddDays(30)));
        await issuance.Events($"return-{id}", 1);
        // Money follows from an arrival, so two people are needed.
        Assert.Equal(202, (await Replay("operator")).Status);
        Assert.Equal("dead-letter.same-person", (await Replay("operator")).Code);
        issuance.AddKey("second-operator", "operator");
        Assert.Equal(202, (await Replay("second-operator")).Status);
        await Wait.Until(() => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), state =>
            state == "AwaitingInspection", "the return to go on");
        Assert.Equal("receiving", await issuance.Scalar<string>(
            $"select headers->>'actor' from mt_events where stream_id = 'return-{id}' order by version desc limit 1"));
        Assert.Equal(404, (await Replay("operator")).Status);

        Task<HttpAnswer> Replay(string by) =>
            issuance.Post(by, $"/quarantine/{entry}/replay", new { reason = "the return is known now" });
    }

    [Fact]
    public async Task A_replayed_message_that_is_still_bad_comes_back_and_is_settled_with_a_reason()
    {
        var messageId = Guid.CreateVersion7();
        var body = """{"invoiceId":"INV-R","line":1,"revision":1""" +
            ""","serialNumber":"STILLBAD","sku":"CAM-2","accountId":"ACC-1","invoiceDate":"2026-01-02","netPrice":1,"discount":0""" +
            ""","tax":0,"freight":0,"currency":"XXX"}""";
        await issuance.PublishRaw(ServiceUnderTest.ExchangeOf<UnitInvoiced>(), Encoding.UTF8.GetBytes(body),
            messageId: messageId.ToString());
        var entry = await InQuarantine(messageId);
        Assert.Equal(403, (await issuance.Post("partner", $"/quarantine/{entry}/replay", new { reason = "mine" })).Status);
        issuance.AddKey("second-operator", "operator");
        Assert.Equal("replay.reason-missing",
            (await issuance.Post("operator", $"/quarantine/{entry}/replay", new { reason = " " })).Code);
        foreach (var person in new[] { "operator", "second-operator" })
            Assert.Equal(202, (await issuance.Post(person, $"/quarantine/{entry}/replay", new { reason = "try it" })).Status);
        await Wait.Until(() => issuance.Scalar<long>($"select count(*) from quarantine where id = '{entry}' and replayed_at is null"),
            count => count == 1, "it to come back");
        Assert.Equal(
            204, (await issuance.Post("operator", $"/quarantine/{entry}/settlement", new { reason = "the order system sends it again" }))
            .Status);
        Assert.Equal(404, (await issuance.Post("operator", $"/quarantine/{entry}/replay", new { reason = "again" })).Status);
        // Settled applies to that delivery only; the same bytes delivered again are open again.
        await issuance.PublishRaw(ServiceUnderTest.ExchangeOf<UnitInvoiced>(), Encoding.UTF8.GetBytes(body),
            messageId: messageId.ToString());
        await Wait.Until(() => issuance.Scalar<long>($"select count(*) from quarantine where id = '{entry}' and settled_at is null"),
            count => count == 1, "it to wait again");
    }

    [Fact]
    public async Task A_reused_message_id_makes_no_other_message_disappear()
    {
        var invoice = new UnitInvoiced("INV-REUSED", 1, 1, "REUSED", "CAM-2", "ACC-1", IssuanceUnderTest.Today, 10m, 0m, 0m, 0m, "USD");
        var id = Guid.CreateVersion7();
        await issuance.Publish(invoice, id);
        await issuance.Publish(invoice, id);
        await issuance.Publish(invoice with { InvoiceId = "INV-REUSED-2" }, id);
        await issuance.Events("unit-REUSED", 2);
        Assert.Equal(2, await issuance.Scalar<long>("select count(*) from mt_events where stream_id = 'unit-REUSED'"));
    }

    [Fact]
    public async Task Hostile_properties_cannot_keep_a_message_out_of_quarantine()
    {
        await issuance.PublishRaw(ServiceUnderTest.ExchangeOf<UnitShipped>(), "{}"u8.ToArray(), messageId: "nul\0nul", type: "\\u0000");
        await Wait.Until(() => issuance.Scalar<long>("select count(*) from quarantine where message_id = 'nulnul'"), count =>
            count == 1, "the quarantine");
    }

    [Theory]
    [InlineData("/rmas?serialNumber=%00")]
    [InlineData("/returns?rmaNumber=%00")]
    public async Task What_cannot_be_stored_cannot_be_asked(string path) =>
        Assert.Equal((400, "request.malformed"),
        (await issuance.Get("returns-desk", path)) switch { var answer => (answer.Status, answer.Code) });

    private Task<Guid?> InQuarantine(Guid messageId) => Wait.Until(
        () => issuance.Scalar<Guid?>($"select id from quarantine where message_id = '{messageId}'"), found =>
            found is not null, "the quarantine");

    public static TheoryData<string, object, string> BadRequests => new()
    {
        { "no items", new { remedy = "credit-return", items = Array.Empty<string>() }, "rma.items-out-of-range" },
        { "201 items", new { remedy = "credit-return", items = Enumerable.Range(0, 201).Select(n => $"S{n}").ToArray() },
            "rma.items-out-of-range" },
        { "twice the same", new { remedy = "credit-return", items = new[] { "S1", "S1" } }, "rma.item-repeated" },
        { "blank item", new { remedy = "credit-return", items = new[] { " " } }, "rma.item-malformed" },
        { "null item", new { remedy = "credit-return", items = new string?[] { null } }, "request.malformed" },
        { "unknown member", new { remedy = "credit-return", items = new[] { "S1" }, amount = 5 }, "request.malformed" },
        { "missing member", new { remedy = "credit-return" }, "request.malformed" },
        { "null member", new { remedy = (string?)null, items = new[] { "S1" } }, "request.malformed" },
        { "NUL", new { remedy = "credit-return", items = new[] { "S\u00001" } }, "request.malformed" },
        { "wrong kind", new { remedy = 5, items = new[] { "S1" } }, "request.malformed" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task Bad_requests_get_a_clear_answer_and_change_nothing(string what, object body, string code)
    {
        var before = await issuance.Scalar<long>("select count(*) from mt_events where type like 'rma_%'");
        var answer = await issuance.Post("partner", "/rmas", body);
        Assert.True(answer.Status == 400, $"{what}: {answer.Status} {answer.Text}");
        Assert.Equal(code, answer.Code);
        Assert.Equal(before, await issuance.Scalar<long>("select count(*) from mt_events where type like 'rma_%'"));
    }

    [Fact]
    public async Task Callers_are_known_allowed_and_limited_to_what_they_may()
    {
        using var stranger = issuance.As(null);
        using var unknown = await stranger.GetAsync(new Uri("/rmas", UriKind.Relative));
        Assert.Equal(401, (int)unknown.StatusCode);
        Assert.NotEmpty(unknown.Headers.WwwAuthenticate);
        Assert.Equal(403, (await Ask("CAP-1", "scanner")).Status);
        using var partner = issuance.As("partner");
        using var keyless = await partner.PostAsync(
            new Uri("/rmas", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Contains("idempotency.key-missing", await keyless.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("route.not-found", (await issuance.Get("partner", "/nowhere")).Code);
        issuance.AddKey("revoked", "partner", "ACC-1", revoked: true);
        issuance.AddKey("expired", "partner", "ACC-1", notAfter: IssuanceUnderTest.Now.AddSeconds(-1));
        Assert.Equal(401, (await issuance.Get("revoked", "/rmas")).Status);
        Assert.Equal(401, (await issuance.Get("expired", "/rmas")).Status);
        // A name that is written to every log and event has 1 to 64 characters that can be seen; one bad key harms no other.
        foreach (var (name, status) in new[] { (new string('n', 65), 401), (new string('n', 64), 200), ("", 401) })
        {
            issuance.AddKey(name, "partner", "ACC-1");
            Assert.Equal(status, (await issuance.Get(name, "/rmas")).Status);
        }

        Assert.Equal(200, (await issuance.Get("partner", "/rmas")).Status);
        using var big = new HttpRequestMessage(
            HttpMethod.Post, new Uri("/rmas", UriKind.Relative)) { Content =
            new StringContent(new string(' ', 300_000), Encoding.UTF8, "application/json") };
        big.Headers.Add("Idempotency-Key", "big");
        using var tooLarge = await partner.SendAsync(big);
        Assert.Equal(413, (int)tooLarge.StatusCode);
    }

    private Task Quarantined(string code) => Wait.Until(
        () => issuance.Scalar<long>($"select count(*) from quarantine where code = '{code}'"), count =>
            count > 0, $"something quarantined as {code}");
}

using Rma.Contracts.Licensing.V1;
using Rma.Testing;
using static Rma.Testing.Spoiled;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests.BadInput;

/// <summary>Malformed and hostile input to the credit service: each gets its answer or its reason, and nothing is written.</summary>
public sealed class BadInputTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    private static readonly Dictionary<string, BadMessage> Messages = BadQuestions.Messages.ToDictionary(bad => bad.Name);
    private static readonly Dictionary<string, BadRequest> Requests = BadQuestions.Requests.ToDictionary(bad => bad.Name);

    public static TheoryData<string> MessageNames => Testing.BadInput.Names(Messages.Keys);

    public static TheoryData<string> RequestNames => Testing.BadInput.Names(Requests.Keys);

    [Theory]
    [MemberData(nameof(MessageNames))]
    public Task A_bad_message_is_put_aside_with_its_reason_and_writes_nothing(string name) =>
        Testing.BadInput.IsPutAside(credit, Messages[name]);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public Task A_bad_request_is_answered_with_its_code_and_writes_nothing(string name) =>
        Testing.BadInput.IsAnswered(credit, Requests[name]);
}

internal static class BadQuestions
{
    private const string Malformed = "message.malformed";
    private const string Invalid = "credit.invalid-facts";
    private static readonly System.Text.Json.Nodes.JsonObject Asked = Json(CreditUnderTest.Camera("BAD-1"));
    private static readonly System.Text.Json.Nodes.JsonObject License = Json(new LicenseActivated("BAD-2", "VMS-1", CreditUnderTest.Now));

    public static IEnumerable<BadMessage> Messages =>
    [
        Ask("a question without a return", Asked.Without("returnId"), Malformed),
        Ask("a question of half a return", Asked.With("returnId", "\"0195f000\""), Malformed),
        Ask("a question of a blank serial number", Asked.With("serialNumber", "\" \""), Invalid),
        Ask("a question with a NUL in its serial number", Asked.With("serialNumber", "\"A\\u0000B\""), Invalid),
        Ask("a question of 65 letters of account", Asked.With("accountId", Letters(65)), Invalid),
        Ask("a question of a remedy that is none", Asked.With("remedy", "\"gift\""), Invalid),
        Ask("a question issued in 1970", Asked.With("issuedAt", "\"1970-01-01T00:00:00Z\""), Invalid),
        Ask("a question that arrived in 9999", Asked.With("arrivedAt", "\"9999-12-31T00:00:00Z\""), Invalid),
        Ask("a question at no offset", Asked.With("requestedAt", "\"2026-01-01T00:00:00\""), Malformed),
        Ask("a question of a price of 1e400", Asked.With("purchase", Paid("1e400")), Malformed),
        Ask("a question of a price of NaN", Asked.With("purchase", Paid("\"NaN\"")), Malformed),
        Ask("a question of a price of five places", Asked.With("purchase", Paid("180.00001")), Invalid),
        Ask("a question of ten thousand million", Asked.With("purchase", Paid("10000000000")), Invalid),
        Ask("a question of an invoice without a currency",
            Asked.With("purchase", """{"invoiceId":"I","invoiceDate":"2026-01-01","netPrice":1,"tax":0}"""), Malformed),
        Ask("a question of an invoice of 1999",
            Asked.With("purchase", """{"invoiceId":"I","invoiceDate":"1999-12-31","netPrice":1,"tax":0,"currency":"USD"}"""), Invalid),
        Ask("a question with nothing for an accessory", Asked.With("condition", Seen("[null]", "intact")), Malformed),
        Ask("a question of a torn label", Asked.With("condition", Seen("[]", "torn")), Invalid),
        Ask("a question of an exclusion that is none", Asked.With("condition", Seen("[]", "intact", "[\"bad-luck\"]")), Invalid),
        Ask("a question with nothing for an override", Asked.With("overrides", "[null]"), Malformed),
        Ask("a question that says its return twice", Asked.Twice("serialNumber", "\"OTHER\""), Malformed),
        Feed("an activation of a blank code", License.With("licenseCode", "\" \""), "feed.invalid"),
        Feed("an activation in 9999", License.With("activatedAt", "\"9999-01-01T00:00:00Z\""), "feed.invalid"),
        Feed("an activation of a list", License.With("licenseCode", "[\"A\"]"), Malformed),
        Feed("an activation that nobody proves", License.ToJsonString(), "message.unproven-sender") with { Proven = false },
    ];

    public static IEnumerable<BadRequest> Requests =>
    [
        Decide("a decision without a reason", """{"outcome":"deny","reason":" "}""", "decision.reason-missing"),
        Decide("a decision of another outcome", """{"outcome":"refund","reason":"a friend"}""", "decision.outcome-unknown"),
        Decide("a credit of nothing said", """{"outcome":"credit","reason":"scratched"}""", "decision.amount-missing"),
        Decide("a denial of an amount", """{"outcome":"deny","reason":"scratched","netAmount":1}""", "decision.amount-unwanted"),
        Decide("a credit of an amount in a text", """{"outcome":"credit","reason":"scratched","netAmount":"1e3"}""", "request.malformed"),
        Decide("a credit of 1e400", """{"outcome":"credit","reason":"scratched","netAmount":1e400}""", "request.malformed"),
        Decide("a credit of NaN", """{"outcome":"credit","reason":"scratched","netAmount":NaN}""", "request.malformed"),
        Decide("a credit of two amounts", """{"outcome":"credit","reason":"scratched","netAmount":1,"netAmount":999}""",
            "request.malformed"),
        Decide("a credit in another currency", """{"outcome":"credit","reason":"scratched","netAmount":1,"currency":"BTC"}""",
            "request.malformed"),
        Decide("a decision with nothing for a photo", """{"outcome":"deny","reason":"scratched","photos":[null]}""", "request.malformed"),
        Decide("a decision with a path for a photo", """{"outcome":"deny","reason":"scratched","photos":["../x"]}""",
            "decision.photo-malformed"),
        Decide("a decision by finance", """{"outcome":"deny","reason":"scratched"}""", "request.not-allowed", 403) with { As = "finance" },
        Decide("a decision by a scanner", """{"outcome":"deny","reason":"scratched"}""", "request.not-allowed",
            403) with { As = "scanner" },
        Decide("a decision of no case", """{"outcome":"deny","reason":"scratched"}""", "credit.not-asked", 409),
        Decide("a fee of three places", """{"percent":15.125,"reason":"a friend"}""",
            "fee.percent-malformed") with { Path = $"/credit-cases/{Guid.Empty}/fee" },
        Decide("a fee without a reason", """{"percent":15,"reason":""}""",
            "fee.reason-missing") with { Path = $"/credit-cases/{Guid.Empty}/fee" },
        Decide("a fee of minus fifty", """{"percent":-50,"reason":"a friend"}""", "credit.fee-outside-band",
            409) with { Path = $"/credit-cases/{Guid.Empty}/fee" },
        Decide("a charge of no lines", """{"outcome":"charge","reason":"air freight","lines":[]}""",
            "decision.lines-missing") with { Path = $"/charge-cases/{Guid.Empty}/decision" },
        Decide("a charge with nothing for a line", """{"outcome":"charge","reason":"air freight","lines":[null]}""",
            "request.malformed") with { Path = $"/charge-cases/{Guid.Empty}/decision" },
        Decide("a charge of a line twice",
            """{"outcome":"charge","reason":"air freight","lines":[{"kind":"repair","amount":1},{"kind":"repair","amount":2}]}""",
        "decision.lines-repeated") with { Path = $"/charge-cases/{Guid.Empty}/decision" },
        new("notes of a day that is none", "/credits?businessDate=2026-02-30", "", 400, "request.date-malformed") { Method = "GET",
            As = "finance" },
        new("notes after a word", "/credits?businessDate=2026-02-03&after=x", "", 400, "request.malformed") { Method = "GET",
            As = "finance" },
        new("a partner at the ledger", "/ledgers/CAM-1001", "", 403, "request.not-allowed") { Method = "GET", As = "partner" },
    ];

    private static string Paid(string price) =>
        $$"""{"invoiceId":"I","invoiceDate":"2026-01-01","netPrice":{{price}},"tax":0,"currency":"USD"}""";

    private static string Seen(string accessories, string label, string exclusions = "[]") =>
        $$"""{"retailBoxOpened":false,"factorySealBroken":false,"enclosureOpened":false,"missingAccessories":""" +
            $$"""{{accessories}},"serialLabel":"{{label}}","cosmeticDamage":false,"internalDamage":false,"note":null,"photos":[]""" +
            $$""","exclusions":{{exclusions}}}""";

    private static BadMessage Ask(string name, string message, string code) => new(
        name, ServiceUnderTest.ExchangeOf<V1.AssessCredit>(),
        $$"""{"messageType":["urn:message:{{typeof(V1.AssessCredit).Namespace}}:AssessCredit"],"message":{{message}}}""", code)
    {
        ContentType = "application/vnd.masstransit+json",
    };

    private static BadMessage Feed(string name, string body, string code) =>
        new(name, ServiceUnderTest.ExchangeOf<LicenseActivated>(), body, code);

    private static BadRequest Decide(string name, string body, string code, int status = 400) =>
        new(name, $"/credit-cases/{Guid.Empty}/decision", body, status, code) { As = "credit-analyst" };
}

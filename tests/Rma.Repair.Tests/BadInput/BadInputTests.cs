using Rma.Testing;
using static Rma.Testing.Spoiled;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.Tests.BadInput;

/// <summary>Malformed and hostile input to the repair service: each gets its answer or its reason, and nothing is written.</summary>
public sealed class BadInputTests(RepairUnderTest bench) : IClassFixture<RepairUnderTest>
{
    private static readonly System.Text.Json.Nodes.JsonObject Job = Json(RepairUnderTest.Covered("BAD-1"));
    private static readonly Dictionary<string, BadRequest> Requests = BadWork.ToDictionary(bad => bad.Name);

    public static TheoryData<string> RequestNames => Testing.BadInput.Names(Requests.Keys);

    private static IEnumerable<BadRequest> BadWork =>
    [
        Work("a diagnosis of nothing", "diagnosis", """{"faultFound":false,"findings":"all well"}""", "repair.not-opened", 409),
        Work("a fault that is perhaps repairable", "diagnosis", """{"faultFound":true,"findings":"dead board"}""", "diagnosis.incomplete"),
        Work("no fault, but repairable", "diagnosis", """{"faultFound":false,"repairable":true,"findings":"all well"}""",
            "diagnosis.contradictory"),
        Work("a diagnosis of two letters", "diagnosis", """{"faultFound":false,"findings":"ok"}""", "findings.missing"),
        Work("a diagnosis of another grade", "diagnosis", """{"faultFound":false,"findings":"all well","grade":"Z"}""",
            "diagnosis.grade-unknown"),
        Work("a diagnosis of an exclusion that is none", "diagnosis",
            """{"faultFound":false,"findings":"all well","exclusions":["bad-luck"]}""", "exclusion.unknown"),
        Work("a diagnosis with nothing for an exclusion", "diagnosis", """{"faultFound":false,"findings":"all well","exclusions":[null]}""",
            "request.malformed"),
        Work("a diagnosis by the desk", "diagnosis", """{"faultFound":false,"findings":"all well"}""", "request.not-allowed",
            403) with { As = "returns-desk" },
        Work("a quote of no lines", "quotes", """{"lines":[]}""", "quote.lines-out-of-range"),
        Work("a quote with nothing for a line", "quotes", """{"lines":[null]}""", "request.malformed"),
        Work("a quote of a line below zero", "quotes", """{"lines":[{"kind":"labour","description":"one hour","amount":-1}]}""",
            "quote.amount-out-of-range"),
        Work("a quote of 1e400", "quotes", """{"lines":[{"kind":"labour","description":"one hour","amount":1e400}]}""",
            "request.malformed"),
        Work("a quote for coffee", "quotes", """{"lines":[{"kind":"coffee","description":"two cups","amount":5}]}""", "quote.kind-unknown"),
        Work("a quote for nothing said", "quotes", """{"lines":[{"kind":"parts","description":"","amount":5}]}""",
            "quote.description-missing"),
        Work("a repair of minus one minute", "repair", """{"resolution":"soldered","labourMinutes":-1}""", "repair.labour-out-of-range"),
        Work("a repair with nothing for a part", "repair", """{"resolution":"soldered","labourMinutes":1,"parts":[null]}""",
            "request.malformed"),
        Work("a shipment without a carrier", "return-shipment", """{"carrier":" ","trackingNumber":"1Z"}""", "shipment.incomplete"),
        Work("a shipment that cost less than nothing", "return-shipment",
            """{"carrier":"UPS","trackingNumber":"1Z","freight":{"service":"air","cost":-5,"groundCost":1}}""",
        "shipment.cost-out-of-range"),
        Work("a job that is a word", "test", """{"faultFound":false,"findings":"all well"}""", "route.not-found",
            404) with { Path = "/repair-jobs/job/test" },
        Work("a way out of the folder, by a stranger", "test", "", "request.not-authenticated", 401) with { Method = "GET",
            Path = "/quotes/..%2f..%2fetc%2fpasswd/x", As = null },
    ];

    [Theory]
    [MemberData(nameof(RequestNames))]
    public Task A_bad_request_is_answered_with_its_code_and_writes_nothing(string name) =>
        Testing.BadInput.IsAnswered(bench, Requests[name]);

    [Theory]
    [InlineData("work that the bench does not do", "purpose", "\"sell\"", "repair.unknown-purpose")]
    [InlineData("an exclusion that is none", "exclusions", "[\"bad-luck\"]", "repair.unknown-exclusion")]
    [InlineData("nothing for an exclusion", "exclusions", "[null]", "message.malformed")]
    [InlineData("a coverage that is none", "coverage",
        """{"withinPeriod":true,"endsOn":"2027-01-01","basis":"goodwill","testedOn":"2026-01-01"}""", "repair.unknown-coverage")]
    [InlineData("a job that is a word", "repairJobId", "\"job\"", "message.malformed")]
    [InlineData("a NUL in the serial number", "serialNumber", "\"A\\u0000B\"", "repair.invalid-facts")]
    [InlineData("no serial number", "serialNumber", "null", "message.malformed")]
    public Task A_bad_message_is_put_aside_with_its_reason_and_writes_nothing(string what, string member, string json, string code) =>
        Testing.BadInput.IsPutAside(bench, new(
        what, ServiceUnderTest.ExchangeOf<V1.OpenRepairJob>(),
        $$"""{"messageType":["urn:message:{{typeof(V1.OpenRepairJob).Namespace}}:OpenRepairJob"],"message":{{Job.With(member, json)}}}""",
        code)
    {
        ContentType = "application/vnd.masstransit+json",
    });

    private static BadRequest Work(string name, string deed, string body, string code, int status = 400) =>
        new(name, $"/repair-jobs/{Guid.Empty}/{deed}", body, status, code) { As = "technician" };
}

using System.Text.Json.Nodes;
using Rma.Contracts.Receiving.V1;
using Rma.Testing;
using static Rma.Testing.Spoiled;

namespace Rma.Receiving.Tests.BadInput;

/// <summary>Malformed and hostile input to the receiving service: each gets its answer or its reason, and nothing is written.</summary>
public sealed class BadInputTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    private static readonly Dictionary<string, BadRequest> Requests = BadScans.Requests.ToDictionary(bad => bad.Name);

    public static TheoryData<string> RequestNames => Testing.BadInput.Names(Requests.Keys);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public Task A_bad_request_is_answered_with_its_code_and_writes_nothing(string name) =>
        Testing.BadInput.IsAnswered(dock, Requests[name]);

    [Theory]
    [InlineData("a line of a number with a wrong check symbol", "rmaNumber", "\"RMA-222222-3\"", "rma-number.unsound")]
    [InlineData("a line of no number", "rmaNumber", "\"\"", "rma-number.unsound")]
    [InlineData("a line of no return", "returnId", "null", "message.malformed")]
    [InlineData("a line with half an id", "returnId", "\"0195f000\"", "message.malformed")]
    [InlineData("a line with nothing for an accessory", "accessories", "[null]", "message.malformed")]
    [InlineData("a line with a NUL in its serial number", "serialNumber", "\"A\\u0000B\"", "return.invalid")]
    [InlineData("a line valid through 31 September", "validThrough", "\"2026-09-31\"", "message.malformed")]
    [InlineData("a line of issue at no offset", "issuedAt", "\"2026-01-01T00:00:00\"", "message.malformed")]
    [InlineData("a line of line one and a half", "line", "1.5", "message.malformed")]
    public Task A_bad_message_is_put_aside_with_its_reason_and_writes_nothing(string what, string member, string json, string code) =>
        Testing.BadInput.IsPutAside(dock,
            Asked(what, Json(dock.Line(ReceivingUnderTest.NewNumber(), 1, "BAD-LINE")).With(member, json), code));

    private static BadMessage Asked(string what, string message, string code)
    {
        var envelope = new JsonObject { ["messageType"] =
            new JsonArray($"urn:message:{typeof(ExpectReturn).Namespace}:{nameof(ExpectReturn)}") }.ToJsonString();
        return new(what, ServiceUnderTest.ExchangeOf<ExpectReturn>(), $"{envelope[..^1]},\"message\":{message}}}",
            code) { ContentType = "application/vnd.masstransit+json" };
    }
}

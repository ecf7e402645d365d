using System.Text.Json.Nodes;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>The documents keep what the last released ones promised, and the rules for that notice what they should.</summary>
public sealed class BreakingChangesTests
{
    public static TheoryData<string> Documents => [.. AsyncApiDocuments.All.Keys];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_keeps_what_the_released_one_promised(string name) =>
        Assert.Empty(BreakingChanges.Between(Released(name), Now(name)));

    [Theory]
    [InlineData("feed.json", "components/schemas/UnitShipped/properties/withdrawn", null, "UnitShipped.withdrawn is gone.")]
    [InlineData("feed.json", "components/schemas/UnitShipped/properties/revision/type", "\"string\"",
        "UnitShipped.revision was integer and is string.")]
    [InlineData("feed.json", "components/schemas/UnitShipped/properties/withdrawn/type", "\"boolean\"",
        "UnitShipped.withdrawn was boolean or null and is boolean.")]
    [InlineData("feed.json", "components/schemas/UnitShipped/required/5", "\"withdrawn\"", "UnitShipped.withdrawn has to be there now.")]
    [InlineData("feed.json", "components/schemas/AccountChanged/properties/role/enum/0", "\"dealer\"",
        "AccountChanged.role no longer takes \"distributor\".")]
    [InlineData("feed.json", "components/schemas/Identifier/maxLength", "32", "UnitShipped.serialNumber: maxLength was 64 and is 32.")]
    [InlineData("feed.json", "components/schemas/Amount/minimum", "0.01", "UnitInvoiced.netPrice: minimum was 0 and is 0.01.")]
    [InlineData("feed.json", "components/schemas/Instant/pattern", "\"^.*Z$\"", "UnitShipped.shippedAt: the pattern was ")]
    [InlineData("feed.json", "components/schemas/UnitInvoiced/anyOf/1", null, "UnitInvoiced: what holds between its members was ")]
    [InlineData("feed.json", "components/schemas/PurchaseOrderPlaced/properties/lines/maxItems", "100",
        "PurchaseOrderPlaced.lines: maxItems was 500 and is 100.")]
    [InlineData("feed.json", "components/schemas/PurchaseOrderLine/properties/rmaNumber", null,
        "PurchaseOrderPlaced.lines[].rmaNumber is gone.")]
    [InlineData("feed.json", "channels/unitShipped/address", "\"shipments\"", "receiveUnitShipped: the address was ")]
    [InlineData("feed.json", "operations/receiveUnitShipped", null, "receiveUnitShipped: the message is gone.")]
    [InlineData("events.json", "components/schemas/RmaIssued/properties/validThrough", null,
        "RmaIssued.message.validThrough is gone.")]
    [InlineData("events.json", "components/schemas/RmaLine/properties/line/type", "\"string\"",
        "RmaIssued.message.lines[].line was integer and is string.")]
    [InlineData("events.json", "components/schemas/RmaIssued/properties/accountId/type", "[\"string\",\"null\"]",
        "RmaIssued.message.accountId was string and is string or null.")]
    [InlineData("events.json", "components/messages/RmaIssued/contentType", "\"application/json\"", "sendRmaIssued: the content type was ")]
    [InlineData("finance.json", "components/schemas/CreditNote/required/0", null, "CreditNote.creditId need not be there any more.")]
    [InlineData("finance.json", "components/schemas/CreditNote/properties/businessDate/format", "\"date-time\"",
        "CreditNote.businessDate: the format was \"date\" and is \"date-time\".")]
    [InlineData("finance.json", "channels/creditNote/bindings/amqp/x-routing-key", "\"credit\"", "sendCreditNote: the binding was ")]
    [InlineData("finance.json", "components/messages/CreditNote/headers/properties/rma-signature", null,
        "CreditNote header.rma-signature is gone.")]
    public void A_change_that_breaks_is_named_with_its_place(string document, string path, string? json, string sentence)
    {
        var changed = With(Now(document), path, json);
        Assert.Contains(BreakingChanges.Between(Now(document), changed), found => found.StartsWith(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("feed.json", "components/schemas/UnitShipped/properties/reference", "{\"type\":[\"string\",\"null\"]}")]
    [InlineData("feed.json", "components/schemas/AccountChanged/properties/role/enum/7", "\"dealer\"")]
    [InlineData("feed.json", "components/schemas/UnitShipped/required/0", null)]
    [InlineData("feed.json", "components/schemas/Identifier/maxLength", "128")]
    [InlineData("feed.json", "components/schemas/UnitShipped/properties/revision/type", "[\"integer\",\"null\"]")]
    [InlineData("events.json", "components/schemas/RmaIssued/properties/note", "{\"type\":[\"string\",\"null\"]}")]
    [InlineData("events.json", "components/schemas/RmaIssued/properties/remedy/enum/6", "\"trade-in\"")]
    [InlineData("events.json", "components/schemas/RmaIssued/description", "\"Other words.\"")]
    [InlineData("finance.json", "components/schemas/CreditNote/properties/amountText", "{\"type\":[\"string\",\"null\"]}")]
    [InlineData("finance.json", "operations/sendOther", "{\"action\":\"send\",\"channel\":{\"$ref\":\"#/channels/creditNote\"}}")]
    public void An_addition_passes(string document, string path, string? json) =>
        Assert.Empty(BreakingChanges.Between(Now(document), With(Now(document), path, json)));

    private static JsonObject Now(string name) => Read(AsyncApiDocuments.FileOf(name));

    private static JsonObject Released(string name) => Read(House.File("tests", "Rma.Platform.Tests", "Earlier", "asyncapi", name));

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    // Null takes away what is there.
    private static JsonObject With(JsonObject document, string path, string? json)
    {
        var (names, place) = (path.Split('/'), (JsonNode)document);
        foreach (var name in names[..^1]) place = place[name]!;
        if (place is JsonArray list && int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture) is var at)
        {
            if (json is null) list.RemoveAt(at);
            else if (at < list.Count) list[at] = JsonNode.Parse(json);
            else list.Add(JsonNode.Parse(json));
        }
        else if (json is null) Assert.True(place.AsObject().Remove(names[^1]), $"{path} is not there");
        else place[names[^1]] = JsonNode.Parse(json);
        return document;
    }
}

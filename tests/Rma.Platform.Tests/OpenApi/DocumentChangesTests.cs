using System.Text.Json.Nodes;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>A client of the last release works with this one; and the rules that say so see every kind of break.</summary>
public sealed class DocumentChangesTests
{
    private const string Before =
        """
        {
          "paths": { "/parcels/{id}": { "post": {
            "operationId": "scan", "x-roles": ["scanner", "inspector"],
            "parameters": [
              { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
              { "name": "state", "in": "query", "schema": { "type": "string", "enum": ["held", "refused"] } }
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Scan" } } } },
            "responses": {
              "200": { "description": "Done.", "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/Answer" } }, "text/plain": { "schema": {} } } },
              "204": { "description": "Done." },
              "409": { "description": "Refused.", "x-codes": ["scan.conflict"] }
            }
          } } },
          "components": { "schemas": {
            "Scan": { "type": "object", "additionalProperties": false, "required": ["marking"], "properties": {
              "marking": { "type": ["null", "string"], "maxLength": 4000 }, "weight": { "type": "number" },
              "terms": { "type": "string", "enum": ["prepaid", "collect"] },
              "inner": { "anyOf": [ { "$ref": "#/components/schemas/Scan" }, { "type": "null" } ] } } },
            "Answer": { "type": "object", "required": ["code"], "properties": {
              "code": { "type": "string" }, "at": { "type": "string", "format": "date-time" },
              "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Answer" } } } }
          } }
        }
        """;

    [Theory]
    [InlineData("\"post\": {", "\"put\": {", "post /parcels/{id}: the route is gone.")]
    [InlineData("\"scan\", \"x-roles\"", "\"scanIt\", \"x-roles\"", "post /parcels/{id}: it is named scanIt instead of scan.")]
    [InlineData("[\"scanner\", \"inspector\"]", "[\"scanner\"]", "post /parcels/{id}: the role inspector may not call it any more.")]
    [InlineData("\"name\": \"state\"", "\"name\": \"status\"", "post /parcels/{id}: the parameter query state is gone.")]
    [InlineData("\"in\": \"query\"", "\"in\": \"query\", \"required\": true",
        "post /parcels/{id}: the parameter query state is required now.")]
    [InlineData("[\"held\", \"refused\"]", "[\"held\"]", " post /parcels/{id} query state: $ may not be refused any more.")]
    [InlineData("\"204\"", "\"205\"", "post /parcels/{id}: status 204 is gone.")]
    [InlineData("\"text/plain\"", "\"text/csv\"", "post /parcels/{id}: 200 has no text/plain any more.")]
    [InlineData("\"required\": [\"marking\"]", "\"required\": [\"marking\", \"weight\"]",
        " post /parcels/{id} reads application/json: $.weight is required now.")]
    [InlineData("\"weight\": { \"type\": \"number\" }", "\"weight\": { \"type\": \"integer\" }",
        " post /parcels/{id} reads application/json: $.weight was number and is integer.")]
    [InlineData("\"weight\"", "\"mass\"", " post /parcels/{id} reads application/json: $.weight is gone.")]
    [InlineData("[\"null\", \"string\"]", "\"string\"", " post /parcels/{id} reads application/json: $.marking may not be null any more.")]
    [InlineData("\"maxLength\": 4000", "\"maxLength\": 400",
        " post /parcels/{id} reads application/json: $.marking has at most 400 characters now.")]
    [InlineData("\"weight\": { ", "\"weight\": { \"enum\": [1], ",
        " post /parcels/{id} reads application/json: $.weight is one of a closed set now.")]
    [InlineData("\"terms\": { ", "\"terms\": { \"pattern\": \"^p\", ",
        " post /parcels/{id} reads application/json: $.terms has to match ^p.")]
    [InlineData("\"code\": { \"type\": \"string\" }, ", "", " post /parcels/{id} answers 200 application/json: $.code is gone.")]
    [InlineData("\"required\": [\"code\"]", "\"required\": []",
        " post /parcels/{id} answers 200 application/json: $.code may be missing now.")]
    [InlineData("\"date-time\"", "\"date\"",
        " post /parcels/{id} answers 200 application/json: $.at has the format date instead of date-time.")]
    [InlineData("\"code\": { \"type\": \"string\" }", "\"code\": { \"type\": [\"null\", \"string\"] }",
        " post /parcels/{id} answers 200 application/json: $.code may be null now.")]
    public void A_break_is_named(string was, string becomes, string said) =>
        Assert.Contains(said, DocumentChanges.Breaking(Parse(Before), Changed(was, becomes)));

    [Theory]
    [InlineData("\"held\", \"refused\"", "\"held\", \"refused\", \"accepted\"")]
    [InlineData("\"code\": { \"type\": \"string\" }", "\"code\": { \"type\": \"string\" }, \"why\": { \"type\": \"string\" }")]
    [InlineData("\"weight\": {", "\"length\": { \"type\": \"number\" }, \"weight\": {")]
    [InlineData("\"required\": [\"marking\"]", "\"required\": []")]
    [InlineData("\"maxLength\": 4000", "\"maxLength\": 8000")]
    [InlineData("\"x-codes\": [\"scan.conflict\"]", "\"x-codes\": [\"scan.conflict\", \"scan.late\"]")]
    [InlineData("\"204\": {", "\"202\": { \"description\": \"Noted.\" }, \"204\": {")]
    [InlineData("[\"scanner\", \"inspector\"]", "[\"scanner\", \"inspector\", \"auditor\"]")]
    [InlineData("\"paths\": {", "\"paths\": { \"/units\": { \"get\": { \"operationId\": \"list\" } },")]
    public void An_addition_is_no_break(string was, string becomes) =>
        Assert.Empty(DocumentChanges.Breaking(Parse(Before), Changed(was, becomes)));

    [Fact]
    public async Task Nothing_of_the_last_release_is_broken()
    {
        var earlier = Directory.GetFiles(House.File("tests", "Rma.Platform.Tests", "Earlier", "openapi"), "*.json");
        Assert.Equal(5, earlier.Length);
        var now = await ServiceDocuments.All();
        Assert.Empty(earlier.SelectMany(file => DocumentChanges.Breaking(
                Parse(File.ReadAllText(file)), now[Path.GetFileNameWithoutExtension(file)])
            .Select(sentence => $"{Path.GetFileNameWithoutExtension(file)}: {sentence}")));
    }

    private static JsonObject Changed(string was, string becomes)
    {
        Assert.Contains(was, Before, StringComparison.Ordinal);
        return Parse(Before.Replace(was, becomes, StringComparison.Ordinal));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The judge of answers, which all tests of the services use, sees what is wrong; and every example is right.</summary>
public sealed class KeptDocumentTests
{
    private const string Parcel = "/parcels/0195f000-0000-7000-8000-000000000009";

    [Theory]
    [InlineData("POST", "/parcels", 200, "application/json", """
        {"parcelId":"0195f000-0000-7000-8000-000000000001","answer":"accepted","reason":"It is.","clauses":["P2"],"expected":[]}
        """, null)]
    [InlineData("POST", "/parcels", 200, "application/json", """
        {"parcelId":"0195f000-0000-7000-8000-000000000001","answer":"perhaps","reason":"It is.","clauses":["P2"],"expected":[]}
        """, "/answer")]
    [InlineData("POST", "/parcels", 200, "application/json", """
        {"parcelId":"one","answer":"accepted","reason":"It is.","clauses":["P2"],"expected":[]}
        """, "/parcelId")]
    [InlineData("POST", "/parcels", 200, "application/json", """{"answer":"accepted"}""", "parcelId")]
    [InlineData("POST", "/parcels", 200, "application/json", """
        {"parcelId":"0195f000-0000-7000-8000-000000000001","answer":"held","reason":"It is.","clauses":[],"expected":[],"more":1}
        """, "/more")]
    [InlineData("POST", "/parcels", 200, "text/plain", "accepted", "does not declare text/plain")]
    [InlineData("POST", "/parcels", 418, "application/problem+json", "{}", "does not declare 418")]
    [InlineData("GET", Parcel, 404, "application/problem+json", """
        {"type":"urn:rma:problem:parcel.not-found","title":"Not found","status":404,"code":"parcel.not-found","traceId":"a"}
        """, null)]
    [InlineData("GET", Parcel, 404, "application/problem+json", """
        {"type":"urn:rma:problem:unit.not-found","title":"Not found","status":404,"code":"unit.not-found"}
        """, "/code")]
    [InlineData("GET", Parcel, 404, "application/problem+json", """
        {"type":"urn:rma:problem:parcel.not-found","title":"Not found","status":404,"code":"parcel.not-found","odd":true}
        """, "/odd")]
    [InlineData("GET", "/nowhere", 404, "application/problem+json", "{}", null)]
    [InlineData("GET", "/nowhere", 200, "application/json", "{}", "is in no document")]
    public void An_answer_is_judged(string method, string path, int status, string type, string body, string? said)
    {
        var fault = KeptDocument.Of("receiving")!.Fault(method, path, status, type, body);
        if (said is null) Assert.Null(fault);
        else Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console")]
    [InlineData("credit")]
    [InlineData("issuance")]
    [InlineData("receiving")]
    [InlineData("repair")]
    public void Every_example_fits_its_schema(string service)
    {
        var kept = KeptDocument.Of(service)!;
        var examples = 0;
        foreach (var operation in ServiceDocuments.OperationsOf(
            service, JsonNode.Parse(File.ReadAllText(ServiceDocuments.FileOf(service)))!.AsObject()))
        {
            if (operation.Json["requestBody"]?["content"]?["application/json"]?["example"] is { } request)
            {
                Assert.Null(kept.FaultOfRequest(operation.Id, operation.Json, request));
                examples++;
            }

            var path = operation.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            foreach (var (status, response) in operation.Responses)
            {
                if (response!["content"]?["application/json"]?["example"] is not { } answer) continue;
                Assert.Null(kept.Fault(operation.Method, path, int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
                    "application/json", answer.ToJsonString()));
                examples++;
            }
        }

        var folder = House.File("services", $"Rma.{char.ToUpperInvariant(service[0])}{service[1..]}", "Examples");
        Assert.Equal(Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0, examples);
    }
}

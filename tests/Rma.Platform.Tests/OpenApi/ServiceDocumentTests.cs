using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The OpenAPI documents are what the routes are, and say all that a caller needs.</summary>
public sealed class ServiceDocumentTests
{
    // By what is filled in: the names of operations that are mapped more than once.
    private static readonly Dictionary<string, string[]> Filled = new()
    {
        ["what"] = ["DeadLetter", "QuarantinedMessage"], ["Named(kind)"] = ["Credit", "Charge"], ["Named(paper)"] = ["Document", "Label"],
    };

    [Fact]
    public async Task The_kept_documents_are_what_is_made()
    {
        foreach (var (service, text) in await ServiceDocuments.Texts)
            GeneratedFile.AssertHolds(ServiceDocuments.FileOf(service), text);
    }

    [Fact]
    public async Task Every_route_is_in_a_document_and_every_operation_is_a_route()
    {
        var operations = (await ServiceDocuments.Operations()).Select(one => one.ToString().ToLowerInvariant());
        Assert.Equal(ServiceDocuments.Routes().Order(StringComparer.Ordinal), operations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_says_what_a_caller_needs()
    {
        var documents = await ServiceDocuments.All();
        var operations = await ServiceDocuments.Operations();
        Assert.True(operations.Count > 150, $"only {operations.Count} operations were found");
        foreach (var operation in operations)
        {
            var (json, said) = (operation.Json, $"{operation}: {operation.Json}");
            Assert.Matches("^[a-z][A-Za-z]+$", operation.Id);
            Assert.True(json["summary"]!.GetValue<string>() is { Length: > 10 } summary && summary.EndsWith('.'), said);
            Assert.Single(json["tags"]!.AsArray());
            Assert.True(json["x-roles"]!.AsArray().Count > 0 == (json["security"]!.AsArray().Count > 0), said);
            Assert.Contains(operation.Responses, response => response.Key[0] == '2');
            foreach (var (status, response) in operation.Responses.Where(response => response.Key[0] is '4' or '5'
                && !operation.Path.StartsWith("/health", StringComparison.Ordinal)))
            {
                var resolved = ServiceDocuments.Resolved(documents[operation.Service], response!);
                Assert.True(resolved["x-codes"] is JsonArray { Count: > 0 } || resolved["content"]?["text/html"] is not null
                    || operation.Id == "showOpenApi", $"{operation}: {status} has no codes");
            }
        }

        foreach (var service in operations.GroupBy(operation => operation.Service))
            Assert.Empty(service.GroupBy(operation => operation.Id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public async Task Requests_refuse_unknown_members()
    {
        var documents = await ServiceDocuments.All();
        var bodies = (await ServiceDocuments.Operations()).Where(one => one.Json["requestBody"] is not null
            && one.Json["requestBody"]!["content"]!["application/json"]?["schema"]?["$ref"] is not null).ToArray();
        Assert.True(bodies.Length > 50, $"only {bodies.Length} bodies were found");
        Assert.Empty(bodies.Where(one => ServiceDocuments.Resolved(
            documents[one.Service], one.Json["requestBody"]!["content"]!["application/json"]!["schema"]!)["additionalProperties"]
                ?.GetValue<bool>() != false).Select(one => one.ToString()));
    }

    // What is forwarded is declared where it is answered; pages are for people, and no contract describes them.
    private static readonly string[] PagesAndDoor = ["/Door/", "/Pages/", "/SignIn/", "/DevelopmentSignIn/"];

    [Fact]
    public async Task Every_refusal_behind_a_route_is_declared_and_every_declared_one_exists()
    {
        var documents = await ServiceDocuments.All();
        var declared = (await ServiceDocuments.Operations()).GroupBy(operation => operation.Id)
            .ToDictionary(same => same.Key, same =>
                same.Select(one => (one.Service, Codes: CodesOf(documents[one.Service], one))).ToArray());
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Rma.", StringComparison.Ordinal));
        var routes = new RouteScan([House.File("services"), House.File("shared")], libraries).Routes().ToArray();
        Assert.True(routes.Sum(route => route.Refused.Count) > 300, "the calls behind the routes were not found");
        var missing = from route in routes
                      where !route.Place.Contains("/OpenApi/", StringComparison.Ordinal)
                          && !PagesAndDoor.Any(folder => route.Place.Contains(folder, StringComparison.Ordinal))
                      from name in NamesOf(route)
                      from operation in declared[name]
                      where !route.Place.Contains("/services/", StringComparison.Ordinal)
                          || route.Place.Contains($"/Rma.{operation.Service}/", StringComparison.OrdinalIgnoreCase)
                      from refused in route.Refused
                      where !operation.Codes.Contains(refused)
                      select $"{name} ({route.Place}): {refused.Status} {refused.Code}";
        Assert.Empty(missing.Distinct().Order(StringComparer.Ordinal));

        var known = RefusalCatalogue.OfSource().Select(refusal => refusal.Code).ToHashSet();
        // Made of parts, or handed to what throws them: no literal of a refusal in the source.
        string[] made =
        [
            "request.not-authenticated", "route.not-found", "request.timed-out", "credit.not-found", "charge.not-found",
            "rma.no-eligible-item", "line.window-closed", "credit.window-closed", "credit.arrived-before-invoice",
            "credit.nothing-due", "internal", "parcel.time-implausible", "request.date-out-of-range", "request.number-out-of-range",
        ];
        Assert.Empty(declared.Values.SelectMany(all => all).SelectMany(operation => operation.Codes).Select(one => one.Code)
            .Except(known).Except(made).Order(StringComparer.Ordinal));
    }

    private static HashSet<(int, string Code)> CodesOf(JsonObject document, Operation operation) =>
    [
        .. from response in operation.Responses
           from code in ServiceDocuments.Resolved(document, response.Value!)["x-codes"]?.AsArray() ?? []
           select (int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture), code!.GetValue<string>()),
    ];

    private static IEnumerable<string> NamesOf(RouteCalls route)
    {
        var name = Assert.Single(route.Names).TrimStart('$').Trim('"');
        var open = name.IndexOf('{', StringComparison.Ordinal);
        if (open < 0) return [name];
        var close = name.IndexOf('}', open);
        return Filled[name[(open + 1)..close]].Select(word => $"{name[..open]}{word}{name[(close + 1)..]}");
    }
}

using System.Text.RegularExpressions;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The <c>.http</c> files: every route that a service does not share with all others can be tried out.</summary>
public sealed class TryOutFileTests
{
    [Fact]
    public async Task Every_route_of_a_service_can_be_tried_out()
    {
        var operations = await ServiceDocuments.Operations();
        var services = operations.Select(operation => operation.Service).Distinct().Count();
        var own = operations.GroupBy(operation => (operation.Method, operation.Path)).Where(same => same.Count() < services - 1)
            .SelectMany(same => same).Where(operation => !IsOfThePlatform(operation.Path));
        Assert.Empty(own.Where(operation => !Requests(operation.Service).Any(request => Fits(operation, request)))
            .Select(operation => operation.ToString()));
    }

    // What operators do in each service alike is shown once, at issuance.
    private static bool IsOfThePlatform(string path) => path.StartsWith("/policy/", StringComparison.Ordinal);

    private static bool Fits(Operation operation, Match request) =>
        string.Equals(request.Groups[1].Value, operation.Method, StringComparison.OrdinalIgnoreCase)
        && Regex.IsMatch(request.Groups[2].Value, $@"^{Regex.Replace(operation.Path, @"\{[^}]+\}", "[^/?]+")}(\?.*)?$");

    private static MatchCollection Requests(string service)
    {
        var name = char.ToUpperInvariant(service[0]) + service[1..];
        return Regex.Matches(File.ReadAllText(House.File("services", $"Rma.{name}", $"{name}.http")),
            @"^(GET|POST|PUT|DELETE) \{\{\w+\}\}(\S+)", RegexOptions.Multiline);
    }
}

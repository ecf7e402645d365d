using System.Globalization;
using System.Text.RegularExpressions;
using Rma.Messaging;

namespace Rma.Platform.Tests;

/// <summary>
/// Fills the parts of a file that repeat for each service. A part is its pattern as a comment, what was made of it, and an end:
/// <code>
/// # for each service: - @name@.yaml
/// - issuance.yaml
/// # end
/// </code>
/// A longer pattern stands in the following lines, which begin with <c># |</c>. There is one for each service, each folder of a service,
/// the service with the public door, or the platform.
/// </summary>
internal static partial class TopologyText
{
    /// <summary>The same text with its parts made anew; their patterns stay.</summary>
    public static string Fill(string text, Topology topology) => Part().Replace(text, part =>
        part.Groups["pattern"].Value + Made(part, topology, topology.Services) + part.Groups["end"].Value);

    /// <summary>A text of its own for one service, by a template; no pattern stays.</summary>
    public static string Make(string template, Topology topology, TopologyService service) =>
        Write(template, topology, [service], Values(service));

    public static bool HasParts(string text) => Part().IsMatch(text);

    private static string Write(
        string template, Topology topology, IReadOnlyList<TopologyService> services, IEnumerable<(string Name, string Value)> values)
    {
        var text = Part().Replace(template, part => Made(part, topology, services));
        foreach (var (name, value) in values) text = text.Replace($"@{name}@", value, StringComparison.Ordinal);
        return text;
    }

    private static string Made(Match part, Topology topology, IReadOnlyList<TopologyService> services)
    {
        var indent = part.Groups["indent"].Value;
        string[] pattern = part.Groups["line"] is { Length: > 0 } line ? [line.Value]
            : [.. part.Groups["lines"].Captures.Select(capture => capture.Value)];
        var template = string.Concat(pattern.Select(each => each.Length == 0 ? "\n" : $"{indent}{each}\n"));
        return part.Groups["what"].Value switch
        {
            "each service" => string.Concat(services.Select(service => Write(template, topology, [service], Values(service)))),
            "each folder" => string.Concat(services.SelectMany(service => (service.Folders ?? []).Select(folder =>
                Write(template, topology, [service], [("folder", folder), .. Values(service)])))),
            "the door" => string.Concat(services.Where(service => service.Door is not null)
                .Select(service => Write(template, topology, [service], Values(service)))),
            _ => Write(template, topology, services, Values(topology)),
        };
    }

    private static IEnumerable<(string Name, string Value)> Values(TopologyService service) =>
    [
        ("name", service.Name), ("NAME", service.Name.ToUpperInvariant()), ("project", service.Project), ("Name", service.ShortProject),
        ("database", service.Database), ("port", Text(service.Port)), ("least", Text(service.Replicas[0])),
        ("most", Text(service.Replicas[1])), ("connections", Text(service.Connections)), ("door", Text(service.Door ?? 0)),
    ];

    // Beyond those of the services: connections of people and tests.
    private static IEnumerable<(string Name, string Value)> Values(Topology topology) =>
    [
        ("services", string.Join(' ', topology.Services.Select(service => service.Name))), ("users", string.Join(' ', topology.Users)),
        ("least-connections", Text(60 + TopologyService.ConnectionsOfProcess * topology.Services.Count)),
        ("most-connections", Text(100 + topology.Services.Sum(service => service.Connections + TopologyService.ConnectionsOfOwner))),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """
        (?<pattern>^(?<indent>[ ]*)\#[ ]for[ ](?<what>each[ ]service|each[ ]folder|the[ ]door|the[ ]platform):[ ]?(?<line>[^\n]*)\n
        (?:^[ ]*\#[ ]\|[ ]?(?<lines>[^\n]*)\n)*)
        (?<made>(?:^(?![ ]*\#[ ]end$)[^\n]*\n)*)
        (?<end>^[ ]*\#[ ]end\n)
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Part();
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rma.ServiceDefaults;

/// <summary>What the documentation comments say of types and their members, from the XML files beside the assemblies.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>The summary of a type; null when it has none.</summary>
    public static string? Of(Type type) => Text(Member(type, $"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>What a record says of one of its members, in its own documentation or at the property; null when nothing.</summary>
    /// <param name="name">The property's name, as it is written in the record.</param>
    public static string? Of(Type record, string name)
    {
        var said = Member(record, $"T:{NameOf(record)}")?.Elements("param")
            .FirstOrDefault(param => string.Equals(param.Attribute("name")?.Value, name, StringComparison.OrdinalIgnoreCase));
        return Text(said) ?? Text(Member(record, $"P:{NameOf(record)}.{name}")?.Element("summary"));
    }

    private static XElement? Member(Type type, string name) => Files.GetOrAdd(type.Assembly, Read).GetValueOrDefault(name);

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return !File.Exists(file) ? [] : XDocument.Load(file).Descendants("member")
            .GroupBy(member => member.Attribute("name")!.Value).ToDictionary(same => same.Key, same => same.First());
    }

    private static string NameOf(Type type) => type.FullName!.Split('[')[0].Replace('+', '.');

    private static string? Text(XElement? element) => element is null ? null
        : Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim() is { Length: > 0 } text ? text : null;

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
        XElement { IsEmpty: true } named =>
            (named.Attribute("cref") ?? named.Attribute("name") ?? named.Attribute("langword")) is { } what ? $"`{Last(what.Value)}`" : "",
        XElement inner => string.Concat(inner.Nodes().Select(Text)),
        _ => "",
    };

    private static string Last(string name) => name.Split('(')[0].Split('.', ':')[^1].Split('`')[0];

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}

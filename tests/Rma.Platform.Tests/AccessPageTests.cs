using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Rma.Messaging;
using Rma.ServiceDefaults;

namespace Rma.Platform.Tests;

/// <summary>The access page lists the roles that the code uses.</summary>
public sealed class AccessPageTests
{
    private static readonly string[] Known =
        [.. typeof(Roles).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    [Fact]
    public void C10_a_development_token_is_made_for_the_roles_of_the_platform_only()
    {
        var script = File.ReadAllText(House.File("deploy", "lib", "access.sh"));
        Assert.Equal(Known, Regex.Match(script, @"^ROLES=\((?<roles>[^)]+)\)", RegexOptions.Multiline).Groups["roles"].Value.Split(' ')
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void C10_the_page_names_every_role_and_every_queue()
    {
        var page = File.ReadAllText(House.File("shared", "docs", "access.md"));
        Assert.All(Known, role => Assert.Contains($"| `{role}` |", page, StringComparison.Ordinal));
        Assert.All(House.Applications.Values.SelectMany(application => application.Services.GetServices<QueueReads>()), reads =>
            Assert.Contains($"`{reads.Queue}`", page, StringComparison.Ordinal));
    }
}

using System.Reflection;
using Rma.Policy;
using Rma.PolicyTools;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>The policy is covered: every clause has its rules, every rule its code and its cases, and the page is up to date.</summary>
public sealed class PolicyMapTests
{
    private static readonly PolicyMap Map = PolicyMap.OfBuiltTests();

    [Fact]
    public void Every_clause_has_a_rule_and_every_rule_an_accepted_and_a_refused_case() => Assert.Empty(Map.Gaps());

    [Fact]
    public void The_page_is_what_is_generated() =>
        GeneratedFile.AssertHolds(House.File("shared", "docs", "policy-map.md"), Map.Page());

    [Fact]
    public void Every_rule_names_code_that_is_there()
    {
        var types = House.Services.Values.Append(typeof(PolicyBook).Assembly).SelectMany(assembly => assembly.GetTypes())
            .ToLookup(type => type.Name);
        Assert.All(RuleCatalogue.All, rule => Assert.All(rule.Code, code =>
        {
            var (type, member) = code.Split('.') is [var name, var of] ? (name, of) : (code, null);
            Assert.True(types[type].Any(), $"{rule.Id}: there is no type {type}");
            Assert.True(member is null || types[type]
                .Any(found => found.GetMember(
                member, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance).Length > 0),
            $"{rule.Id}: {type} has no {member}");
        }));
    }

    [Fact]
    public void There_are_112_rules_numbered_through_and_each_under_a_clause()
    {
        Assert.Equal(Enumerable.Range(1, 112), RuleCatalogue.All.Select(rule => rule.Number));
        Assert.All(RuleCatalogue.All, rule => Assert.Contains(rule.Clause, Clauses.All));
    }
}

using Xunit.Abstractions;
using Xunit.Sdk;

namespace Rma.Testing;

/// <summary>What a test shows about a rule.</summary>
public enum Shows
{
    /// <summary>The rule is met: the answer is yes, or the action is done.</summary>
    Accepted,

    /// <summary>A repeat changes nothing.</summary>
    AlreadySo,

    /// <summary>The rule is not met: the answer is no, or a referral.</summary>
    Refused,
}

/// <summary>
/// Names the rule of the policy that a test covers, by clause and number as in the rule catalogue, and what it shows. The policy map is
/// generated from these; a rule without its cases fails a test. <c>dotnet test --filter "Rule=P4/11"</c> runs the tests of one rule.
/// </summary>
/// <param name="rule">Clause and number, e.g. <c>P4/11</c>.</param>
[TraitDiscoverer("Rma.Testing.RuleDiscoverer", "Rma.Testing")]
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RuleAttribute(string rule, Shows shows) : Attribute, ITraitAttribute
{
    /// <summary>Clause and number.</summary>
    public string Rule => rule;

    /// <summary>What the test shows.</summary>
    public Shows Shows => shows;
}

/// <summary>Turns <see cref="RuleAttribute"/> into traits.</summary>
public sealed class RuleDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute)
    {
        var arguments = traitAttribute.GetConstructorArguments().ToArray();
        return [new("Rule", (string)arguments[0]), new("Shows", ((Shows)arguments[1]).ToString())];
    }
}

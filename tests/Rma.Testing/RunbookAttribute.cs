using Xunit.Abstractions;
using Xunit.Sdk;

namespace Rma.Testing;

/// <summary>
/// Names the section of a page whose commands a test runs, in a situation of the kind that it is for. A section without such a test fails
/// another. <c>dotnet test --filter "Runbook=alerts/Stuck"</c> runs one.
/// </summary>
/// <param name="page">One of <see cref="RunbookPage.Names"/>.</param>
/// <param name="section">The heading.</param>
[TraitDiscoverer("Rma.Testing.RunbookDiscoverer", "Rma.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class RunbookAttribute(string page, string section) : Attribute, ITraitAttribute
{
    public string Page => page;

    public string Section => section;

    /// <summary>Takes too long for the suite: run by <c>./rma test runbooks</c> only.</summary>
    public bool Whole { get; init; }
}

/// <summary>Turns <see cref="RunbookAttribute"/> into traits.</summary>
public sealed class RunbookDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute)
    {
        var arguments = traitAttribute.GetConstructorArguments().ToArray();
        yield return new("Runbook", $"{arguments[0]}/{arguments[1]}");
        if (traitAttribute.GetNamedArgument<bool>(nameof(RunbookAttribute.Whole))) yield return new("Form", "whole");
    }
}

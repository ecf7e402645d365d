using System.Text.Json;

namespace Rma.Policy;

/// <summary>One rule of the policy, small enough to be tested.</summary>
/// <param name="Number">1 … 112; stable.</param>
/// <param name="Clause">The first clause of the rule.</param>
/// <param name="Words">The rule in words for the returns desk.</param>
/// <param name="Code">Where it is implemented: type and member.</param>
/// <param name="Derived">Whether it was derived where the text is ambiguous.</param>
/// <param name="Ambiguity">The ambiguity (<c>A-nn</c>); null when there is none.</param>
/// <param name="CannotBeRefused">Why there is no case in which it refuses; null for a rule that can.</param>
public sealed record PolicyRule(
    int Number, string Clause, string Words, ValueList<string> Code, bool Derived, string? Ambiguity = null, string? CannotBeRefused = null)
{
    /// <summary>Clause and number, as used by tests: <c>P4/11</c>.</summary>
    public string Id => $"{Clause}/{Number}";
}

/// <summary>All rules of the policy, in order; the basis of the policy map and the test coverage.</summary>
public static class RuleCatalogue
{
    /// <summary>The 112 rules.</summary>
    public static IReadOnlyList<PolicyRule> All { get; } = Load();

    /// <summary>
    /// Clauses without a rule of their own, with the rule that covers them: a purpose, a heading of another clause, or the same duty in
    /// other words.
    /// </summary>
    public static IReadOnlyDictionary<string, int> KeptBy { get; } = new Dictionary<string, int> { ["D2"] = 49 };

    private static IReadOnlyList<PolicyRule> Load()
    {
        using var stream = typeof(RuleCatalogue).Assembly.GetManifestResourceStream("Rules/rules.json")!;
        return JsonSerializer.Deserialize<PolicyRule[]>(stream, JsonSerializerOptions.Web)!;
    }
}

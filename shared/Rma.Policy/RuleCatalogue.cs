using System.Text.Json;

namespace Rma.Policy;

/// <summary>One rule of the policy, small enough to be kept or broken.</summary>
/// <param name="Number">1 … 112; stable.</param>
/// <param name="Clause">The first clause that says so.</param>
/// <param name="Words">The rule, as the returns desk would say it.</param>
/// <param name="Code">Where it is decided: type and member.</param>
/// <param name="Derived">Whether it was filled in where the text leaves something open.</param>
/// <param name="Ambiguity">What was open (<c>A-nn</c>); null where nothing was.</param>
/// <param name="CannotBeRefused">Why there is no case in which it refuses; null for a rule that can.</param>
public sealed record PolicyRule(
    int Number, string Clause, string Words, ValueList<string> Code, bool Derived, string? Ambiguity = null, string? CannotBeRefused = null)
{
    /// <summary>Clause and number, as tests name it: <c>P4/11</c>.</summary>
    public string Id => $"{Clause}/{Number}";
}

/// <summary>All rules of the policy, in their order; the map shown to people and the tests' coverage are made of it.</summary>
public static class RuleCatalogue
{
    /// <summary>The 112 rules.</summary>
    public static IReadOnlyList<PolicyRule> All { get; } = Load();

    /// <summary>
    /// Clauses that no rule stands under by itself, with the rule that keeps them: a purpose, a heading of another clause, or the same duty
    /// in other words.
    /// </summary>
    public static IReadOnlyDictionary<string, int> KeptBy { get; } = new Dictionary<string, int> { ["D2"] = 49 };

    private static IReadOnlyList<PolicyRule> Load()
    {
        using var stream = typeof(RuleCatalogue).Assembly.GetManifestResourceStream("Rules/rules.json")!;
        return JsonSerializer.Deserialize<PolicyRule[]>(stream, JsonSerializerOptions.Web)!;
    }
}

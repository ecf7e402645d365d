namespace Rma.Policy;

/// <summary>An invalid policy version: one of its entries contradicts itself or the bounds of the policy.</summary>
/// <param name="setting">The entry at fault, by its name in the version's document.</param>
/// <param name="reason">What is wrong with it, as a sentence.</param>
public sealed class InvalidPolicyException(string setting, string reason) : Exception($"Policy setting '{setting}' is invalid: {reason}")
{
    /// <summary>The entry at fault, by its name in the version's document.</summary>
    public string Setting { get; } = setting;
}

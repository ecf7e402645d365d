namespace Rma.Policy;

/// <summary>A policy version that must not be used: one of its entries contradicts itself or the policy's bounds.</summary>
/// <param name="setting">The entry at fault, by its name in the version's document.</param>
/// <param name="reason">What is wrong with it, as a sentence.</param>
public sealed class InvalidPolicyException(string setting, string reason) : Exception($"Policy setting '{setting}' is invalid: {reason}")
{
    /// <summary>The entry at fault, by its name in the version's document.</summary>
    public string Setting { get; } = setting;
}

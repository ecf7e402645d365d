namespace Rma.Policy;

/// <summary>What an account can be, as the account system says it. Whom the policy serves is a setting of its version (P1).</summary>
public static class AccountRoles
{
    /// <summary>The words, in the spelling that is taken. A policy version may name further ones.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["distributor", "integrator", "reseller", "retailer", "installer", "end-user", "other"];

    /// <summary>The words that are taken while a version is in force.</summary>
    public static IEnumerable<string> Under(PolicyVersion version) => All.Union(version.Settings.EligibleRoles);
}
